import fc from 'fast-check';

const number = fc.oneof(fc.nat({ max: 20 }).map(String), fc.stringMatching(/^[0-9]{1,6}$/));
const separator = fc.constantFrom('', '.', '-', '_');
const optional = (part: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.oneof(fc.constant(''), part);
const join = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(''));
const cased = (...words: string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...words), fc.boolean())
    .map(([word, upper]) => (upper ? word.toUpperCase() : word));

/** Texts that PEP 440 accepts, in all of its spellings. */
export const versionText: fc.Arbitrary<string> = join(
  fc.constantFrom('', 'v', 'V'),
  optional(number.map((epoch) => `${epoch}!`)),
  fc.array(number, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.')),
  optional(join(separator, cased('a', 'alpha', 'b', 'beta', 'c', 'rc', 'pre', 'preview'), separator, number)),
  optional(
    fc.oneof(
      join(separator, cased('post', 'rev', 'r'), separator, number),
      number.map((post) => `-${post}`),
    ),
  ),
  optional(join(separator, cased('dev'), separator, number)),
  optional(
    fc
      .array(fc.stringMatching(/^[a-zA-Z0-9]{1,5}$/), { minLength: 1, maxLength: 3 })
      .map((parts) => `+${parts.join('.')}`),
  ),
);
