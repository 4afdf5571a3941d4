import { testPypiHost } from '@slipway/core/pypi-hosts';
import { formatVersion } from '@slipway/python/version/format-version';
import type { Check } from '../report/check.ts';
import type { ExpectedRelease } from './expect-release.ts';
import { compareLists, describeFile, expectNothing, type Outcome } from './judgement.ts';
import type { ReleaseState } from './observe-world.ts';

// Signatures, attestations and bills of materials that are stored next to their file.
const companion = /\.(?:sigstore(?:\.json)?|attestation|intoto\.jsonl|(?:spdx|cdx)\.json)$/;

const describe = ({ tagName, draft, prerelease }: ReleaseState): string =>
  `${tagName || 'no tag'} (${draft ? 'draft' : 'published'}${prerelease ? ', pre-release' : ''})`;

/** The release on GitHub: there once, in the state that was asked for, with exactly its files, and no other touched. */
export function judgeRelease(outcome: Outcome): readonly Check[] {
  const { subject, expected, after } = outcome;
  const { before, tag } = subject;
  const wanted = expected.release;
  const known = new Map(before.releases.map((release) => [release.id, JSON.stringify(release)]));
  const changed = after.releases.filter((release) => known.get(release.id) !== JSON.stringify(release));
  const own = changed.filter(({ tagName }) => tag === undefined || tagName === tag);
  const [release] = [...own.filter(({ draft }) => !draft), ...own];
  const strays = [
    ...changed.filter((each) => each !== release).map(describe),
    ...before.releases
      .filter(({ id }) => after.releases.every((each) => each.id !== id))
      .map((each) => `${each.tagName} was deleted`),
  ];
  const shown = tag ?? release?.tagName ?? 'of the new version';
  const rest = [
    expectNothing('no other GitHub release was created, changed or deleted', strays),
    expectNothing(
      'no pull request was opened',
      after.pullRequests === before.pullRequests ? [] : [`${after.pullRequests - before.pullRequests}`],
    ),
  ];
  if (wanted.state === 'absent')
    return [
      expectNothing(`GitHub release ${shown} does not exist`, own.map(describe), wanted.because),
      ...rest,
    ];
  if (wanted.state === 'not part of this workflow' && release === undefined) return rest;
  const { cell } = subject;
  const state: ExpectedRelease =
    wanted.state === 'present'
      ? wanted
      : {
          ...{ state: 'present', draft: cell.draft, prerelease: release?.prerelease ?? false },
          ...{ latest: after.latestRelease === release?.tagName, manifests: [] },
          ...{ hasExtraAssets: true, reportsEvidence: false },
        };
  return [
    compareWords(`GitHub release ${shown} is ${state.draft ? 'a draft' : 'published'}`, [
      release === undefined ? 'no release' : release.draft ? 'a draft' : 'published',
      state.draft ? 'a draft' : 'published',
    ]),
    ...(release === undefined ? [] : judgeContent(outcome, state, release, shown)),
    ...rest,
  ];
}

function compareWords(name: string, [found, expected]: readonly [string, string]): Check {
  return { name, ok: found === expected, detail: found === expected ? found : `it is ${found}` };
}

const kindOf = (prerelease: boolean): string =>
  prerelease ? 'marked as a pre-release' : 'marked as a final release';

function judgeContent(
  outcome: Outcome,
  state: ExpectedRelease,
  release: ReleaseState,
  shown: string,
): readonly Check[] {
  const { subject, after, files } = outcome;
  const isLatest = after.latestRelease === release.tagName && !release.draft;
  const latest = after.latestRelease ?? 'none';
  const built = files.map(({ name, sha256 }) => describeFile(name, sha256));
  const names = new Set([...files.map(({ name }) => name), ...(state.manifests ?? [])]);
  // A passport is of the whole release, and is judged by itself.
  const passports =
    outcome.expected.passport.state === 'present'
      ? after.passports.filter(({ releaseId }) => releaseId === release.id).map(({ name }) => name)
      : [];
  const isExtra = ({ name }: { readonly name: string }): boolean =>
    !names.has(name) &&
    !passports.includes(name) &&
    !(companion.test(name) && names.has(name.replace(companion, '')));
  const extra = state.hasExtraAssets || state.manifests === undefined ? [] : release.assets.filter(isExtra);
  const held = release.assets.filter(({ name }) => files.some((file) => file.name === name));
  const broken = release.assets.filter(({ state: upload }) => upload !== 'uploaded');
  return [
    compareWords(`GitHub release ${shown} is ${kindOf(state.prerelease)}`, [
      kindOf(release.prerelease),
      kindOf(state.prerelease),
    ]),
    {
      name: state.latest
        ? `GitHub release ${shown} is shown as the latest`
        : `GitHub release ${shown} is not shown as the latest`,
      ok: isLatest === state.latest,
      detail: `the latest is ${latest}`,
    },
    compareLists(
      `GitHub release ${shown} has every built file with the same sha256`,
      held.map(({ name, sha256 }) => describeFile(name, sha256)),
      built.length > 0 ? built : ['no job reported the built files'],
    ),
    compareLists(
      `GitHub release ${shown} has its checksums and no unexpected assets`,
      [
        ...release.assets.filter(({ name }) => state.manifests?.includes(name)).map(({ name }) => name),
        ...extra.map(({ name }) => name),
        ...broken.map(({ name }) => `${name} (incomplete)`),
      ],
      state.manifests ?? [],
    ),
    ...(state.reportsEvidence ? judgeNotes(outcome, release, shown) : []),
    ...(subject.isTagGiven || after.tags[release.tagName] !== undefined
      ? []
      : [{ name: `the tag of GitHub release ${shown} exists`, ok: false, detail: release.tagName }]),
  ];
}

/** The notes name what the release is in, as it was proven, and nothing that it is not in. */
function judgeNotes(outcome: Outcome, release: ReleaseState, shown: string): readonly Check[] {
  const { subject, expected, imageDigest } = outcome;
  if (subject.version === undefined || release.draft) return [];
  const version = formatVersion(subject.version);
  const { pypi, testPypi, packages, image } = expected;
  const requirement = `${subject.name}==${version}`;
  const places = [
    ...(pypi.state === 'not part of this workflow'
      ? []
      : [{ place: 'PyPI', text: `pip install ${requirement}`, wanted: pypi.state === 'present' }]),
    ...(testPypi.state === 'present'
      ? [{ place: 'TestPyPI', text: `${testPypiHost}/simple/ --no-deps ${requirement}`, wanted: true }]
      : []),
    ...(packages.state === 'present' && packages.package !== undefined
      ? [{ place: 'GitHub Packages', text: `ghcr.io/${packages.package}`, wanted: true }]
      : []),
    ...(image.state === 'present' && imageDigest !== ''
      ? [{ place: 'the image', text: imageDigest, wanted: true }]
      : []),
  ];
  // Names of projects are the same in any case and with any of `-_.` (PEP 503).
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_.]+/g, '-');
  const body = plain(release.body);
  const wrong = places.filter(({ text, wanted }) => body.includes(plain(text)) !== wanted);
  return [
    {
      name: `the notes of ${shown} list exactly the channels of the release`,
      ok: wrong.length === 0,
      detail:
        wrong.length === 0
          ? places
              .filter(({ wanted }) => wanted)
              .map(({ place }) => place)
              .join(', ') || 'none'
          : wrong.map(({ place, wanted }) => `${wanted ? 'missing' : 'not expected'}: ${place}`).join('; '),
    },
  ];
}
