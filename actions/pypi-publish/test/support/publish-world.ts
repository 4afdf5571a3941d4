import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pypiUploadHost } from '@slipway/core/pypi-hosts';
import type { JobIdentity } from '@slipway/emulators/identity';
import { createPypi, type Pypi } from '@slipway/emulators/pypi/pypi';
import type { Service } from '@slipway/emulators/service';
import { createAttestationVerifier } from '@slipway/emulators/sigstore/attestation-verifier';
import { readIssuerKeys } from '@slipway/emulators/sigstore/identity-token';
import { createSigstoreService, type SigstoreService } from '@slipway/emulators/sigstore/sigstore-service';
import { jobIdentity } from '@slipway/emulators/testing/job-identity';
import { createWorld, type World } from '@slipway/emulators/world';
import { onTestFinished } from 'vitest';
import { sdist, wheel } from './distributions.ts';
import { storeArtifact } from './store-artifact.ts';

const bundle = fileURLToPath(new URL('../../../../dist/pypi-publish/index.js', import.meta.url));

/** What one run of the bundle left. */
export interface Run {
  readonly exitCode: number | null;
  readonly output: string;
  /** Last value of each output. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
}

export interface RunOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly identity?: Partial<JobIdentity>;
  /** In place of what the platform gives. */
  readonly variables?: Readonly<Record<string, string>>;
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
  run(options?: RunOptions): Promise<Run>;
  /** The part after the job, with the state of a run. */
  runPost(of: Run, options?: RunOptions): Promise<Run>;
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
export async function openPublishWorld(
  options: { readonly certificateLifetimeMs?: number } = {},
): Promise<PublishWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-publish-'));
  const workspace = join(directory, 'workspace');
  const distributions = join(workspace, 'dist');
  mkdirSync(distributions, { recursive: true });
  const forms: SeenForm[] = [];
  const made: { pypi: Pypi; testPypi: Pypi; sigstore: SigstoreService }[] = [];
  const world = await createWorld({
    directory: join(directory, 'world'),
    userEnvironment: {},
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
      made.push({ ...indexes, sigstore });
      return [tapForms(indexes.pypi.service, forms), indexes.testPypi.service, sigstore];
    },
  });
  onTestFinished(async () => {
    await world.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const [services] = made;
  if (services === undefined) throw new Error('no services were made');
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

  const start = async (options: RunOptions, state: Readonly<Record<string, string>>): Promise<Run> => {
    const job = { ...identity, ...options.identity };
    const credentials = world.tokens.issueJob(job);
    const home = mkdtempSync(join(directory, 'job-'));
    const files = {
      GITHUB_OUTPUT: join(home, 'output'),
      GITHUB_STATE: join(home, 'state'),
      GITHUB_STEP_SUMMARY: join(home, 'summary'),
    };
    for (const path of Object.values(files)) writeFileSync(path, '');
    const upper = (entries: Readonly<Record<string, string>>, prefix: string): Record<string, string> =>
      Object.fromEntries(
        Object.entries(entries).map(([name, value]) => [
          `${prefix}${prefix === 'INPUT_' ? name.toUpperCase() : name}`,
          value,
        ]),
      );
    const env: Record<string, string> = {
      PATH: process.env['PATH'] ?? '',
      ...world.env,
      ...files,
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: home,
      GITHUB_REPOSITORY: job.repository,
      GITHUB_RUN_ID: String(job.runId),
      SIGSTORE_TRUSTED_ROOT: trustedRoot,
      ACTIONS_RUNTIME_TOKEN: credentials.runtimeToken,
      ACTIONS_RESULTS_URL: credentials.resultsUrl,
      ...(credentials.idTokenRequestUrl === undefined
        ? {}
        : { ACTIONS_ID_TOKEN_REQUEST_URL: credentials.idTokenRequestUrl }),
      ...(credentials.idTokenRequestToken === undefined
        ? {}
        : { ACTIONS_ID_TOKEN_REQUEST_TOKEN: credentials.idTokenRequestToken }),
      ...upper(options.inputs ?? {}, 'INPUT_'),
      ...upper(state, 'STATE_'),
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
      state: readEntries(files.GITHUB_STATE),
      summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
    };
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

function readEntries(path: string): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const [, name = '', , value = ''] of readFileSync(path, 'utf8').matchAll(
    /^(.+?)<<(.+)\n([\s\S]*?)\n\2$/gm,
  ))
    entries[name] = value;
  return entries;
}

/** Forms that were sent to an index. */
export function countUploads({ world }: PublishWorld, host = pypiUploadHost): number {
  return world.journal.entries.filter(
    ({ host: asked, path, method }) => asked === host && path === '/legacy/' && method === 'POST',
  ).length;
}

/** Code and words of the error a run ended with; empty when there was none. */
export function errorOf(run: Run): string {
  return /^::error title=([A-Z_]+)::(.*)$/m.exec(run.output)?.slice(1).join(' ') ?? '';
}
