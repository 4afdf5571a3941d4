import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createGitHub, type GitHub } from '@slipway/emulated-github/github';
import type { Permissions } from '@slipway/emulated-github/jobs/identity';
import { type ServerAddresses, serveAs } from '@slipway/emulated-github/other-server';
import type { MergeMethod, Repository, RepositoryOptions } from '@slipway/emulated-github/repository';
import type { Service } from '@slipway/gateway/service';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { type BundleRun, type StartedBundle, startBundle } from '@slipway/testkit/run-bundle';
import { createWorld, type World } from '@slipway/world/world';
import { projectFiles } from './test-project.ts';

const execute = promisify(execFile);
const bundle = fileURLToPath(new URL('../../../dist/version-bump/index.js', import.meta.url));

const repositoryName = 'octo/demo';

export interface RunOptions {
  readonly permissions?: Permissions;
  /** The commit the run was started for; default the head of the branch. */
  readonly sha?: string;
  readonly ref?: string;
  /** Files of the checkout. */
  readonly checkout?: Readonly<Record<string, string>>;
  /** The workspace is a complete clone of the repository, as after actions/checkout with `fetch-depth: 0`. */
  readonly clone?: boolean;
  /** Default: `workflow_dispatch`. */
  readonly eventName?: string;
  readonly runId?: number;
  /** File name of the workflow of the run. */
  readonly workflow?: string;
}

export interface TestWorld {
  readonly world: World;
  readonly github: GitHub;
  readonly repository: Repository;
  /** git on the hosted repository itself. */
  git(...args: string[]): Promise<string>;
  /** Puts a commit on a branch from outside. */
  commit(message: string, branch?: string): Promise<string>;
  /** Merges a pull request as a person does on GitHub. @returns the commit */
  merge(number: number, method: MergeMethod): Promise<string>;
  /** Runs the shipped bundle as the runner does. */
  run(inputs: Readonly<Record<string, string>>, options?: RunOptions): Promise<BundleRun>;
  /** The same, for a run that may be ended; its token tells its requests apart. */
  start(inputs: Readonly<Record<string, string>>, options?: RunOptions): Promise<StartedJob>;
  /** Lets another service answer in the place of GitHub; undefined for GitHub itself. */
  guard(wrap: ((service: Service) => Service) | undefined): void;
  close(): Promise<void>;
}

/** A run of the bundle that has begun. */
export interface StartedJob extends StartedBundle {
  readonly token: string;
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

export type WorldOptions = Partial<RepositoryOptions> & { readonly server?: ServerAddresses };

/** A repository on the emulated GitHub, below a folder of its own. */
export async function createTestWorld(
  files: Readonly<Record<string, string>> = projectFiles,
  { server, ...options }: WorldOptions = {},
): Promise<TestWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-version-bump-'));
  let guarded: Service | undefined;
  const world = await createWorld({
    directory: join(directory, 'world'),
    userEnvironment: {},
    services: async ({ tokens }) => {
      const github = await createGitHub({ directory: join(directory, 'github'), tokens });
      const service = server === undefined ? github.service : serveAs(github.service, server);
      const guarding: Service = { ...service, handle: (request) => (guarded ?? service).handle(request) };
      return { services: [guarding], handles: { github } };
    },
  });
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
    merge: (number, method) => mergePull(github, world, number, method),
    run: async (inputs, options) => (await start(inputs, options)).ended,
    start,
    guard: (wrap) => {
      guarded = wrap?.(github.service);
    },
    async close() {
      await world.close();
      await rm(directory, { recursive: true, force: true });
    },
  };

  async function start(
    inputs: Readonly<Record<string, string>>,
    {
      permissions = defaultPermissions,
      sha,
      ref,
      checkout,
      clone,
      eventName,
      runId,
      workflow,
    }: RunOptions = {},
  ): Promise<StartedJob> {
    runs += 1;
    const workspace = join(directory, `run-${runs}`);
    if (clone === true)
      await runGit(directory, ['clone', '--quiet', '--no-local', repository.gitDirectory, workspace]);
    else await mkdir(workspace);
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
    const event = {
      ...(eventName === undefined ? {} : { GITHUB_EVENT_NAME: eventName }),
      ...(runId === undefined ? {} : { GITHUB_RUN_ID: String(runId) }),
      ...(workflow === undefined
        ? {}
        : { GITHUB_WORKFLOW_REF: `${repositoryName}/.github/workflows/${workflow}@${at}` }),
    };
    return runAction(world, workspace, at, started, permissions, inputs, { ...addresses, ...event });
  }
}

async function mergePull(github: GitHub, world: World, number: number, method: MergeMethod): Promise<string> {
  const token = world.tokens.issuePersonal({ login: 'octo', scopes: ['repo'] });
  const body = Buffer.from(JSON.stringify({ merge_method: method }));
  const answer = await github.service.handle({
    ...{ method: 'PUT', host: 'api.github.com' },
    url: new URL(`https://api.github.com/repos/${repositoryName}/pulls/${number}/merge`),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    bytes: async () => body,
    async *stream() {
      yield body;
    },
  });
  const text = String(answer.body);
  if (answer.status !== 200) throw new Error(`${answer.status} ${text}`);
  return (JSON.parse(text) as { sha: string }).sha;
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
): Promise<StartedJob> {
  const { token } = world.tokens.issueJob(
    jobIdentity({
      ...{ repository: repositoryName, jobId: 'version-bump', eventName: 'workflow_dispatch' },
      ...{ ref, sha, permissions },
    }),
  );
  const started = startBundle({
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
  return { ...started, token };
}
