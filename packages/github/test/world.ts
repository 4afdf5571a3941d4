import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createHttp } from '@slipway/core/http';
import type { Http, HttpRequest } from '@slipway/core/ports';
import { createManualClock } from '@slipway/core/testing/manual-clock';
import { createMemoryLog, type MemoryLog } from '@slipway/core/testing/memory-log';
import { createGitHub, type GitHub } from '@slipway/emulated-github/github';
import type { JobIdentity, Permissions } from '@slipway/emulated-github/jobs/identity';
import type { Repository, RepositoryOptions } from '@slipway/emulated-github/repository';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { createWorld, type World } from '@slipway/world/world';
import { onTestFinished } from 'vitest';
import { createGitHubClient } from '../src/client.ts';
import { type Repository as OpenRepository, openRepository } from '../src/repository.ts';

const execute = promisify(execFile);

export const repositoryName = 'octo/demo';

/** A gateway with GitHub behind it, and `octo/demo` with a few files of all modes. */
export interface TestWorld {
  readonly world: World;
  readonly github: GitHub;
  readonly repository: Repository;
  readonly log: MemoryLog;
  readonly directory: string;
  readonly http: Http;
  token(permissions: Permissions): string;
  /** `octo/demo` as a job with these permissions sees it. */
  open(permissions?: Permissions, http?: Http): OpenRepository;
  /** git on the hosted repository itself. */
  git(...args: string[]): Promise<string>;
}

async function runGit(cwd: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execute(
    'git',
    ['-c', 'user.name=Dev', '-c', 'user.email=dev@example.com', '-C', cwd, ...args],
    {
      env: {
        PATH: process.env['PATH'],
        HOME: cwd,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
        GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
      },
    },
  );
  return stdout.trim();
}

const workflow = 'name: release\non:\n  workflow_dispatch:\n';

async function createSource(directory: string): Promise<string> {
  const source = join(directory, 'source');
  await mkdir(join(source, '.github/workflows'), { recursive: true });
  await mkdir(join(source, 'src/demo'), { recursive: true });
  await runGit(source, ['init', '--quiet', '--initial-branch=main']);
  await writeFile(join(source, 'pyproject.toml'), '[project]\nname = "demo"\nversion = "1.1.0"\n');
  await writeFile(join(source, 'src/demo/__init__.py'), '__version__ = "1.1.0"\n');
  await writeFile(join(source, 'run.sh'), '#!/bin/sh\n');
  await chmod(join(source, 'run.sh'), 0o755);
  await symlink('pyproject.toml', join(source, 'link.toml'));
  await writeFile(join(source, '.github/workflows/release.yml'), workflow);
  await runGit(source, ['add', '-A']);
  await runGit(source, ['commit', '--quiet', '-m', 'feat: first']);
  return source;
}

export function jobOf(permissions: Permissions, changes: Partial<JobIdentity> = {}): JobIdentity {
  return jobIdentity({
    repository: repositoryName,
    jobId: 'version-bump',
    eventName: 'workflow_dispatch',
    ref: 'refs/heads/main',
    permissions,
    ...changes,
  });
}

export async function openWorld(options: Partial<RepositoryOptions> = {}): Promise<TestWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-github-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const world = await createWorld({
    directory: join(directory, 'world'),
    userEnvironment: {},
    services: async ({ tokens }) => {
      const github = await createGitHub({ directory: join(directory, 'github'), tokens });
      return { services: [github.service], handles: { github } };
    },
  });
  onTestFinished(() => world.close());
  const hub = world.handles.github;
  const repository = await hub.createRepository({
    fullName: repositoryName,
    from: await createSource(directory),
    actions: { canApprovePullRequestReviews: true },
    ...options,
  });
  const log = createMemoryLog();
  const clock = createManualClock();
  const http = createHttp({ log, clock, userAgent: 'slipway-test', environment: world.env, random: () => 0 });
  const token = (permissions: Permissions): string => world.tokens.issueJob(jobOf(permissions)).token;
  // A dispatch makes a run, as on GitHub.
  hub.on('workflow_dispatch', (event) => {
    hub.registerRun(repositoryName, {
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
  return {
    world,
    github: hub,
    repository,
    log,
    directory,
    http,
    token,
    open: (permissions = { contents: 'write', actions: 'write', 'pull-requests': 'write' }, port = http) =>
      openRepository(
        createGitHubClient({
          http: port,
          apiUrl: 'https://api.github.com',
          graphqlUrl: 'https://api.github.com/graphql',
          token: token(permissions),
          log,
        }),
        repositoryName,
      ),
    git: (...args) => runGit(repository.gitDirectory, args),
  };
}

/** What ends a process in the middle of its work. */
export class Killed extends Error {}

/** A port that dies at its `nth` request, counted from 1: before it is sent, or after GitHub has done it. */
export function killAt(http: Http, nth: number, moment: 'before' | 'after'): Http {
  let count = 0;
  return {
    async request(request: HttpRequest) {
      count += 1;
      if (count > nth) throw new Killed('a dead process sends nothing');
      if (count < nth) return http.request(request);
      if (moment === 'after') await http.request({ ...request, idempotent: false });
      throw new Killed(`killed ${moment} ${request.method} ${request.url}`);
    },
  };
}
