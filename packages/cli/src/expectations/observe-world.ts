import type { Release } from '@slipway/emulated-github/model';
import { findLatest } from '@slipway/emulated-github/releases';
import type { IndexedFile } from '@slipway/emulated-pypi/pypi';
import { readFileName } from '@slipway/github/releases/asset-name';
import type { Git } from '../machine/git.ts';
import type { HostedProject } from '../release/hosted-project.ts';
import { type ObservedPassport, observePassports } from './passport/observe-passports.ts';
import { type ObservedSummary, observeSummaries } from './passport/observe-summaries.ts';
import { readTaggedFiles } from './read-layers.ts';

/** A tag of the git repository. */
export interface GitTag {
  readonly type: 'annotated' | 'lightweight';
  /** Of the tag itself. */
  readonly object: string;
  readonly commit: string;
}

/** One package of the container registry. */
export interface PackageContent {
  readonly name: string;
  /** Digest by tag, without the tags that only signatures are stored under. */
  readonly tags: Readonly<Record<string, string>>;
  readonly manifests: readonly string[];
  /** By tag: the files that are stored as layers, SHA-256 by name. */
  readonly files: Readonly<Record<string, ReadonlyMap<string, string>>>;
}

/** A release on GitHub as it was at one moment. */
export type ReleaseState = Pick<Release, 'id' | 'tagName' | 'draft' | 'prerelease'> & {
  readonly body: string;
  readonly assets: readonly {
    readonly name: string;
    readonly sha256: string | null;
    readonly size: number;
    readonly state: string;
  }[];
};

/** Everything that a release can change, at one moment. */
export interface WorldState {
  readonly defaultBranch: string;
  /** Commit by name of the branch. */
  readonly branches: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, GitTag>>;
  readonly pypi: readonly IndexedFile[];
  readonly testPypi: readonly IndexedFile[];
  readonly packages: readonly PackageContent[];
  readonly releases: readonly ReleaseState[];
  /** Among the assets of the releases. */
  readonly passports: readonly ObservedPassport[];
  /** `sha256:<hex>` of the subjects of each attestation that GitHub stores. */
  readonly attestations: readonly (readonly string[])[];
  /** Verification summaries among them, oldest first. */
  readonly summaries: readonly ObservedSummary[];
  /** Tag of the release that the repository shows first. */
  readonly latestRelease: string | undefined;
  readonly pullRequests: number;
}

// The referrers tag schema of the OCI distribution specification 1.1, and cosign's `.sig`, `.att` and `.sbom` beside it.
const signatureTag = /^sha256-[0-9a-f]{64}(?:\.\w+)?$/;

const format = '%(refname)%00%(objecttype)%00%(objectname)%00%(*objectname)';

async function readRefs(git: Git, directory: string): Promise<Pick<WorldState, 'branches' | 'tags'>> {
  const listed = await git.read(directory, ['for-each-ref', `--format=${format}`]);
  const branches: Record<string, string> = {};
  const tags: Record<string, GitTag> = {};
  for (const line of listed.split('\n')) {
    const [ref = '', type, object = '', peeled = ''] = line.split('\0');
    if (ref.startsWith('refs/heads/')) branches[ref.slice('refs/heads/'.length)] = object;
    if (!ref.startsWith('refs/tags/')) continue;
    const name = ref.slice('refs/tags/'.length);
    tags[name] =
      type === 'tag'
        ? { type: 'annotated', object, commit: peeled }
        : { type: 'lightweight', object, commit: object };
  }
  return { branches, tags };
}

/** Looks at every service of the world from inside: also at what nobody outside can see, such as a draft or a private package. */
export async function observeWorld(git: Git, hosted: HostedProject): Promise<WorldState> {
  const { repository, pypi, testPypi, registry } = hosted;
  const latest = await findLatest(repository);
  return {
    defaultBranch: repository.defaultBranch,
    ...(await readRefs(git, repository.gitDirectory)),
    pypi: pypi.listFiles(),
    testPypi: testPypi.listFiles(),
    packages: registry.listPackages().map(({ name, tags, manifests }) => {
      const named = Object.entries(tags).filter(([tag]) => !signatureTag.test(tag));
      const files = named.map(([tag]) => [tag, readTaggedFiles(registry, name, tag)] as const);
      return { name, tags: Object.fromEntries(named), manifests, files: Object.fromEntries(files) };
    }),
    releases: repository.releases.map(({ id, tagName, draft, prerelease, body, assets }) => ({
      ...{ id, tagName, draft, prerelease },
      body: body ?? '',
      assets: assets.map((asset) => {
        const { sha256, size, state } = asset;
        return { name: readFileName(asset), sha256, size, state };
      }),
    })),
    passports: await observePassports(hosted),
    attestations: repository.attestations.map(({ subjects }) => subjects),
    summaries: observeSummaries(repository),
    latestRelease: latest?.tagName,
    pullRequests: repository.pullRequests.length,
  };
}
