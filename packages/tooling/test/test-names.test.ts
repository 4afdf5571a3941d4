import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../src/bundles/bundles.ts';
import { checkTestNames, findNameFault, findNameFaults } from '../src/rules/test-names.ts';

describe('findNameFault', () => {
  it.each([
    'are eight indexes within each other',
    'does not touch a file that is right already',
    'keeps them',
    'names every image that is not there',
    'of devpi has only the files of the index itself',
    'join what was joined already',
    'that is no list of files is an outage',
    'with %j is not changed by a job',
  ])('a name without a subject is reported: %s', (name) => {
    expect(findNameFault(name)).toMatch(/^begins with "\w+" and has no subject$/);
  });

  it.each(['a second build', 'three files in one folder', 'the words of the registry, always'])(
    'a name without a verb is reported: %s',
    (name) => {
      expect(findNameFault(name)).toBe('has no verb');
    },
  );

  it.each([
    'an index nested eight levels deep is rejected',
    'names are unique',
    'names of files are compared',
    'reads are repeated after an outage',
    'releases without a tag are skipped',
    'two worlds share nothing',
    '%s is rejected',
    '"$name" in the cell',
    'readTree: an empty folder',
    'signing with the fault $name $expectation',
  ])('a name with a subject and a verb is accepted: %s', (name) => {
    expect(findNameFault(name)).toBeUndefined();
  });
});

describe('findNameFaults', () => {
  it('every form of a test is read, and nothing else', () => {
    const text = `describe('is a group', () => {
  it('is first', run);
  test.skipIf('is a condition')('is second', run);
  it.concurrent.each([['is a row']])('is third', { timeout: 1 }, run);
  it.each\`is a table\`(\`is \${fourth}\`, run);
  it.todo('is fifth');
  pattern.test('is text');
  it(name, run);
});
`;
    const faults = findNameFaults('a.test.ts', text);
    expect(faults.map((fault) => fault.replace(/ begins.*/, ''))).toEqual([
      'a.test.ts:2: "is first"',
      'a.test.ts:3: "is second"',
      'a.test.ts:4: "is third"',
      'a.test.ts:5: "is ${value}"',
      'a.test.ts:6: "is fifth"',
    ]);
  });
});

describe('checkTestNames', () => {
  it('every test in the checked folders has a subject and a verb', async () => {
    expect(await checkTestNames(repositoryRoot)).toEqual([]);
  });
});
