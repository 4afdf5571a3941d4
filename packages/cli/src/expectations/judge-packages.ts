import { tagOfVersion } from '@slipway/oci/pyoci/package-name';
import { formatVersion } from '@slipway/python/version/format-version';
import type { Check } from '../report/check.ts';
import { compareLists, describeFile, expectNothing, nameRelease, type Outcome } from './judgement.ts';
import type { PackageContent } from './observe-world.ts';

const emptyPackage = (name: string): PackageContent => ({ name, tags: {}, manifests: [], files: {} });

/** Tags of a package that are new, or lead to something else than before. */
export function changedTags(before: PackageContent | undefined, after: PackageContent): string[] {
  return Object.keys(after.tags).filter((tag) => before?.tags[tag] !== after.tags[tag]);
}

/** The package of files in the registry. */
export function judgePackages(outcome: Outcome): readonly Check[] {
  const { subject, expected, after, files } = outcome;
  const wanted = expected.packages;
  const release = nameRelease(subject);
  const holdsFiles = (found: PackageContent): boolean =>
    changedTags(
      subject.before.packages.find(({ name }) => name === found.name),
      found,
    ).some((tag) => (found.files[tag]?.size ?? 0) > 0);
  const filled = after.packages.filter(holdsFiles);
  const name = `GitHub Packages has no package of ${release}`;
  const names = filled.map((each) => `${each.name}: ${Object.keys(each.tags).join(', ')}`);
  if (wanted.state === 'absent') return [expectNothing(name, names, wanted.because)];
  if (wanted.state === 'not part of this workflow')
    return subject.cell.draft && filled.length > 0 ? [expectNothing(name, names)] : [];
  const tag = subject.version === undefined ? undefined : tagOfVersion(formatVersion(subject.version));
  const place = wanted.package ?? filled[0]?.name ?? '';
  const found = after.packages.find((each) => each.name === place) ?? emptyPackage(place);
  const title = `GitHub Packages has exactly the built files of ${release}`;
  if (files.length === 0) return [{ name: title, ok: false, detail: 'no job reported the built files' }];
  const stored = [...((tag === undefined ? undefined : found.files[tag]) ?? [])];
  const changed = changedTags(
    subject.before.packages.find((each) => each.name === place),
    found,
  );
  return [
    {
      proof: 'bytes',
      ...compareLists(
        title,
        stored.map(([file, sha256]) => describeFile(file, sha256)),
        files
          .filter(({ kind }) => kind !== 'other')
          .map(({ name: file, sha256 }) => describeFile(file, sha256)),
      ),
    },
    expectNothing(
      `ghcr.io/${place} has no other new tag`,
      changed.filter((each) => each !== tag),
    ),
  ];
}
