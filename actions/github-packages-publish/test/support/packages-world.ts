import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JobIdentity } from '@slipway/emulators/identity';
import { createRegistry, type EmulatedRegistry, ghcrHost } from '@slipway/emulators/registry/registry';
import type { Service } from '@slipway/emulators/service';
import { createWorld, type World } from '@slipway/emulators/world';
import { onTestFinished } from 'vitest';
import { sdist, wheel } from '../../../pypi-publish/test/support/distributions.ts';

const storingJob = fileURLToPath(
  new URL('../../../../packages/github/test/fixtures/artifact-job.ts', import.meta.url),
);
const bundle = fileURLToPath(new URL('../../../../dist/github-packages-publish/index.js', import.meta.url));

/** What one run of the bundle left. */
export interface Run {
  readonly exitCode: number | null;
  readonly output: string;
  /** Last value of each output. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

export interface RunOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly identity?: Partial<JobIdentity>;
  readonly variables?: Readonly<Record<string, string>>;
  /** Folder of the distributions in place of the world's. */
  readonly folder?: string;
  /** Ends the process when it returns true. */
  readonly killWhen?: () => boolean;
}

/** A registry in a world, with a folder of distributions. */
export interface PackagesWorld {
  readonly world: World;
  readonly registry: EmulatedRegistry;
  readonly directory: string;
  readonly distributions: string;
  /** Writes a distribution into the folder, or into another one. @returns SHA-256, hex */
  add(file: { readonly name: string; readonly bytes: Uint8Array }, folder?: string): string;
  run(options?: RunOptions): Promise<Run>;
  /** Stores files of the folder as the artifact `python-dist` of the run, as the job that built them does. */
  storeArtifact(names: readonly string[]): Promise<void>;
  /** Requests to the registry that write, since the given number of journal entries. */
  writes(since?: number): string[];
}

/** The package of the project `demo`. */
export const demoPackage = 'octo/demo/pypi/demo';

const identity: JobIdentity = {
  repository: 'Octo/demo',
  runId: 7001,
  runNumber: 12,
  runAttempt: 1,
  jobId: 'publish-to-github-packages',
  checkRunId: 90_001,
  workflow: 'release',
  workflowRef: 'Octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0',
  workflowSha: '9f1c2b3a4d5e6f708192a3b4c5d6e7f801234567',
  jobWorkflowRef: 'Octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0',
  jobWorkflowSha: '9f1c2b3a4d5e6f708192a3b4c5d6e7f801234567',
  eventName: 'push',
  ref: 'refs/tags/v1.2.0',
  sha: '9f1c2b3a4d5e6f708192a3b4c5d6e7f801234567',
  headRef: '',
  baseRef: '',
  actor: 'octocat',
  environment: undefined,
  permissions: { packages: 'write', contents: 'read' },
};

/**
 * Opens the world with one wheel and one sdist to publish; closed when the test is over.
 * @param host of the registry; default that of GitHub
 */
export async function openPackagesWorld(
  further: readonly Service[] = [],
  host: string = ghcrHost,
): Promise<PackagesWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-packages-'));
  const distributions = join(directory, 'workspace', 'dist');
  mkdirSync(distributions, { recursive: true });
  const made: EmulatedRegistry[] = [];
  const world = await createWorld({
    directory: join(directory, 'world'),
    userEnvironment: {},
    services: ({ directory: folder, tokens, now }) => {
      const registry = createRegistry({ directory: folder, tokens, now, host });
      made.push(registry);
      return [registry.service, ...further];
    },
  });
  onTestFinished(async () => {
    await world.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const [registry] = made;
  if (registry === undefined) throw new Error('no registry was made');
  const add: PackagesWorld['add'] = ({ name, bytes }, folder = distributions) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), bytes);
    return createHash('sha256').update(bytes).digest('hex');
  };
  add(wheel());
  add(sdist());

  const run = async (options: RunOptions = {}): Promise<Run> => {
    const job = { ...identity, ...options.identity };
    const credentials = world.tokens.issueJob(job);
    const home = mkdtempSync(join(directory, 'job-'));
    const files = {
      GITHUB_OUTPUT: join(home, 'output'),
      GITHUB_STATE: join(home, 'state'),
      GITHUB_STEP_SUMMARY: join(home, 'summary'),
    };
    for (const path of Object.values(files)) writeFileSync(path, '');
    const inputs = {
      token: credentials.token,
      ...(options.folder === undefined ? {} : { 'packages-dir': options.folder }),
      ...options.inputs,
    };
    const env: Record<string, string> = {
      PATH: process.env['PATH'] ?? '',
      ...world.env,
      ...files,
      GITHUB_WORKSPACE: join(directory, 'workspace'),
      RUNNER_TEMP: home,
      GITHUB_REPOSITORY: job.repository,
      GITHUB_SHA: job.sha,
      GITHUB_ACTOR: job.actor,
      SOURCE_DATE_EPOCH: '1767225600',
      ACTIONS_RUNTIME_TOKEN: credentials.runtimeToken,
      ACTIONS_RESULTS_URL: credentials.resultsUrl,
      ...Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
      ...options.variables,
    };
    const child = spawn(process.execPath, [bundle], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += String(chunk);
      });
    const watch =
      options.killWhen === undefined
        ? undefined
        : setInterval(() => {
            if (options.killWhen?.() === true) child.kill('SIGKILL');
          }, 1);
    const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
    clearInterval(watch);
    return {
      exitCode,
      output,
      outputs: readEntries(files.GITHUB_OUTPUT),
      summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
    };
  };
  return {
    world,
    registry,
    directory,
    distributions,
    add,
    run,
    async storeArtifact(names) {
      const { runtimeToken, resultsUrl } = world.tokens.issueJob({
        ...identity,
        jobId: 'build',
        checkRunId: 90_000,
      });
      const files = names.map((name) => join(distributions, name));
      const child = spawn(process.execPath, [storingJob, 'upload', distributions, ...files], {
        env: {
          PATH: process.env['PATH'] ?? '',
          ...world.env,
          GITHUB_WORKSPACE: distributions,
          ACTIONS_RUNTIME_TOKEN: runtimeToken,
          ACTIONS_RESULTS_URL: resultsUrl,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output += String(chunk);
      });
      await new Promise((resolve) => child.once('close', resolve));
      if (!/^REPORT .*"digest"/m.test(output)) throw new Error(`the artifact was not stored: ${output}`);
    },
    writes: (since = 0) =>
      world.journal.entries
        .slice(since)
        .filter(({ host, method }) => host === registry.host && method !== 'GET' && method !== 'HEAD')
        .map(({ method, path }) => `${method} ${path}`),
  };
}

/** The code of the error and its words. */
export function errorOf(run: Run): string {
  return /^::error title=([A-Z_]+)::(.*)$/m.exec(run.output)?.slice(1).join(' ') ?? '';
}

function readEntries(path: string): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const [, name = '', , value = ''] of readFileSync(path, 'utf8').matchAll(
    /^(.+?)<<(.+)\n([\s\S]*?)\n\2$/gm,
  ))
    entries[name] = value;
  return entries;
}
