import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunWorkflowOptions } from '../src/options.ts';
import type { JobDescription, Platform } from '../src/platform.ts';
import type { RunnerEvent } from '../src/reporter.ts';
import type { WorkflowResult } from '../src/result.ts';
import { runWorkflow } from '../src/run-workflow.ts';

const fixtures = join(import.meta.dirname, 'fixtures');

export interface FixtureRun {
  readonly result: WorkflowResult;
  readonly lines: string[];
  /** What the steps of each job printed, headers and annotations left out, by name of the job. */
  readonly said: Readonly<Record<string, string[]>>;
  readonly opened: JobDescription[];
  readonly closed: JobDescription[];
}

/** Runs a workflow text for real on an in-memory platform; `o/r` is the folder of fixture actions. */
export async function runText(text: string, changes: Partial<RunWorkflowOptions> = {}): Promise<FixtureRun> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-runner-'));
  const opened: JobDescription[] = [];
  const closed: JobDescription[] = [];
  const lines: string[] = [];
  const said: Record<string, string[]> = {};
  const inHeader = new Set<string>();
  const platform: Platform = {
    serverUrl: 'https://github.com',
    apiUrl: 'https://api.github.com',
    graphqlUrl: 'https://api.github.com/graphql',
    openJob: async (job) => {
      opened.push(job);
      const mayMint = job.permissions['id-token'] === 'write';
      return {
        token: 'ghs_fixturetoken',
        runtimeToken: 'runtime-token',
        resultsUrl: 'https://results.example/',
        idTokenRequestUrl: mayMint ? 'https://token.example/?a=b' : undefined,
        idTokenRequestToken: mayMint ? 'request-token' : undefined,
      };
    },
    closeJob: async (job) => {
      closed.push(job);
    },
    refuseActions: async (uses) => {
      const refused = uses.filter((use) => use.uses.startsWith('forbidden/'));
      return refused.length === 0
        ? undefined
        : `${refused.map((use) => use.uses).join(' and ')} may not be used`;
    },
    requestDeployment: async (name) => (name === 'locked' ? [`${name} is locked`, 'try later'] : []),
    resolveRepository: async ({ repository }) => {
      if (repository !== 'o/r') throw new Error(`no repository ${repository}`);
      return { directory: join(fixtures, 'actions'), sha: 'a'.repeat(40) };
    },
  };
  try {
    const result = await runWorkflow({
      workflowPath: '.github/workflows/fixture.yml',
      workflowText: text,
      loadFile: (path) =>
        readFile(join(fixtures, 'workflows', path.replace('.github/workflows/', '')), 'utf8').catch(
          () => undefined,
        ),
      event: { name: 'push', payload: { ref: 'refs/heads/main' } },
      repository: { owner: 'o', name: 'r', id: 1, ownerId: 2, private: false, defaultBranch: 'main' },
      ref: 'refs/heads/main',
      sha: 'a'.repeat(40),
      actor: { login: 'octocat', id: 3 },
      runId: 10,
      runNumber: 1,
      runAttempt: 1,
      platform,
      directory,
      environment: { PATH: process.env['PATH'] ?? '', HOME: directory },
      nodePath: process.execPath,
      reporter: (event: RunnerEvent) => {
        if (event.type !== 'log') return;
        lines.push(event.line);
        if (event.line.startsWith('##[group]Run ')) inHeader.add(event.jobName);
        else if (event.line.startsWith('##[endgroup]')) inHeader.delete(event.jobName);
        else if (!inHeader.has(event.jobName) && !event.line.startsWith('##['))
          said[event.jobName] = [...(said[event.jobName] ?? []), event.line];
      },
      ...changes,
    });
    return { result, lines, said, opened, closed };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Runs one of the fixture workflows. */
export async function runFixture(
  name: string,
  changes: Partial<RunWorkflowOptions> = {},
): Promise<FixtureRun> {
  return runText(await readFile(join(fixtures, 'workflows', name), 'utf8'), changes);
}

/** Numbers of processes whose command line is `command`, read from /proc. */
export async function findProcesses(command: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of await readdir('/proc')) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (line.replaceAll('\0', ' ').includes(command)) found.push(pid);
  }
  return found;
}
