import { describe, expect, it } from 'vitest';
import { comparePair } from '../src/distribution/compare-pair.ts';
import { inspectDistribution } from '../src/distribution/inspect-distribution.ts';
import { sdistMembers, sdistName, writeDistribution, writeTar } from './distribution-files.ts';
import { demoMetadata, wheelParts, writeZip } from './zip-writer.ts';

const wheelName = 'demo-1.2.0-py3-none-any.whl';
const inspectWheel = (bytes: Buffer, name = wheelName) => inspectDistribution(writeDistribution(name, bytes));
const inspectSdist = (bytes: Buffer, name = sdistName) => inspectDistribution(writeDistribution(name, bytes));

describe('a pair', () => {
  const pair = async (sdistMetadata: string, wheelMetadata = demoMetadata) =>
    comparePair(
      await inspectWheel(writeZip(wheelParts({}, wheelMetadata))),
      await inspectSdist(await writeTar(sdistMembers(sdistMetadata))),
    );

  it('that says the same has no difference', async () => {
    expect(await pair(demoMetadata.replace('attrs>=20', 'attrs (>= 20)'))).toEqual([]);
  });

  it.each([
    ['attrs>=20', 'ATTRS >=20'],
    ['sphinx-rtd-theme; extra == "dev"', "sphinx_rtd_theme ; extra == 'dev'"],
    ['a[x-y,z]<2,>=1; extra == "a-b"', 'A [Z, X_Y] (>=1, <2) ; (extra == "A_B")'],
  ])('takes %j and %j for one requirement', async (ours, theirs) => {
    const wheel = demoMetadata.replace('attrs>=20', ours);
    expect(await pair(demoMetadata.replace('attrs>=20', theirs), wheel)).toEqual([]);
  });

  it('tells of each difference alone', async () => {
    const more = (name: string) => demoMetadata.replace('attrs>=20', `attrs>=20\nRequires-Dist: ${name}`);
    expect(await pair(more('both'), more('both'))).toEqual([]);
    expect(await pair(demoMetadata, more('hidden'))).toEqual([
      `Requires-Dist: ${wheelName} says "hidden", and ${sdistName} does not.`,
    ]);
    expect(await pair(more('gone'))).toEqual([
      `Requires-Dist: ${sdistName} says "gone", and ${wheelName} does not.`,
    ]);
    expect(await pair(more('a>=2'), more('a>=1'))).toEqual([
      `Requires-Dist: ${wheelName} says "a>=1", ${sdistName} says "a>=2".`,
    ]);
  });

  it('shows a dependency that one of the two hides', async () => {
    const differences = await pair(demoMetadata.replace('attrs>=20', 'evil').replace('>=3.9', '>=3.10'));
    expect(differences.join(' ')).toMatch(/Requires-Dist.*"attrs>=20".*"evil".*Requires-Python/);
    expect((await pair(demoMetadata.replace('Name: demo', 'Name: other'))).join()).toContain('Name:');
  });

  it('lets the wheel fill in what the source distribution calls dynamic, and nothing else', async () => {
    const without = demoMetadata.replace(/Requires-Dist.*\n/, 'Dynamic: requires-dist\n');
    expect(await pair(without)).toEqual([]);
    expect((await pair(without.replace('>=3.9', '>=3.10'))).join()).toContain('Requires-Python');
  });

  it('lets old metadata leave dependencies out', async () => {
    const old = demoMetadata.replace(/Requires.*\n/g, '').replace('2.4', '2.1');
    expect(await pair(old)).toEqual([]);
    expect(await pair(old.replace('2.1', '2.2'))).toHaveLength(2);
  });
});
