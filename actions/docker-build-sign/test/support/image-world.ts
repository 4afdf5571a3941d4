import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JobIdentity } from '@slipway/emulated-github/jobs/identity';
import { describeRepositoryByName } from '@slipway/emulated-github/jobs/repository-facts';
import { createRegistry, type EmulatedRegistry } from '@slipway/emulated-registry/registry';
import { readIssuerKeys } from '@slipway/emulated-sigstore/fulcio/identity-token';
import {
  createGithubSigstoreService,
  type GithubSigstoreService,
} from '@slipway/emulated-sigstore/github-instance';
import { createSigstoreService, type SigstoreService } from '@slipway/emulated-sigstore/sigstore-service';
import {
  createUpdateRepository,
  type EmulatedUpdateRepository,
} from '@slipway/emulated-sigstore/trust/update-repository';
import type { Fault } from '@slipway/gateway/faults';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { type BundleRun, errorOf, runBundle } from '@slipway/testkit/run-bundle';
import { createWorld, type World } from '@slipway/world/world';
import { expect, onTestFinished } from 'vitest';
import { inspectWords, versionWords } from './double-words.ts';

export { type BundleRun as Run, errorOf } from '@slipway/testkit/run-bundle';

const bundle = fileURLToPath(new URL('../../../../dist/docker-build-sign/index.js', import.meta.url));
const double = fileURLToPath(new URL('buildx-double.ts', import.meta.url));

export interface RunOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly identity?: Partial<JobIdentity>;
  readonly variables?: Readonly<Record<string, string>>;
  /** Ends the process when it returns true. */
  readonly killWhen?: () => boolean;
}

/** A registry and Sigstore in a world, with a project that has a Dockerfile. */
export interface ImageWorld {
  readonly world: World;
  readonly registry: EmulatedRegistry;
  readonly sigstore: SigstoreService;
  /** GitHub's instance of Sigstore. */
  readonly githubSigstore: GithubSigstoreService;
  /** Where clients of the public-good instance fetch what they trust. */
  readonly updates: EmulatedUpdateRepository;
  readonly directory: string;
  readonly workspace: string;
  readonly trustedRoot: string;
  run(options?: RunOptions): Promise<BundleRun>;
  /** Requests that write to the registry, since the given number of journal entries. */
  writes(since?: number): string[];
}

export interface ImageWorldOptions {
  readonly faults?: readonly Fault[];
  /** Programs in front of those of the machine; default the double of buildx. */
  readonly path?: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** Of the test that runs beside others in its file; default that of the one that runs. */
  readonly onTestFinished?: (clean: () => Promise<void>) => void;
  /** Of the repository; default `public`. */
  readonly visibility?: 'public' | 'private';
  /** Of the registry; default that of github.com. */
  readonly registryHost?: string;
}

/** The package of the image. */
export const imagePackage = 'octo/demo';
export const imageName = `ghcr.io/${imagePackage}`;

/** The job that builds and signs, at the tag. */
export const signingJob: JobIdentity = jobIdentity({
  repository: 'Octo/demo',
  jobId: 'build-docker-image',
  permissions: { packages: 'write', contents: 'read', 'id-token': 'write' },
});

/** Opens the world; closed when the test is over. */
export async function openImageWorld(options: ImageWorldOptions = {}): Promise<ImageWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-image-'));
  const workspace = join(directory, 'workspace');
  mkdirSync(workspace);
  writeFileSync(join(workspace, 'Dockerfile'), 'FROM scratch\nCOPY hello.txt /hello.txt\n');
  writeFileSync(join(workspace, 'hello.txt'), 'hello\n');
  const isPrivate = options.visibility === 'private';
  const world = await createWorld({
    directory: join(directory, 'world'),
    userEnvironment: {},
    faults: options.faults ?? [],
    describeRepository: (name) => ({
      ...describeRepositoryByName(name),
      visibility: options.visibility ?? 'public',
    }),
    services: ({ directory: folder, tokens, idTokens, now }) => {
      const host = options.registryHost === undefined ? {} : { host: options.registryHost };
      const registry = createRegistry({ directory: folder, tokens, now, ...host });
      const parts = { issuerKeys: () => readIssuerKeys(idTokens), now };
      const sigstore = createSigstoreService(parts);
      const githubSigstore = createGithubSigstoreService(parts);
      const updates = createUpdateRepository({
        // At the address of the real one cosign begins with the root it carries itself.
        host: 'updates.example.com',
        trustedRoot: async () => JSON.stringify(await sigstore.trustedRoot()),
      });
      return {
        services: [registry.service, sigstore, githubSigstore, updates],
        handles: { registry, sigstore, githubSigstore, updates },
      };
    },
  });
  (options.onTestFinished ?? onTestFinished)(async () => {
    await world.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const { handles } = world;
  const trustedRoot = join(directory, 'trusted-root.json');
  const instance = isPrivate ? handles.githubSigstore : handles.sigstore;
  writeFileSync(trustedRoot, JSON.stringify(await instance.trustedRoot()));
  const programs = options.path ?? installDouble(directory);
  return {
    world,
    ...handles,
    directory,
    workspace,
    trustedRoot,
    writes: (since = 0) =>
      world.journal.entries
        .slice(since)
        .filter(({ host, method }) => host === handles.registry.host && method !== 'GET' && method !== 'HEAD')
        .map(({ method, path }) => `${method} ${path}`),
    async run(run = {}) {
      const job = { ...signingJob, ...run.identity };
      const credentials = world.tokens.issueJob(job);
      const home = mkdtempSync(join(directory, 'job-'));
      const variables = {
        PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}`,
        HOME: home,
        ...world.env,
        GITHUB_WORKSPACE: workspace,
        RUNNER_TEMP: home,
        GITHUB_REPOSITORY: job.repository,
        GITHUB_SHA: job.sha,
        GITHUB_REF: job.ref,
        GITHUB_REF_NAME: job.ref.replace(/^refs\/(?:tags|heads)\//, ''),
        GITHUB_REF_TYPE: job.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
        GITHUB_ACTOR: job.actor,
        GITHUB_WORKFLOW_REF: job.workflowRef,
        SOURCE_DATE_EPOCH: '1767225600',
        SIGSTORE_TRUSTED_ROOT: trustedRoot,
        ACTIONS_ID_TOKEN_REQUEST_URL: credentials.idTokenRequestUrl,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: credentials.idTokenRequestToken,
        ...options.variables,
        ...run.variables,
      };
      const inputs = { token: credentials.token, ...run.inputs };
      return runBundle({ bundle, directory: home, inputs, variables }, run.killWhen);
    },
  };
}

function installDouble(directory: string): string {
  const folder = join(directory, 'programs');
  mkdirSync(folder);
  // What it says of itself needs no process of Node: most runs ask for it twice.
  const script = `#!/bin/sh
case "$1" in
version) echo '${versionWords}' ;;
inspect) echo '${inspectWords}' ;;
*) exec '${process.execPath}' '${double}' "$@" ;;
esac
`;
  writeFileSync(join(folder, 'buildx'), script);
  chmodSync(join(folder, 'buildx'), 0o755);
  // In front of one with a plugin, so that every machine builds with the double.
  writeFileSync(join(folder, 'docker'), '#!/bin/sh\nexit 1\n');
  chmodSync(join(folder, 'docker'), 0o755);
  return folder;
}

/** Runs the bundle of the world, which has to succeed. */
export async function succeed(of: ImageWorld, options: RunOptions): Promise<BundleRun> {
  const run = await of.run(options);
  expect(errorOf(run), run.output).toBe('');
  return run;
}
