import { execFileSync } from 'node:child_process';
import { findBlock } from '@slipway/changelog/notes/draft-block';
import type { HostedProject } from '../release/hosted-project.ts';
import type { FinishedRun } from '../release/run-release.ts';

/** Everything public of a release, without what differs between two releases of the same: times, identifiers, digests. */
export type Snapshot = Readonly<Record<string, unknown>>;

function git(directory: string, ...args: string[]): string {
  return execFileSync('git', ['--git-dir', directory, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  }).trim();
}

/** Digests, commits, dates and sizes differ from release to release; that they are there does not. */
function blur(text: string): string {
  return text
    .replace(/\b[0-9a-f]{40,128}\b/g, '<digest>')
    .replace(/\b[0-9a-f]{7,12}\b(?=[^\w-]|$)/g, (found) => (/\d/.test(found) ? '<short>' : found))
    .replace(/\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?/g, '<date>')
    .replace(/\buntagged-\w+/g, 'untagged')
    .replace(/\| \d+(?:\.\d+)? (?:[kM]?B )?\|/g, '| <size> |');
}

/** The notes name the commit, so their fingerprint differs as well: what counts is that it is the one of these notes. */
function describeBody(
  body: string,
  { tagName, name }: { readonly tagName: string; readonly name: string | null },
) {
  const block = findBlock(body, tagName);
  return {
    text: blur(body.replace(/\b(title|notes)=[0-9a-f]{16}\b/g, '$1=<fingerprint>')),
    matchesNotes: block?.isOurs ?? null,
    matchesTitle: block?.hasTitle(name ?? '') ?? null,
  };
}

interface StoredManifest {
  readonly mediaType?: string;
  readonly artifactType?: string;
  readonly subject?: { readonly digest: string };
  readonly config?: { readonly mediaType: string };
  readonly layers?: readonly { readonly mediaType: string; readonly annotations?: Record<string, string> }[];
  readonly manifests?: readonly { readonly digest: string; readonly artifactType?: string }[];
}

/** A manifest by what it holds; the order of an index of attachments follows from digests, and does not count. */
function describeManifest({ registry }: HostedProject, name: string, reference: string, depth = 0): unknown {
  const found = registry.readManifest(name, reference);
  if (found === undefined) return 'missing';
  const manifest = JSON.parse(Buffer.from(found.bytes).toString('utf8')) as StoredManifest;
  return {
    type: found.mediaType,
    artifactType: manifest.artifactType ?? manifest.config?.mediaType ?? null,
    attached: manifest.subject !== undefined,
    layers: (manifest.layers ?? []).map(
      ({ mediaType, annotations }) => `${mediaType} ${annotations?.['org.opencontainers.image.title'] ?? ''}`,
    ),
    manifests:
      depth > 3
        ? []
        : (manifest.manifests ?? [])
            .map(({ digest }) =>
              JSON.stringify(describeManifest({ registry } as HostedProject, name, digest, depth + 1)),
            )
            .sort(),
  };
}

function describePackages(hosted: HostedProject): unknown {
  return hosted.registry.listPackages().map(({ name, visibility, linkedRepository, tags, manifests }) => ({
    name,
    visibility,
    linkedRepository,
    tags: Object.fromEntries(
      Object.keys(tags)
        .map((tag) => [blur(tag), JSON.stringify(describeManifest(hosted, name, tag))] as const)
        .sort(([left, a], [right, b]) => (left + a < right + b ? -1 : 1))
        .map(([tag, text], index) => [tag.startsWith('sha256-') ? `${tag} ${index}` : tag, text]),
    ),
    // What is attached to what, as often as it is: nothing was signed twice.
    manifests: manifests.map((digest) => JSON.stringify(describeManifest(hosted, name, digest))).sort(),
  }));
}

/** Reads the end state of a release. */
export function takeSnapshot(hosted: HostedProject, finished: readonly FinishedRun[]): Snapshot {
  const { repository, pypi, world } = hosted;
  const { gitDirectory } = repository;
  const refs = git(gitDirectory, 'for-each-ref', '--format=%(refname) %(objecttype)').split('\n');
  const branch = `refs/heads/${repository.defaultBranch}`;
  const last = new Map(finished.map((run) => [run.run.runId, run]));
  return {
    runs: [...last.values()].map(({ run, result }) => ({
      ref: run.ref,
      event: run.eventName,
      conclusion: result.conclusion,
      jobs: result.jobs.map(({ name, result: outcome }) => `${name}: ${outcome}`).sort(),
    })),
    refs: refs.sort(),
    tree: git(gitDirectory, 'ls-tree', '-r', branch),
    commits: git(gitDirectory, 'log', '--format=%s', branch),
    tagged: git(gitDirectory, 'rev-parse', 'v1.2.0^{commit}') === git(gitDirectory, 'rev-parse', branch),
    releases: repository.releases.map(({ tagName, name, draft, prerelease, body, assets }) => ({
      ...{ tagName, name, draft, prerelease },
      body: describeBody(body ?? '', { tagName, name }),
      assets: assets.map((asset) => `${asset.name} ${asset.state}`).sort(),
    })),
    latest: repository.releases.find(({ id }) => id === repository.latestReleaseId)?.tagName ?? null,
    index: pypi
      .listFiles()
      .map(({ filename, attestations }) => `${filename}, ${attestations.length} attestations`)
      .sort(),
    packages: describePackages(hosted),
    artifacts: world.artifacts.artifacts.ofRepository(repository.fullName).map(({ name }) => name),
    sameBytes: compareChannels(hosted),
    serviceErrors: world.gateway.serviceErrors.map(String),
  };
}

/** Names of the distributions that are not the same bytes in the release and on the index; empty for a release as it should be. */
function compareChannels({ repository, pypi }: HostedProject): string[] {
  const assets = repository.releases.flatMap((release) => release.assets);
  return pypi
    .listFiles()
    .filter(({ filename, sha256 }) => assets.find(({ name }) => name === filename)?.sha256 !== sha256)
    .map(({ filename }) => filename);
}

/** Where two end states differ, in one line each. */
export function compareSnapshots(golden: Snapshot, found: Snapshot): string[] {
  return Object.keys({ ...golden, ...found }).flatMap((key) => {
    const expected = key in golden ? JSON.stringify(golden[key]) : 'nothing';
    const actual = key in found ? JSON.stringify(found[key]) : 'nothing';
    if (expected === actual) return [];
    let at = 0;
    while (at < expected.length && expected[at] === actual[at]) at += 1;
    const cut = (text: string): string => text.slice(Math.max(0, at - 60), at + 200);
    return [`${key}: expected …${cut(expected)}, found …${cut(actual)}`];
  });
}
