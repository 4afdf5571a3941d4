import {
  compareWithPassport,
  imageIndexItem,
  type ServedChannel,
  type ServedItem,
} from '@slipway/sigstore/passport/compare-channels';
import type { ReleasePassport } from '@slipway/sigstore/passport/passport';
import type { Check } from '../../report/check.ts';
import { changedTags } from '../judge-packages.ts';
import { compareLists, describeFile, expectNothing, nameRelease, type Outcome } from '../judgement.ts';

/** The release has one passport, it lists what was built, and every channel serves what it lists. */
export function judgePassport(outcome: Outcome): readonly Check[] {
  const { subject, expected, after } = outcome;
  const wanted = expected.passport;
  if (wanted.state === 'not part of this workflow') return [];
  const known = new Set(subject.before.passports.map(({ releaseId, name }) => `${releaseId} ${name}`));
  const added = after.passports.filter(({ releaseId, name }) => !known.has(`${releaseId} ${name}`));
  const title = `${nameRelease(subject)} has one signed passport`;
  if (wanted.state === 'absent')
    return [
      expectNothing(
        `there is no passport`,
        added.map(({ name }) => name),
        wanted.because,
      ),
    ];
  const own = added.filter(({ releaseId }) =>
    after.releases.some(({ id, tagName }) => id === releaseId && tagName === subject.tag),
  );
  const [found] = own;
  const reasons = added.filter(({ reason }) => reason !== '').map(({ name, reason }) => `${name}: ${reason}`);
  const names = added.map(({ name }) => name).join(', ');
  if (found?.passport === undefined || added.length !== 1)
    return [{ name: title, ok: false, detail: reasons.join('; ') || names || 'it has none' }];
  return [
    { name: title, ok: true, detail: found.name },
    judgeContents(outcome, found.passport),
    judgeChannels(outcome, found.passport, found.releaseId),
    ...(wanted.stored ? [judgeStored(outcome, found.passport)] : []),
    judgeSummaries(outcome, found.passport, found),
  ];
}

/** The passport lists what the jobs say they built, for the commit that was tagged. */
function judgeContents(
  { subject, files, imageDigest, after, expected }: Outcome,
  passport: ReleasePassport,
): Check {
  const listed = [
    ...passport.files
      // What other jobs built travels under lists of its own.
      .filter(
        ({ name, kind }) => ['wheel', 'sdist'].includes(kind) || files.some((file) => file.name === name),
      )
      .map(({ name, sha256 }) => describeFile(name, sha256)),
    ...passport.files.filter(({ kind }) => kind === 'manifest').map(({ name }) => name),
    ...(passport.image === undefined ? [] : [passport.image.digest]),
    `${passport.ref} ${passport.commit.slice(0, 12)}`,
  ];
  const tag = subject.tag ?? '';
  const hasImage = expected.image.state === 'present' && imageDigest !== '';
  return compareLists(`the passport lists exactly what was built`, listed, [
    ...files.map(({ name, sha256 }) => describeFile(name, sha256)),
    'SHA256SUMS',
    ...(hasImage ? [imageDigest] : []),
    `refs/tags/${tag} ${(after.tags[tag]?.commit ?? '').slice(0, 12)}`,
  ]);
}

function judgeChannels(outcome: Outcome, passport: ReleasePassport, releaseId: number): Check {
  const compared = compareWithPassport(passport, listServed(outcome, passport, releaseId));
  const wrong = compared
    .filter(({ result }) => result !== 'same')
    .map(({ name, result, items }) => {
      const found = items
        .filter((item) => item.result !== 'same')
        .map((item) => `${item.name} ${item.result}`);
      return `${name} ${result} (${found.join(', ')})`;
    });
  return {
    name: 'every channel serves what the passport lists',
    ok: wrong.length === 0,
    detail: wrong.length === 0 ? compared.map(({ name }) => name).join(', ') : wrong.join('; '),
  };
}

/** What each channel that has to hold the release serves of it. */
function listServed(outcome: Outcome, passport: ReleasePassport, releaseId: number): ServedChannel[] {
  const { subject, expected, after } = outcome;
  const { before } = subject;
  const release = after.releases.find(({ id }) => id === releaseId);
  const assets = (release?.assets ?? []).map(({ name, sha256 }) => ({ name, sha256: sha256 ?? undefined }));
  const site = expected.pypi.state === 'present' ? 'pypi' : 'testPypi';
  const indexed = after[site]
    .filter(({ filename }) => before[site].every((old) => old.filename !== filename))
    .map(({ filename, sha256 }) => ({ name: filename, sha256 }));
  const { packages } = expected;
  const stored = after.packages.find(({ name }) => packages.state === 'present' && name === packages.package);
  const old = before.packages.find(({ name }) => name === stored?.name);
  const layers =
    stored === undefined ? [] : changedTags(old, stored).flatMap((tag) => [...(stored.files[tag] ?? [])]);
  return [
    { kind: 'release', name: 'GitHub Release', items: assets },
    ...(expected[site].state === 'present'
      ? [{ kind: 'index' as const, name: site === 'pypi' ? 'PyPI' : 'TestPyPI', items: indexed }]
      : []),
    ...(packages.state === 'present' && packages.package !== undefined
      ? [
          {
            ...{ kind: 'packages' as const, name: 'GitHub Packages' },
            items: layers.map(([name, sha256]) => ({ name, sha256 })),
          },
        ]
      : []),
    ...(expected.image.state === 'present' && expected.image.package !== undefined
      ? [{ kind: 'image' as const, name: 'Container image', items: listImage(outcome, passport) }]
      : []),
  ];
}

/** The image by what the registry has: the digest that the tags of the release lead to, and the platforms that are stored. */
function listImage({ expected, after, imageDigest }: Outcome, { image }: ReleasePassport): ServedItem[] {
  const place = expected.image.state === 'present' ? expected.image.package : undefined;
  const stored = after.packages.find(({ name }) => name === place);
  if (stored === undefined) return [];
  const tags = expected.image.state === 'present' ? (expected.image.tags ?? []) : [];
  const digests = new Set([
    ...tags.map((tag) => stored.tags[tag] ?? ''),
    ...(stored.manifests.includes(imageDigest) ? [imageDigest] : []),
  ]);
  const hexOf = (digest: string): string => digest.replace('sha256:', '');
  return [
    ...[...digests].map((digest) => ({ name: imageIndexItem, sha256: hexOf(digest) })),
    ...(image?.platforms ?? [])
      .filter(({ digest }) => stored.manifests.includes(digest))
      .map(({ platform, digest }) => ({ name: platform, sha256: hexOf(digest) })),
  ];
}

/** Each channel has one signed summary, about exactly what it serves; without the last check there is none. */
function judgeSummaries(
  outcome: Outcome,
  passport: ReleasePassport,
  { releaseId, name }: { readonly releaseId: number; readonly name: string },
): Check {
  const { subject, expected, after } = outcome;
  const known = new Set(subject.before.summaries.map(({ id }) => id));
  const added = after.summaries.filter(({ id }) => !known.has(id));
  const shown = added.map(({ result, subjects }) => `${result} ${subjects.join(', ')}`);
  const isVerified = expected.passport.state === 'present' && expected.passport.verified;
  if (!isVerified)
    return expectNothing('there is no verification summary', shown, 'no step compares the channels');
  const listed = new Set([...passport.files.map((file) => file.name), name]);
  const wanted = listServed(outcome, passport, releaseId).map(({ kind, items = [] }) => {
    const own = items.filter((item) => kind !== 'release' || listed.has(item.name));
    return `PASSED ${own
      .map((item) => `${item.name} ${item.sha256}`)
      .sort()
      .join(', ')}`;
  });
  return compareLists('every channel has a signed summary of what it serves', shown, wanted);
}

function judgeStored({ after }: Outcome, { files }: ReleasePassport): Check {
  const missing = files.filter(({ sha256 }) =>
    after.attestations.every((subjects) => !subjects.includes(`sha256:${sha256}`)),
  );
  return {
    name: 'the passport is stored as an attestation of the repository',
    ok: missing.length === 0,
    detail: missing.length === 0 ? `${files.length} files` : missing.map(({ name }) => name).join(', '),
  };
}
