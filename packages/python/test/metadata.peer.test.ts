import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listMetadataProblems } from '../src/metadata/list-metadata-problems.ts';
import { parseCoreMetadata } from '../src/metadata/parse-core-metadata.ts';
import { findRequirementProblem, findSpecifierProblem } from '../src/metadata/requirement.ts';

const python = process.env['SLIPWAY_PYTHON_PEERS'];
if (python === undefined)
  console.log('not shown: metadata read as by email and packaging (SLIPWAY_PYTHON_PEERS is not set)');

const script = `
import base64, email.parser, email.policy, json, sys
from packaging.requirements import Requirement, InvalidRequirement
from packaging.specifiers import SpecifierSet, InvalidSpecifier
request = json.load(sys.stdin)
messages = []
for text in request["messages"]:
    message = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(text.encode())
    messages.append([[[name, str(value)] for name, value in message.raw_items()], message.get_payload()])
def takes(make, text, errors):
    try: make(text)
    except errors: return False
    return True
requirements = [takes(Requirement, text, InvalidRequirement) for text in request["requirements"]]
specifiers = [takes(SpecifierSet, text, InvalidSpecifier) for text in request["specifiers"]]
json.dump([messages, requirements, specifiers], sys.stdout)
`;

const part = fc.constantFrom(
  'Name',
  'x-Y',
  'Keywords',
  ':',
  ': ',
  ' ',
  '\t',
  '\n',
  '\r\n',
  '\r',
  '\n ',
  'a',
  'b c',
  'From ',
  '\n\n',
  '1',
);
const message = fc.array(part, { maxLength: 14 }).map((parts) => parts.join(''));
const version = fc.constantFrom('1', '1.0', '1.2.3rc1', '1.*', '1.0.dev1', '1!2', 'x', '1.0+l', '2.0.post1');
const clause = fc
  .tuple(fc.constantFrom('==', '>=', '<', '>', '<=', '!=', '~='), fc.constantFrom('', ' '), version)
  // What packaging says of local versions and prefixes behind an order differs between its releases.
  .filter(([operator, , text]) => operator === '==' || operator === '!=' || !/[+*]/.test(text))
  .map((parts) => parts.join(''));
const specifier = fc.array(clause, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(','));
const requirement = fc
  .tuple(
    fc.constantFrom('a', 'a-b', 'A.b_c', '-a', 'a-', '1'),
    fc.constantFrom('', '[x]', '[x, y-z]', '[x y]', '[]', ' '),
    fc.oneof(
      fc.constant(''),
      specifier,
      specifier.map((text) => ` (${text})`),
    ),
    fc.constantFrom(
      '',
      '; python_version < "3.9"',
      " ;extra=='t' and (os_name != 'nt')",
      '; extra == "x',
      ';',
    ),
  )
  .map((parts) => parts.join(''));

describe.skipIf(python === undefined)('metadata parsing compared with Python', () => {
  it('metadata is parsed like the email package and requirements are judged like packaging', () => {
    const messages = fc.sample(message, 20_000).filter((text) => !/^description:/im.test(text));
    const requirements = fc.sample(requirement, 10_000);
    const specifiers = fc.sample(specifier, 10_000);
    const { stdout, stderr } = spawnSync(python ?? '', ['-c', script], {
      input: JSON.stringify({ messages, requirements, specifiers }),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (stdout === '') throw new Error(stderr);
    const [read, taken, known] = JSON.parse(stdout) as [[[string, string][], string][], boolean[], boolean[]];
    let compared = 0;
    for (const [index, text] of messages.entries()) {
      const [fields, body] = read[index] ?? [[], ''];
      const single = fields.map(([name]) => name.toLowerCase()).filter((name) => name !== 'x-y');
      if (new Set(single).size < single.length) continue;
      compared += 1;
      const own = parseCoreMetadata(Buffer.from(text));
      expect([text, own.fields, own.description ?? '']).toEqual([text, fields, body]);
      expect(() => listMetadataProblems(own)).not.toThrow();
    }
    expect(compared).toBeGreaterThan(10_000);
    for (const [index, text] of requirements.entries())
      expect([text, findRequirementProblem(text) === undefined]).toEqual([text, taken[index]]);
    for (const [index, text] of specifiers.entries())
      expect([text, findSpecifierProblem(text) === undefined]).toEqual([text, known[index]]);
    expect(taken.filter(Boolean).length).toBeGreaterThan(1000);
  });
});
