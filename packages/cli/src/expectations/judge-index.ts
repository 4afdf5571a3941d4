import type { IndexedFile } from '@slipway/emulated-pypi/pypi';
import type { Check } from '../report/check.ts';
import type { ReleaseExpectation } from './expect-release.ts';
import { compareLists, describeFile, expectNothing, nameRelease, type Outcome } from './judgement.ts';

const nameFile = ({ filename, sha256 }: IndexedFile): string => describeFile(filename, sha256);

/** PyPI and TestPyPI: the files of this release, or none; and never anything else. */
export function judgeIndexes(outcome: Outcome): readonly Check[] {
  const { subject, expected, after } = outcome;
  return [
    ...judgeIndex(outcome, 'PyPI', expected.pypi, added(subject.before.pypi, after.pypi)),
    ...judgeIndex(outcome, 'TestPyPI', expected.testPypi, added(subject.before.testPypi, after.testPypi)),
    expectNothing('no existing file on an index was deleted or changed', [
      ...lost(subject.before.pypi, after.pypi),
      ...lost(subject.before.testPypi, after.testPypi),
    ]),
  ];
}

const keyOf = ({ project, version, filename, sha256 }: IndexedFile): string =>
  JSON.stringify([project, version, filename, sha256]);

function added(before: readonly IndexedFile[], after: readonly IndexedFile[]): readonly IndexedFile[] {
  const known = new Set(before.map(keyOf));
  return after.filter((file) => !known.has(keyOf(file)));
}

const lost = (before: readonly IndexedFile[], after: readonly IndexedFile[]): string[] =>
  added(after, before).map(nameFile);

function judgeIndex(
  { subject, files }: Outcome,
  site: 'PyPI' | 'TestPyPI',
  wanted: ReleaseExpectation['pypi'],
  found: readonly IndexedFile[],
): readonly Check[] {
  const release = nameRelease(subject);
  if (wanted.state === 'absent')
    return [expectNothing(`${site} has no file of ${release}`, found.map(nameFile), wanted.because)];
  // A workflow may publish without these actions. Then existing files are checked, and none are required.
  if (wanted.state === 'not part of this workflow') {
    if (found.length === 0) return [];
    const isCalledFor = site === 'PyPI' && subject.cell.kind !== 'dev' && !isKept(subject.cell);
    if (!isCalledFor) return [expectNothing(`${site} has no file of ${release}`, found.map(nameFile))];
  }
  const built = files
    .filter(({ kind }) => kind !== 'other')
    .map(({ name, sha256 }) => describeFile(name, sha256));
  const name = `${site} has exactly the built files of ${release}`;
  if (files.length === 0) return [{ name, ok: false, detail: 'no job reported the built files' }];
  const checks: Check[] = [{ ...compareLists(name, found.map(nameFile), built), proof: 'bytes' }];
  if (found.length === 0 || wanted.state !== 'present') return checks;
  const wrong = found.filter(({ attestations }) => attestations.length !== (wanted.attested ? 2 : 0));
  checks.push({
    name: wanted.attested
      ? `${site} has a publish and a provenance attestation for every file`
      : `${site} has no attestations, as configured in the workflow`,
    ok: wrong.length === 0,
    detail:
      wrong.length === 0
        ? `${found.length} files`
        : wrong.map(({ filename, attestations }) => `${filename}: ${attestations.length}`).join(', '),
    ...(wanted.attested ? { proof: 'signed' } : {}),
  });
  return checks;
}

const isKept = (cell: Outcome['subject']['cell']): boolean =>
  cell.draft || cell.prerelease || cell.kind === 'pre-release';
