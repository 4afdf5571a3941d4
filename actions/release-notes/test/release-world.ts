import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createGitHub, type GitHub } from '@slipway/emulated-github/github';
import type { JobIdentity, Permissions } from '@slipway/emulated-github/jobs/identity';
import {
  type OtherServerOptions,
  type ServerAddresses,
  serveAs,
} from '@slipway/emulated-github/other-server';
import type { Repository, RepositoryOptions } from '@slipway/emulated-github/repository';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { type BundleRun, startBundle } from '@slipway/testkit/run-bundle';
import { createWorld, type World } from '@slipway/world/world';
import { onTestFinished } from 'vitest';
import { storeArtifact } from '../../pypi-publish/test/support/store-artifact.ts';

const execute = promisify(execFile);
const bundle = fileURLToPath(new URL('../../../dist/release-notes/index.js', import.meta.url));
const repositoryName = 'octo/demo';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
export const wheelName = 'demo-1.2.0-py3-none-any.whl';
export const sdistName = 'demo-1.2.0.tar.gz';
export const digests = JSON.stringify([
  { name: wheelName, sha256: sha256('wheel'), size: 5, kind: 'wheel' },
  { name: sdistName, sha256: sha256('sdist'), size: 5, kind: 'sdist' },
]);
const manifest = `${sha256('wheel')}  ${wheelName}\n${sha256('sdist')}  ${sdistName}\n`;

const changelog = `# Changelog

## [Unreleased]

## [1.2.0] - 2026-02-03

### Added

- Speed, by @alice ([#7])

## [1.1.0] - 2026-01-01

- Old

[#7]: https://github.com/octo/demo/pull/7
`;

/** A repository with tags, files in a workspace, and the shipped bundle to run against them. */
export interface ReleaseWorld {
  readonly world: World;
  readonly github: GitHub;
  readonly repository: Repository;
  readonly workspace: string;
  /** Requests that GitHub has answered so far, `METHOD path`. */
  readonly requests: string[];
  /** The next run is killed as soon as GitHub has done its `nth` request. */
  killAfter(nth: number): void;
  run(inputs?: Readonly<Record<string, string>>, options?: RunOptions): Promise<BundleRun>;
  git(...args: string[]): Promise<string>;
  /** Stores an artifact of the run, by name of each file its content. */
  storeArtifact(
    name: string,
    files: Readonly<Record<string, string>>,
    job?: Partial<JobIdentity>,
  ): Promise<void>;
}

export interface RunOptions {
  readonly tag?: string;
  readonly permissions?: Permissions;
  /** What the run was started at; default the commit of the tag. */
  readonly sha?: string;
  readonly job?: Partial<JobIdentity>;
}

async function runGit(cwd: string, args: readonly string[], day = 1): Promise<string> {
  const date = `2026-02-0${day}T00:00:00Z`;
  const { stdout } = await execute(
    'git',
    ['-c', 'user.name=Dev', '-c', 'user.email=dev@example.com', '-C', cwd, ...args],
    {
      env: {
        PATH: process.env['PATH'],
        HOME: cwd,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_DATE: date,
      },
    },
  );
  return stdout.trim();
}

async function createSource(directory: string, hasNewerTag: boolean): Promise<string> {
  const source = join(directory, 'source');
  await mkdir(source, { recursive: true });
  await runGit(source, ['init', '--quiet', '--initial-branch=main']);
  let day = 0;
  const commit = async (message: string, author: string, tag: string): Promise<void> => {
    day += 1;
    const by = author === '' ? [] : [`--author=${author} <1+${author}@users.noreply.github.com>`];
    await runGit(source, ['add', '-A'], day);
    await runGit(source, ['commit', '--quiet', '--allow-empty', ...by, '-m', message], day);
    await runGit(source, ['tag', '-a', '-m', tag, tag], day);
  };
  await commit('feat: first (#1)', 'max', 'v1.1.0');
  await commit('feat: try @everyone (#7)', 'zoe', 'v1.2.0rc1');
  await writeFile(join(source, 'CHANGELOG.md'), changelog);
  await commit('fix: `a_b` (#8)\n\nCo-authored-by: Bo <1+bo@users.noreply.github.com>', 'max', 'v1.2.0');
  await commit('feat!: next', '', 'v2.0.0');
  if (!hasNewerTag) await runGit(source, ['tag', '-d', 'v2.0.0']);
  return source;
}

async function createWorkspace(directory: string): Promise<string> {
  const workspace = join(directory, 'workspace');
  await mkdir(join(workspace, 'dist'), { recursive: true });
  await writeFile(join(workspace, 'dist', wheelName), 'wheel');
  await writeFile(join(workspace, 'dist', sdistName), 'sdist');
  await writeFile(join(workspace, 'dist/SHA256SUMS'), manifest);
  return workspace;
}

/** Another server than github.com. */
export interface ReleaseServer extends OtherServerOptions {
  readonly addresses: ServerAddresses;
}

/** How a world is not like every other. */
export interface ReleaseWorldOptions extends Partial<RepositoryOptions> {
  readonly server?: ReleaseServer;
  /** Whether the newest commit has the tag v2.0.0. */
  readonly hasNewerTag?: boolean;
}

export async function openReleaseWorld({
  server,
  hasNewerTag = false,
  ...options
}: ReleaseWorldOptions = {}): Promise<ReleaseWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-release-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const requests: string[] = [];
  let deadline = Number.POSITIVE_INFINITY;
  let kill = (): void => undefined;
  const world = await createWorld({
    directory: join(directory, 'world'),
    userEnvironment: {},
    services: async ({ tokens }) => {
      const hub = await createGitHub({ directory: join(directory, 'github'), tokens });
      const handle: typeof hub.service.handle = async (request) => {
        const answer = await hub.service.handle(request);
        requests.push(`${request.method} ${request.url.pathname}`);
        if (requests.length >= deadline) kill();
        return answer;
      };
      const service = { ...hub.service, handle };
      const served = server === undefined ? service : serveAs(service, server.addresses, server);
      return { services: [served], handles: { github: hub } };
    },
  });
  onTestFinished(() => world.close());
  const { github } = world.handles;
  const from = await createSource(directory, hasNewerTag);
  const repository = await github.createRepository({ fullName: repositoryName, from, ...options });
  const workspace = await createWorkspace(directory);
  const temporary = join(directory, 'temporary');
  await mkdir(temporary);
  const git = (...args: string[]): Promise<string> => runGit(repository.gitDirectory, args);

  const run = async (
    inputs: Readonly<Record<string, string>> = {},
    { tag = 'v1.2.0', permissions = { contents: 'write' }, sha, job: changes = {} }: RunOptions = {},
  ): Promise<BundleRun> => {
    const at = sha ?? (await git('rev-parse', `refs/tags/${tag}^{commit}`));
    const ref = `refs/tags/${tag}`;
    const facts = { repository: repositoryName, jobId: 'release', ref, sha: at, permissions };
    const job = jobIdentity({ ...facts, ...changes });
    const { token, runtimeToken, resultsUrl } = world.tokens.issueJob(job);
    const started = startBundle({
      bundle,
      directory,
      inputs: { assets: 'dist/*', digests, token, ...inputs },
      variables: {
        ...world.env,
        GITHUB_REPOSITORY: repositoryName,
        GITHUB_REF: ref,
        GITHUB_REF_NAME: tag,
        GITHUB_REF_TYPE: 'tag',
        GITHUB_SHA: at,
        GITHUB_RUN_ID: String(job.runId),
        GITHUB_EVENT_NAME: job.eventName,
        GITHUB_WORKFLOW_REF: job.workflowRef,
        GITHUB_WORKSPACE: workspace,
        RUNNER_TEMP: temporary,
        ACTIONS_RUNTIME_TOKEN: runtimeToken,
        ACTIONS_RESULTS_URL: resultsUrl,
        ...(server === undefined ? {} : variablesOf(server.addresses)),
      },
    });
    kill = started.kill;
    const ended = await started.ended;
    deadline = Number.POSITIVE_INFINITY;
    return ended;
  };
  return {
    world,
    github,
    repository,
    workspace,
    requests,
    killAfter(nth) {
      deadline = requests.length + nth;
    },
    run,
    git,
    async storeArtifact(name, files, changes = {}) {
      const folder = await mkdtemp(join(directory, 'artifact-'));
      for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content);
      const job = jobIdentity({ repository: repositoryName, jobId: 'other', checkRunId: 90_000, ...changes });
      const paths = Object.keys(files).map((file) => join(folder, file));
      await storeArtifact(world, world.tokens.issueJob(job), folder, paths, name);
    },
  };
}

const variablesOf = ({ serverUrl, apiUrl, graphqlUrl }: ServerAddresses): Record<string, string> => ({
  GITHUB_SERVER_URL: serverUrl,
  GITHUB_API_URL: apiUrl,
  GITHUB_GRAPHQL_URL: graphqlUrl,
});

/** What a reader of the repository sees of its releases, without numbers and times. */
export function describeReleases({ repository }: ReleaseWorld): unknown[] {
  return repository.releases.map(({ id, tagName, name, body, draft, prerelease, immutable, assets }) => ({
    tagName,
    name,
    body,
    draft,
    prerelease,
    immutable,
    isLatest: repository.latestReleaseId === id,
    assets: assets.map((asset) => `${asset.name} ${asset.state} ${asset.sha256 ?? ''}`).sort(),
  }));
}
