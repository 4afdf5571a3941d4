import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JobIdentity } from '@slipway/emulated-github/jobs/identity';
import { createRegistry, type EmulatedRegistry, ghcrHost } from '@slipway/emulated-registry/registry';
import type { Service } from '@slipway/gateway/service';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { type BundleRun, runBundle } from '@slipway/testkit/run-bundle';
import { createWorld, type World } from '@slipway/world/world';
import { onTestFinished } from 'vitest';
import { sdist, wheel } from '../../../pypi-publish/test/support/distributions.ts';
import { storeArtifact } from '../../../pypi-publish/test/support/store-artifact.ts';

export { type BundleRun as Run, errorOf } from '@slipway/testkit/run-bundle';

const bundle = fileURLToPath(new URL('../../../../dist/github-packages-publish/index.js', import.meta.url));

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
  run(options?: RunOptions): Promise<BundleRun>;
  /** Stores files of the folder as the artifact `python-dist` of the run, as the job that built them does. */
  storeArtifact(names: readonly string[]): Promise<void>;
  /** Requests to the registry that write, since the given number of journal entries. */
  writes(since?: number): string[];
}

/** The package of the project `demo`. */
export const demoPackage = 'octo/demo/pypi/demo';

const identity = jobIdentity({
  repository: 'Octo/demo',
  jobId: 'publish-to-github-packages',
  permissions: { packages: 'write', contents: 'read' },
});

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
  const world = await createWorld({
    directory: join(directory, 'world'),
    userEnvironment: {},
    services: ({ directory: folder, tokens, now }) => {
      const registry = createRegistry({ directory: folder, tokens, now, host });
      return { services: [registry.service, ...further], handles: { registry } };
    },
  });
  onTestFinished(async () => {
    await world.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const { registry } = world.handles;
  const add: PackagesWorld['add'] = ({ name, bytes }, folder = distributions) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), bytes);
    return createHash('sha256').update(bytes).digest('hex');
  };
  add(wheel());
  add(sdist());

  const run = async (options: RunOptions = {}): Promise<BundleRun> => {
    const job = { ...identity, ...options.identity };
    const credentials = world.tokens.issueJob(job);
    const home = mkdtempSync(join(directory, 'job-'));
    const inputs = {
      token: credentials.token,
      ...(options.folder === undefined ? {} : { 'packages-dir': options.folder }),
      ...options.inputs,
    };
    const variables = {
      ...world.env,
      GITHUB_WORKSPACE: join(directory, 'workspace'),
      RUNNER_TEMP: home,
      GITHUB_REPOSITORY: job.repository,
      GITHUB_SHA: job.sha,
      GITHUB_ACTOR: job.actor,
      SOURCE_DATE_EPOCH: '1767225600',
      ACTIONS_RUNTIME_TOKEN: credentials.runtimeToken,
      ACTIONS_RESULTS_URL: credentials.resultsUrl,
      ...options.variables,
    };
    return runBundle({ bundle, directory: home, inputs, variables }, options.killWhen);
  };
  return {
    world,
    registry,
    directory,
    distributions,
    add,
    run,
    async storeArtifact(names) {
      const job = world.tokens.issueJob({ ...identity, jobId: 'build', checkRunId: 90_000 });
      const files = names.map((name) => join(distributions, name));
      await storeArtifact(world, job, distributions, files);
    },
    writes: (since = 0) =>
      world.journal.entries
        .slice(since)
        .filter(({ host, method }) => host === registry.host && method !== 'GET' && method !== 'HEAD')
        .map(({ method, path }) => `${method} ${path}`),
  };
}
