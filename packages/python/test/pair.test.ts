import { describe, expect, it } from 'vitest';
import { comparePair } from '../src/distribution/compare-pair.ts';
import { inspectDistribution } from '../src/distribution/inspect-distribution.ts';
import { sdistMembers, sdistName, writeDistribution, writeTar } from './distribution-files.ts';
import { demoMetadata, wheelParts, writeZip } from './zip-writer.ts';

const wheelName = 'demo-1.2.0-py3-none-any.whl';
const inspectWheel = (bytes: Buffer, name = wheelName) => inspectDistribution(writeDistribution(name, bytes));
const inspectSdist = (bytes: Buffer, name = sdistName) => inspectDistribution(writeDistribution(name, bytes));

describe('wheel and sdist pair', () => {
  const pair = async (sdistMetadata: string, wheelMetadata = demoMetadata) =>
    comparePair(
      await inspectWheel(writeZip(wheelParts({}, wheelMetadata))),
      await inspectSdist(await writeTar(sdistMembers(sdistMetadata))),
    );

  it('a wheel and an sdist with equivalent metadata have no differences', async () => {
    expect(await pair(demoMetadata.replace('attrs>=20', 'attrs (>= 20)'))).toEqual([]);
  });

  it.each([
    ['attrs>=20', 'ATTRS >=20'],
    ['sphinx-rtd-theme; extra == "dev"', "sphinx_rtd_theme ; extra == 'dev'"],
    ['a[x-y,z]<2,>=1; extra == "a-b"', 'A [Z, X_Y] (>=1, <2) ; (extra == "A_B")'],
    [
      "pywin32; platform_system == 'Windows' and extra == 'all_non_platform'",
      'pywin32; (platform_system == "Windows") and extra == "all-non-platform"',
    ],
    ['b; "win32" == sys_platform', "b; sys.platform=='win32'"],
    ['c; python_version < "3" or os_name == "nt"', 'c; os.name == "nt" or ("3" > python_version)'],
    [
      'd; (os_name == "a" or os_name == "b") and extra == "x"',
      'd; extra == "x" and (os_name == "b" or (os_name == "a"))',
    ],
    [
      'f; (a_b == "1" and (os_name == "x" or os_name == "y and z")) and extra == "q"',
      'f; extra == "q" and (os_name == "y and z" or os_name == "x") and a_b == "1"',
    ],
    ['e @ https://example.com/e.zip ; os_name == "nt"', "e@ https://example.com/e.zip ; os_name=='nt'"],
  ])('the requirements %j and %j are treated as equal', async (ours, theirs) => {
    const wheel = demoMetadata.replace('attrs>=20', ours);
    expect(await pair(demoMetadata.replace('attrs>=20', theirs), wheel)).toEqual([]);
  });

  it.each([
    [
      'a; (os_name == "a" or os_name == "b") and extra == "x"',
      'a; os_name == "a" or os_name == "b" and extra == "x"',
    ],
    ['b; python_version < "3"', 'b; "3" < python_version'],
    ['c; "x" in sys_platform', 'c; sys_platform in "x"'],
    ['d; extra == "a b"', 'd; extra == "ab"'],
  ])('the requirements %j and %j are treated as different', async (ours, theirs) => {
    const wheel = demoMetadata.replace('attrs>=20', ours);
    expect(await pair(demoMetadata.replace('attrs>=20', theirs), wheel)).toHaveLength(1);
  });

  it('each differing requirement is reported once', async () => {
    const more = (name: string) => demoMetadata.replace('attrs>=20', `attrs>=20\nRequires-Dist: ${name}`);
    expect(await pair(more('both'), more('both'))).toEqual([]);
    expect(await pair(demoMetadata, more('hidden'))).toEqual([
      `Requires-Dist: ${wheelName} has "hidden", and ${sdistName} does not.`,
    ]);
    expect(await pair(more('gone'))).toEqual([
      `Requires-Dist: ${sdistName} has "gone", and ${wheelName} does not.`,
    ]);
    expect(await pair(more('a>=2'), more('a>=1'))).toEqual([
      `Requires-Dist: ${wheelName} has "a>=1", ${sdistName} has "a>=2".`,
    ]);
  });

  it('a dependency that one file of the pair hides is reported', async () => {
    const differences = await pair(demoMetadata.replace('attrs>=20', 'evil').replace('>=3.9', '>=3.10'));
    expect(differences.join(' ')).toMatch(/Requires-Dist.*"attrs>=20".*"evil".*Requires-Python/);
    expect((await pair(demoMetadata.replace('Name: demo', 'Name: other'))).join()).toContain('Name:');
  });

  it('a wheel may fill in only the fields that the sdist marks as dynamic', async () => {
    const without = demoMetadata.replace(/Requires-Dist.*\n/, 'Dynamic: requires-dist\n');
    expect(await pair(without)).toEqual([]);
    expect((await pair(without.replace('>=3.9', '>=3.10'))).join()).toContain('Requires-Python');
  });

  it('dependencies may be missing from metadata older than version 2.2', async () => {
    const old = demoMetadata.replace(/Requires.*\n/g, '').replace('2.4', '2.1');
    expect(await pair(old)).toEqual([]);
    expect(await pair(old.replace('2.1', '2.2'))).toHaveLength(2);
  });
});
