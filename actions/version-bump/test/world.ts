import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createGitHub, type GitHub } from '@slipway/emulated-github/github';
import type { Permissions } from '@slipway/emulated-github/jobs/identity';
import { type ServerAddresses, serveAs } from '@slipway/emulated-github/other-server';
import type { Repository, RepositoryOptions } from '@slipway/emulated-github/repository';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { type BundleRun, runBundle } from '@slipway/testkit/run-bundle';
import { createWorld, type World } from '@slipway/world/world';
import { onTestFinished } from 'vitest';

const execute = promisify(execFile);
const bundle = fileURLToPath(new URL('../../../dist/version-bump/index.js', import.meta.url));

const repositoryName = 'octo/demo';

export const changelog = `# Changelog

## [Unreleased]

### Added

- A thing.

## [1.1.0] - 2026-01-01

- First.

[Unreleased]: https://github.com/octo/demo/compare/v1.1.0...HEAD
[1.1.0]: https://github.com/octo/demo/releases/tag/v1.1.0
`;

export const pyproject = '[project]\nname = "demo"\nversion = "1.1.0"  # the version';

/** Files of a project whose version 1.1.0 is tagged, with one feature since. */
export const projectFiles: Readonly<Record<string, string>> = {
  'pyproject.toml': pyproject,
  'CHANGELOG.md': changelog,
  '.github/workflows/release.yml': 'name: release\non:\n  workflow_dispatch:\n',
};

export interface RunOptions {
  readonly permissions?: Permissions;
  /** The commit the run was started for; default the head of the branch. */
  readonly sha?: string;
  readonly ref?: string;
  /** Files of the checkout. */
  readonly checkout?: Readonly<Record<string, string>>;
}

export interface TestWorld {
  readonly world: World;
  readonly github: GitHub;
  readonly repository: Repository;
  /** git on the hosted repository itself. */
  git(...args: string[]): Promise<string>;
  /** Puts a commit on a branch from outside. */
  commit(message: string, branch?: string): Promise<string>;
  /** Runs the shipped bundle as the runner does. */
  run(inputs: Readonly<Record<string, string>>, options?: RunOptions): Promise<BundleRun>;
}

async function runGit(cwd: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execute('git', ['-C', cwd, ...args], {
    env: {
      PATH: process.env['PATH'],
      HOME: cwd,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Dev',
      GIT_AUTHOR_EMAIL: 'dev@example.com',
      GIT_COMMITTER_NAME: 'Dev',
      GIT_COMMITTER_EMAIL: 'dev@example.com',
      GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
      GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
    },
  });
  return stdout.trimEnd();
}

async function writeFiles(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
}

async function createSource(directory: string, files: Readonly<Record<string, string>>): Promise<string> {
  const source = join(directory, 'source');
  await mkdir(source);
  await writeFiles(source, files);
  await runGit(source, ['init', '--quiet', '--initial-branch=main']);
  await runGit(source, ['add', '-A']);
  await runGit(source, ['commit', '--quiet', '-m', 'feat: first']);
  await runGit(source, ['tag', '-a', 'v1.1.0', '-m', 'demo 1.1.0']);
  await runGit(source, ['commit', '--quiet', '--allow-empty', '-m', 'feat: a thing']);
  return source;
}

export async function openWorld(
  files: Readonly<Record<string, string>> = projectFiles,
  { server, ...options }: Partial<RepositoryOptions> & { readonly server?: ServerAddresses } = {},
): Promise<TestWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-version-bump-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const world = await createWorld({
    directory: join(directory, 'world'),
    userEnvironment: {},
    services: async ({ tokens }) => {
      const github = await createGitHub({ directory: join(directory, 'github'), tokens });
      const service = server === undefined ? github.service : serveAs(github.service, server);
      return { services: [service], handles: { github } };
    },
  });
  onTestFinished(() => world.close());
  const { github } = world.handles;
  const from = await createSource(directory, files);
  const repository = await github.createRepository({ fullName: repositoryName, from, ...options });
  registerDispatchedRuns(github);
  const git = (...args: string[]): Promise<string> => runGit(repository.gitDirectory, args);
  let runs = 0;
  return {
    world,
    github,
    repository,
    git,
    async commit(message, branch = 'main') {
      const sha = await git('commit-tree', `${branch}^{tree}`, '-p', branch, '-m', message);
      await git('update-ref', `refs/heads/${branch}`, sha);
      return sha;
    },
    async run(inputs, { permissions = defaultPermissions, sha, ref, checkout } = {}) {
      runs += 1;
      const workspace = join(directory, `run-${runs}`);
      await mkdir(workspace);
      await writeFiles(workspace, checkout ?? {});
      const at = ref ?? 'refs/heads/main';
      const started = sha ?? (await git('rev-parse', `${at}^{commit}`));
      const addresses =
        server === undefined
          ? {}
          : {
              GITHUB_SERVER_URL: server.serverUrl,
              GITHUB_API_URL: server.apiUrl,
              GITHUB_GRAPHQL_URL: server.graphqlUrl,
            };
      return runAction(world, workspace, at, started, permissions, inputs, addresses);
    },
  };
}

const defaultPermissions: Permissions = { contents: 'write', actions: 'write' };

/** A dispatch makes a run, as on GitHub. */
function registerDispatchedRuns(github: GitHub): void {
  github.on('workflow_dispatch', (event) => {
    github.registerRun(repositoryName, {
      id: event.runId,
      name: 'release',
      path: event.workflowPath,
      event: 'workflow_dispatch',
      headBranch: event.ref.replace(/^refs\/(heads|tags)\//, ''),
      headSha: event.sha,
      runNumber: 1,
      runAttempt: 1,
      actor: event.actor,
      status: 'queued',
      conclusion: null,
      createdAtMs: 0,
      updatedAtMs: 0,
    });
  });
}

async function runAction(
  world: World,
  workspace: string,
  ref: string,
  sha: string,
  permissions: Permissions,
  inputs: Readonly<Record<string, string>>,
  addresses: Readonly<Record<string, string>>,
): Promise<BundleRun> {
  const { token } = world.tokens.issueJob(
    jobIdentity({
      ...{ repository: repositoryName, jobId: 'version-bump', eventName: 'workflow_dispatch' },
      ...{ ref, sha, permissions },
    }),
  );
  return runBundle({
    bundle,
    directory: workspace,
    inputs: { token, ...inputs },
    variables: {
      ...world.env,
      GITHUB_WORKSPACE: workspace,
      GITHUB_REPOSITORY: repositoryName,
      GITHUB_REF: ref,
      GITHUB_REF_NAME: ref.replace(/^refs\/(heads|tags)\//, ''),
      GITHUB_REF_TYPE: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
      GITHUB_SHA: sha,
      ...addresses,
    },
  });
}
