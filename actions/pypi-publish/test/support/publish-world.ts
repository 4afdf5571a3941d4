import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pypiUploadHost } from '@slipway/core/pypi-hosts';
import type { JobIdentity } from '@slipway/emulated-github/jobs/identity';
import { createPypi, type Pypi } from '@slipway/emulated-pypi/pypi';
import { createAttestationVerifier } from '@slipway/emulated-sigstore/attestation-verifier';
import { readIssuerKeys } from '@slipway/emulated-sigstore/fulcio/identity-token';
import { createSigstoreService, type SigstoreService } from '@slipway/emulated-sigstore/sigstore-service';
import type { Service } from '@slipway/gateway/service';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { type BundleRun, runBundle } from '@slipway/testkit/run-bundle';
import { createWorld, type World } from '@slipway/world/world';
import { onTestFinished } from 'vitest';
import { sdist, wheel } from './distributions.ts';
import { storeArtifact } from './store-artifact.ts';

export { type BundleRun as Run, errorOf } from '@slipway/testkit/run-bundle';

/** The shipped bundle. */
export const bundle: string = fileURLToPath(
  new URL('../../../../dist/pypi-publish/index.js', import.meta.url),
);

export interface RunOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly identity?: Partial<JobIdentity>;
  /** In place of what the platform gives. */
  readonly variables?: Readonly<Record<string, string>>;
  /** In place of the shipped one. */
  readonly bundle?: string;
  /** Options of node. */
  readonly nodeOptions?: readonly string[];
  /** Ends the process when it returns true for the journal so far. */
  readonly killWhen?: () => boolean;
}

/** A form as it came in at the upload host. */
export interface SeenForm {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** PyPI, TestPyPI and Sigstore in one world, with a folder of distributions. */
export interface PublishWorld {
  readonly world: World;
  readonly pypi: Pypi;
  readonly testPypi: Pypi;
  readonly sigstore: SigstoreService;
  readonly workspace: string;
  readonly distributions: string;
  /** File of the trusted root. */
  readonly trustedRoot: string;
  /** Every form that was sent to PyPI, in their order. */
  readonly forms: readonly SeenForm[];
  /** Writes a distribution into the folder. */
  add(file: { readonly name: string; readonly bytes: Uint8Array }): string;
  /** Stores the folder as the artifact "python-dist" of the run, and removes it. */
  storeFolder(): Promise<void>;
  run(options?: RunOptions): Promise<BundleRun>;
  /** The part after the job, with the state of a run. */
  runPost(of: BundleRun, options?: RunOptions): Promise<BundleRun>;
}

const identity = jobIdentity({
  repository: 'Octo/demo',
  jobId: 'publish-to-pypi',
  environment: 'pypi',
  permissions: { 'id-token': 'write' },
});

/** Keeps the forms that are sent to a service, which sees them as if nobody had looked. */
function tapForms(service: Service, forms: SeenForm[]): Service {
  return {
    ...service,
    async handle(request) {
      const contentType = request.headers['content-type'] ?? '';
      if (!contentType.startsWith('multipart/form-data')) return service.handle(request);
      const body = await request.bytes();
      forms.push({ contentType, body });
      const stream = async function* () {
        yield body;
      };
      return service.handle({ ...request, bytes: async () => body, stream });
    },
  };
}

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Opens the world with a project, its publisher, and one wheel and one sdist to publish; closed when the test is over. */
export async function openPublishWorld({
  idTokenIssuer,
  ...options
}: {
  readonly certificateLifetimeMs?: number;
  readonly idTokenIssuer?: string;
} = {}): Promise<PublishWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-publish-'));
  const workspace = join(directory, 'workspace');
  const distributions = join(workspace, 'dist');
  mkdirSync(distributions, { recursive: true });
  const forms: SeenForm[] = [];
  const world = await createWorld({
    directory: join(directory, 'world'),
    userEnvironment: {},
    ...(idTokenIssuer === undefined ? {} : { idTokenIssuer }),
    services: ({ directory: folder, idTokens, now }) => {
      const issuerKeys = () => readIssuerKeys(idTokens);
      const sigstore = createSigstoreService({ issuerKeys, now, ...options });
      const parts = {
        directory: folder,
        now,
        loadKeySet: issuerKeys,
        attestationVerifier: createAttestationVerifier(sigstore),
      };
      const indexes = {
        pypi: createPypi({ site: 'pypi', ...parts }),
        testPypi: createPypi({ site: 'testpypi', ...parts }),
      };
      return {
        services: [tapForms(indexes.pypi.service, forms), indexes.testPypi.service, sigstore],
        handles: { ...indexes, sigstore },
      };
    },
  });
  onTestFinished(async () => {
    await world.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const { handles: services } = world;
  for (const index of [services.pypi, services.testPypi]) {
    index.addUser('alice');
    index.addProject('demo', 'alice');
    index.addPublisher(['demo'], { repository: 'Octo/demo', workflow: 'release.yml', environment: 'pypi' });
  }
  const trustedRoot = join(directory, 'trusted-root.json');
  writeFileSync(trustedRoot, JSON.stringify(await services.sigstore.trustedRoot()));
  const add: PublishWorld['add'] = ({ name, bytes }) => {
    writeFileSync(join(distributions, name), bytes);
    return digestOf(bytes);
  };
  add(wheel());
  add(sdist());

  const start = async (options: RunOptions, state: BundleRun['state']): Promise<BundleRun> => {
    const job = { ...identity, ...options.identity };
    const credentials = world.tokens.issueJob(job);
    const home = mkdtempSync(join(directory, 'job-'));
    const variables = {
      ...world.env,
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: home,
      GITHUB_REPOSITORY: job.repository,
      GITHUB_RUN_ID: String(job.runId),
      SIGSTORE_TRUSTED_ROOT: trustedRoot,
      ACTIONS_RUNTIME_TOKEN: credentials.runtimeToken,
      ACTIONS_RESULTS_URL: credentials.resultsUrl,
      ACTIONS_ID_TOKEN_REQUEST_URL: credentials.idTokenRequestUrl,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: credentials.idTokenRequestToken,
      ...options.variables,
    };
    const { killWhen, ...given } = options;
    return runBundle({ bundle, ...given, directory: home, state, variables }, killWhen);
  };
  return {
    world,
    ...services,
    workspace,
    distributions,
    trustedRoot,
    forms,
    add,
    async storeFolder() {
      const job = world.tokens.issueJob({ ...identity, jobId: 'build', checkRunId: 90_000 });
      const files = readdirSync(distributions).map((name) => join(distributions, name));
      await storeArtifact(world, job, distributions, files);
      rmSync(distributions, { recursive: true });
    },
    run: (options = {}) => start(options, {}),
    runPost: (of, options = {}) => start(options, of.state),
  };
}

/** Forms that were sent to an index. */
export function countUploads({ world }: PublishWorld, host = pypiUploadHost): number {
  return world.journal.entries.filter(
    ({ host: asked, path, method }) => asked === host && path === '/legacy/' && method === 'POST',
  ).length;
}
