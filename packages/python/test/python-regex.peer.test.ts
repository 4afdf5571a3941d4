import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translateRegex } from '../src/static-python/library/python-regex.ts';

const python = process.env['SLIPWAY_PYTHON_PEERS'];
if (python === undefined)
  console.log('not shown: patterns that match like those of Python (SLIPWAY_PYTHON_PEERS is not set)');

const script = `
import json, re, sys, warnings
warnings.simplefilter('ignore')
out = []
for pattern, flags, text in json.load(sys.stdin):
    try: compiled = re.compile(pattern, re.MULTILINE if 'm' in flags else 0)
    except Exception: out.append(None); continue
    found = compiled.search(text)
    out.append([list(found.span(i)) for i in range(compiled.groups + 1)] if found else [])
json.dump(out, sys.stdout)
`;

const atom = fc.constantFrom(
  ...[
    'a',
    '1',
    '\\.',
    '.',
    '\\d',
    '\\w',
    '\\s',
    '\\S',
    '[ab]',
    '[^"]',
    '[]a]',
    '[^]a]',
    '[[a]',
    '[\\w.-]',
    '"',
    "'",
    '\\"',
    '\\-',
    ' ',
    '=',
    '#',
    '\\n',
  ],
);
const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '+?', '*?', '{1,2}', '{2}');
const piece = fc.tuple(atom, quantifier).map((parts) => parts.join(''));
const sequence = fc.array(piece, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const pattern = fc
  .tuple(
    fc.constantFrom('', '', '(?i)', '(?m)', '(?s)', '(?x)', '(?ix)'),
    fc.constantFrom('', '', '^', '\\A', '\\b'),
    fc.array(
      fc.oneof(
        sequence,
        sequence.map((inner) => `(${inner})`),
        sequence.map((inner) => `(?:${inner}|b)`),
        sequence.map((inner) => `(?=${inner})`),
        sequence.map((inner) => `(?<!${inner.replace(/[*+?{].*/g, '')}z)`),
        sequence.map((inner) => `(?P<n>${inner})-(?P=n)`),
        fc.constant('(?#note)'),
      ),
      { minLength: 1, maxLength: 3 },
    ),
    fc.constantFrom('', '', '$', '\\Z', '\\b'),
  )
  .map(([flags, start, inner, end]) => `${flags}${start}${inner.join('')}${end}`);
const subject = fc
  .array(
    fc.constantFrom('a', 'b', 'A', '1', '2', '.', '-', '"', "'", ' ', '=', '\n', '#', 'v', 'é', ']', '['),
    { maxLength: 14 },
  )
  .map((characters) => characters.join(''));

describe.skipIf(python === undefined)('patterns compared with re of Python', () => {
  it('20,000 patterns match what Python matches, or are not accepted', () => {
    const samples = fc.sample(fc.tuple(pattern, fc.constantFrom('', 'm'), subject), 20_000);
    const { stdout, stderr } = spawnSync(python ?? '', ['-c', script], {
      input: JSON.stringify(samples),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (stdout === '') throw new Error(stderr);
    const expected = JSON.parse(stdout) as ([number, number][] | null)[];
    let matched = 0;
    for (const [index, [source, flags, text]] of samples.entries()) {
      const spans = expected[index];
      // What Python rejects is never a pattern of a project that builds.
      if (spans === undefined || spans === null) continue;
      const expression = translateRegex(source, new Set(flags));
      if (expression === undefined) continue;
      const found = expression.exec(text);
      const own = found === null ? [] : [...found.keys()].map((group) => found.indices?.[group] ?? [-1, -1]);
      expect([source, flags, text, own]).toEqual([source, flags, text, spans]);
      if (own.length > 0) matched += 1;
    }
    expect(matched).toBeGreaterThan(3000);
  });
});
