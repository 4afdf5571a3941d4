import type { Check } from '../report/check.ts';
import { changedTags } from './judge-packages.ts';
import { compareLists, expectNothing, joinWords, nameRelease, type Outcome } from './judgement.ts';
import type { PackageContent } from './observe-world.ts';

const findPackage = (packages: readonly PackageContent[], name: string): PackageContent | undefined =>
  packages.find((each) => each.name === name);

/** The container image and every tag of it. */
export function judgeImage(outcome: Outcome): readonly Check[] {
  const { subject, expected, after, imageDigest } = outcome;
  const wanted = expected.image;
  const release = nameRelease(subject);
  const touched = listTouched(outcome);
  const describe = (found: PackageContent): string =>
    `${found.name}: ${Object.keys(found.tags).join(', ') || `${found.manifests.length} manifests without a tag`}`;
  if (wanted.state === 'absent')
    return [expectNothing(`ghcr.io has no image of ${release}`, touched.map(describe), wanted.because)];
  if (wanted.state === 'not shown') return [];
  if (wanted.state === 'not part of this workflow')
    return subject.cell.draft && touched.length > 0
      ? [expectNothing(`ghcr.io has no image of ${release}`, touched.map(describe))]
      : [];
  const name = wanted.package ?? touched[0]?.name ?? subject.repository.toLowerCase();
  const place = `ghcr.io/${name}`;
  const found = findPackage(after.packages, name);
  const pushed = found?.manifests.includes(imageDigest) === true;
  const checks: Check[] = [
    {
      name: `${place} has the image of ${release}`,
      ok: pushed,
      detail: pushed
        ? imageDigest
        : imageDigest === ''
          ? 'no job reported the built image'
          : `${imageDigest} does not exist`,
    },
  ];
  if (wanted.tags === undefined) return checks;
  const before = findPackage(subject.before.packages, name);
  const ofRelease = Object.entries(found?.tags ?? {}).filter(
    ([, digest]) => digest === imageDigest && pushed,
  );
  checks.push(
    compareLists(
      wanted.tags.length === 0
        ? `${place} has no tag for an image of a draft`
        : `${place} has the built image under ${joinWords(wanted.tags)}`,
      ofRelease.map(([tag]) => tag),
      wanted.tags,
    ),
    expectNothing(`no other tag of ${place} was created, moved or deleted`, [
      ...(found === undefined ? [] : changedTags(before, found)).filter((tag) => !wanted.tags?.includes(tag)),
      ...Object.keys(before?.tags ?? {}).filter((tag) => found?.tags[tag] === undefined),
    ]),
  );
  return checks;
}

/** Packages that got something in this release and hold no files of the project. */
function listTouched({ subject, after, expected }: Outcome): readonly PackageContent[] {
  const ofFiles = expected.packages.state === 'present' ? expected.packages.package : undefined;
  return after.packages.filter((found) => {
    const before = findPackage(subject.before.packages, found.name);
    const isNew = found.manifests.some((digest) => before?.manifests.includes(digest) !== true);
    const holdsFiles = Object.values(found.files).some((files) => files.size > 0);
    return isNew && !holdsFiles && found.name !== ofFiles;
  });
}

/** Nothing else of the registry changed. */
export function judgeRegistry({ subject, expected, after }: Outcome): readonly Check[] {
  const { image, packages } = expected;
  const wanted = [image, packages].filter((each) => each.state === 'present');
  // What only the run computes the name of can be anywhere, and what other means push is not known.
  if (wanted.length === 0 || wanted.some((each) => each.package === undefined)) return [];
  const own = wanted.map((each) => each.package);
  const strays = after.packages
    .filter(({ name }) => !own.includes(name))
    .filter((found) => {
      const before = findPackage(subject.before.packages, found.name);
      return changedTags(before, found).length > 0 || found.manifests.length !== before?.manifests.length;
    });
  const gone = subject.before.packages.filter(({ name }) => findPackage(after.packages, name) === undefined);
  return [
    expectNothing('nothing else on ghcr.io changed', [
      ...strays.map(({ name }) => name),
      ...gone.map(({ name }) => `${name} was deleted`),
    ]),
  ];
}
