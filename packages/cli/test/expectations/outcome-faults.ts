import type { Cell } from '../../src/expectations/cell.ts';
import type { Outcome } from '../../src/expectations/judgement.ts';
import type { WorldState } from '../../src/expectations/observe-world.ts';

export const withWorld = (outcome: Outcome, change: (after: WorldState) => Partial<WorldState>): Outcome => ({
  ...outcome,
  after: { ...outcome.after, ...change(outcome.after) },
});

const indexed = (project: string, filename: string, sha256: string) => ({
  ...{ project, version: '1.2.0', filename, sizeBytes: 1, sha256, uploadedVia: '', attestations: [{}, {}] },
});

function filesPackage({ files }: Outcome) {
  const held = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  return { name: 'octo-org/demo/pypi/demo', tags: { x: 'y' }, manifests: ['y'], files: { x: held } };
}

const withoutImage = ({ packages }: WorldState): Partial<WorldState> => ({
  packages: packages.filter(({ name }) => name !== 'octo-org/demo'),
});

/** Adds a tag to the image, or takes "latest" from it. */
function tagImage({ packages }: WorldState, added: string | undefined): Partial<WorldState> {
  return {
    packages: packages.map((found) => {
      if (found.name !== 'octo-org/demo') return found;
      const { latest: _latest, ...others } = found.tags;
      const [digest = ''] = found.manifests;
      return { ...found, tags: added === undefined ? others : { ...found.tags, [added]: digest } };
    }),
  };
}

function changeRelease(
  outcome: Outcome,
  change: (release: WorldState['releases'][number]) => Partial<WorldState['releases'][number]>,
): Outcome {
  return withWorld(outcome, ({ releases }) => ({
    releases: releases.map((release) => (release.id === 2 ? { ...release, ...change(release) } : release)),
  }));
}

export interface OutcomeFault {
  readonly title: string;
  readonly when?: (cell: Cell) => boolean;
  readonly change: (outcome: Outcome) => Outcome;
  readonly red: RegExp;
}

/** What can go wrong: the cells in which it can, how the world then looks, and a part of the name of a check that turns red. */
export const outcomeFaults: readonly OutcomeFault[] = [
  {
    title: 'the bump stopped before its tag',
    change: (outcome) => ({
      ...withWorld(outcome, () => outcome.subject.before),
      ...{ runs: outcome.runs.slice(0, 1), files: [], imageDigest: '', newCommits: [] },
    }),
    red: /^tag v.* exists$/,
  },
  {
    title: 'nothing ran at the tag',
    change: (outcome) => ({ ...outcome, runs: outcome.runs.slice(0, 1) }),
    red: /ran at v/,
  },
  {
    title: 'another workflow ran at the tag',
    change: (outcome) => ({
      ...outcome,
      runs: outcome.runs.map((run, index) => (index === 1 ? { ...run, workflowPath: 'other.yml' } : run)),
    }),
    red: /ran at v|no other run/,
  },
  {
    title: 'the tag is lightweight',
    change: (outcome) =>
      withWorld(outcome, ({ tags }) => {
        const tag = outcome.subject.tag ?? '';
        return { tags: { ...tags, [tag]: { type: 'lightweight', object: '2', commit: '2'.repeat(40) } } };
      }),
    red: /annotated tag/,
  },
  {
    title: 'a second tag was created',
    change: (outcome) =>
      withWorld(outcome, ({ tags }) => ({
        tags: { ...tags, v9: { type: 'annotated', object: 'x', commit: 'x' } },
      })),
    red: /no other tag was created/,
  },
  {
    title: 'an older tag was moved',
    when: ({ first }) => !first,
    change: (outcome) =>
      withWorld(outcome, ({ tags }) => ({
        tags: { ...tags, 'v1.1.0': { type: 'annotated', object: 'x', commit: 'x' } },
      })),
    red: /no other tag was created/,
  },
  {
    title: 'a further commit is on the default branch',
    change: (outcome) => ({
      ...withWorld(outcome, ({ branches }) => ({ branches: { ...branches, main: '5'.repeat(40) } })),
      newCommits: ['5', '2'],
    }),
    red: /main has the release commit/,
  },
  {
    title: 'another branch moved',
    change: (outcome) =>
      withWorld(outcome, ({ branches }) => ({ branches: { ...branches, '1.0.x': '5'.repeat(40) } })),
    red: /main has the release commit/,
  },
  {
    title: 'PyPI is empty',
    when: ({ kind, draft, prerelease }) => (kind === 'stable' || kind === 'post') && !draft && !prerelease,
    change: (outcome) => withWorld(outcome, () => ({ pypi: outcome.subject.before.pypi })),
    red: /^PyPI has exactly/,
  },
  {
    title: 'PyPI has files without attestations',
    when: ({ kind, draft, prerelease }) => (kind === 'stable' || kind === 'post') && !draft && !prerelease,
    change: (outcome) =>
      withWorld(outcome, ({ pypi }) => ({ pypi: pypi.map((file) => ({ ...file, attestations: [] })) })),
    red: /attestation/,
  },
  {
    title: 'a file of this release is on PyPI although it must not be',
    when: ({ kind, draft, prerelease }) => kind === 'pre-release' || kind === 'dev' || draft || prerelease,
    change: (outcome) =>
      withWorld(outcome, ({ pypi }) => ({
        pypi: [...pypi, ...outcome.files.map((file) => indexed('demo', file.name, file.sha256))],
      })),
    red: /^PyPI has no file/,
  },
  {
    title: 'a file of another project is on PyPI',
    change: (outcome) =>
      withWorld(outcome, ({ pypi }) => ({ pypi: [...pypi, indexed('other', 'other-1.0.tar.gz', '0')] })),
    red: /^PyPI has (?:no file|exactly)/,
  },
  {
    title: 'a file of an earlier version is gone from PyPI',
    when: ({ first }) => !first,
    change: (outcome) => withWorld(outcome, ({ pypi }) => ({ pypi: pypi.slice(1) })),
    red: /deleted or changed/,
  },
  {
    title: 'TestPyPI has a file',
    change: (outcome) =>
      withWorld(outcome, () => ({ testPypi: [indexed('demo', 'demo-1.2.0.tar.gz', '0')] })),
    red: /^TestPyPI has/,
  },
  {
    title: 'GitHub Packages is empty',
    when: ({ draft }) => !draft,
    change: (outcome) =>
      withWorld(outcome, ({ packages }) => ({
        packages: packages.filter(({ name }) => !name.includes('/pypi/')),
      })),
    red: /^GitHub Packages has exactly/,
  },
  {
    title: 'GitHub Packages has the files of a draft',
    when: ({ draft }) => draft,
    change: (outcome) =>
      withWorld(outcome, ({ packages }) => ({ packages: [...packages, filesPackage(outcome)] })),
    red: /^GitHub Packages has no package/,
  },
  {
    title: 'another package of the registry got something',
    change: (outcome) =>
      withWorld(outcome, ({ packages }) => ({
        packages: [...packages, { name: 'octo-org/other', tags: { '1': 'x' }, manifests: ['x'], files: {} }],
      })),
    red: /nothing else on ghcr.io|no image of/,
  },
  {
    title: 'the image is missing',
    when: ({ image }) => image,
    change: (outcome) => ({ ...withWorld(outcome, withoutImage), imageDigest: '' }),
    red: /has the image/,
  },
  {
    title: 'the image of a draft has a tag',
    when: ({ image, draft }) => image && draft,
    change: (outcome) => withWorld(outcome, (after) => tagImage(after, 'latest')),
    red: /no tag for an image of a draft/,
  },
  {
    title: 'a pre-release moved "latest"',
    when: ({ image, draft, kind }) => image && !draft && (kind === 'pre-release' || kind === 'dev'),
    change: (outcome) => withWorld(outcome, (after) => tagImage(after, 'latest')),
    red: /has the built image under/,
  },
  {
    title: 'a final release did not move "latest"',
    when: ({ image, draft, kind, prerelease }) =>
      image && !draft && !prerelease && (kind === 'stable' || kind === 'post'),
    change: (outcome) => withWorld(outcome, (after) => tagImage(after, undefined)),
    red: /has the built image under/,
  },
  {
    title: 'there is an image although the project has no Dockerfile',
    when: ({ image }) => !image,
    change: (outcome) =>
      withWorld(outcome, ({ packages }) => ({
        packages: [...packages, { name: 'octo-org/demo', tags: {}, manifests: ['x'], files: {} }],
      })),
    red: /has no image of/,
  },
  {
    title: 'the GitHub release is missing',
    change: (outcome) => withWorld(outcome, () => ({ releases: outcome.subject.before.releases })),
    red: /^GitHub release .* is (?:published|a draft)$/,
  },
  {
    title: 'the release is a draft where it must be public, and public where it must be a draft',
    change: (outcome) => changeRelease(outcome, (release) => ({ draft: !release.draft })),
    red: /^GitHub release .* is (?:published|a draft)$/,
  },
  {
    title: 'the release carries the wrong mark',
    change: (outcome) => changeRelease(outcome, (release) => ({ prerelease: !release.prerelease })),
    red: /is marked as/,
  },
  {
    title: 'a release that must not be is shown as the latest, or one that must be is not',
    when: ({ draft }) => !draft,
    change: (outcome) =>
      withWorld(outcome, ({ latestRelease }) => ({
        latestRelease: latestRelease === outcome.subject.tag ? 'v1.1.0' : outcome.subject.tag,
      })),
    red: /shown as the latest/,
  },
  {
    title: 'an asset is of other bytes',
    change: (outcome) =>
      changeRelease(outcome, ({ assets }) => ({
        assets: assets.map((asset, index) => (index === 0 ? { ...asset, sha256: '0'.repeat(64) } : asset)),
      })),
    red: /has every built file/,
  },
  {
    title: 'the checksums are missing',
    change: (outcome) =>
      changeRelease(outcome, ({ assets }) => ({
        assets: assets.filter(({ name }) => name !== 'SHA256SUMS'),
      })),
    red: /has its checksums/,
  },
  {
    title: 'an asset is there that nobody built',
    change: (outcome) =>
      changeRelease(outcome, ({ assets }) => ({
        assets: [...assets, { name: 'notes.txt', sha256: '0', size: 1, state: 'uploaded' }],
      })),
    red: /no unexpected assets/,
  },
  {
    title: 'a second release was created',
    change: (outcome) =>
      withWorld(outcome, ({ releases }) => ({
        releases: [
          ...releases,
          {
            id: 99,
            tagName: outcome.subject.tag ?? '',
            draft: true,
            prerelease: false,
            body: '',
            assets: [],
          },
        ],
      })),
    red: /no other GitHub release/,
  },
  {
    title: 'an older release was changed',
    when: ({ first }) => !first,
    change: (outcome) =>
      withWorld(outcome, ({ releases }) => ({
        releases: releases.map((release) => (release.id === 1 ? { ...release, prerelease: true } : release)),
      })),
    red: /no other GitHub release/,
  },
  {
    title: 'the notes keep silent about the channels',
    when: ({ draft }) => !draft,
    change: (outcome) => changeRelease(outcome, () => ({ body: 'Thanks.' })),
    red: /^the notes of/,
  },
  {
    title: 'a pull request was opened',
    change: (outcome) => withWorld(outcome, () => ({ pullRequests: 1 })),
    red: /no pull request/,
  },
];
