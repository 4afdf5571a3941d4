import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobIdentity } from '@slipway/emulated-github/jobs/identity';
import { createPypi, type Pypi } from '@slipway/emulated-pypi/pypi';
import { createAttestationVerifier } from '@slipway/emulated-sigstore/attestation-verifier';
import { readIssuerKeys } from '@slipway/emulated-sigstore/fulcio/identity-token';
import { createSigstoreService } from '@slipway/emulated-sigstore/sigstore-service';
import { createWorld, type World } from '@slipway/world/world';
import { delay } from './delay.ts';

/** An emulated PyPI and Sigstore for one publication. */
export interface BenchWorld {
  /** What a client needs to reach it, and what a runner sets for a job. */
  readonly env: Readonly<Record<string, string>>;
  /** An upload token of the owner. */
  readonly token: string;
  readonly pypi: Pypi;
  readonly world: World;
  close(): Promise<void>;
}

const sha = '9f1c2b3a4d5e6f708192a3b4c5d6e7f801234567';
const workflowRef = 'Octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0';
const identity: JobIdentity = {
  repository: 'Octo/demo',
  runId: 7001,
  runNumber: 12,
  runAttempt: 1,
  jobId: 'publish-to-pypi',
  checkRunId: 90_001,
  workflow: 'release',
  workflowRef,
  workflowSha: sha,
  jobWorkflowRef: workflowRef,
  jobWorkflowSha: sha,
  eventName: 'push',
  ref: 'refs/tags/v1.2.0',
  sha,
  headRef: '',
  baseRef: '',
  actor: 'octocat',
  environment: 'pypi',
  permissions: { 'id-token': 'write' },
};

const unlimited = 2 ** 40;

/** Opens a world below `home` whose every answer comes `latencyMs` late. */
export async function openBenchWorld(home: string, latencyMs: number): Promise<BenchWorld> {
  const directory = mkdtempSync(join(home, 'world-'));
  const roots: (() => Promise<unknown>)[] = [];
  const world = await createWorld({
    directory,
    userEnvironment: {},
    services: ({ directory: folder, idTokens, now }) => {
      const loadKeySet = () => readIssuerKeys(idTokens);
      const sigstore = createSigstoreService({ issuerKeys: loadKeySet, now });
      const attestationVerifier = createAttestationVerifier(sigstore);
      const pypi = createPypi({ site: 'pypi', directory: folder, now, loadKeySet, attestationVerifier });
      roots.push(() => sigstore.trustedRoot());
      return {
        services: [pypi.service, sigstore].map((service) => delay(service, () => latencyMs)),
        handles: { pypi },
      };
    },
  });
  const { pypi } = world.handles;
  pypi.addUser('alice');
  pypi.addProject('demo', 'alice', { uploadLimitBytes: unlimited, totalLimitBytes: unlimited });
  pypi.addPublisher(['demo'], { repository: 'Octo/demo', workflow: 'release.yml', environment: 'pypi' });
  const trustedRoot = join(directory, 'trusted-root.json');
  writeFileSync(trustedRoot, JSON.stringify(await roots[0]?.()));
  const job = world.tokens.issueJob(identity);
  const jobHome = join(directory, 'job');
  mkdirSync(jobHome);
  // For scripts whose Node knows of no proxy. It loads a second HTTP client at every start of Node, and no runner sets it.
  const { NODE_USE_ENV_PROXY: _, ...environment } = world.env;
  const files = {
    GITHUB_OUTPUT: join(jobHome, 'output'),
    GITHUB_STATE: join(jobHome, 'state'),
    GITHUB_STEP_SUMMARY: join(jobHome, 'summary'),
  };
  for (const path of Object.values(files)) writeFileSync(path, '');
  return {
    env: {
      ...environment,
      ...files,
      HOME: jobHome,
      RUNNER_TEMP: jobHome,
      GITHUB_REPOSITORY: identity.repository,
      GITHUB_RUN_ID: String(identity.runId),
      SIGSTORE_TRUSTED_ROOT: trustedRoot,
      ACTIONS_RUNTIME_TOKEN: job.runtimeToken,
      ACTIONS_RESULTS_URL: job.resultsUrl,
      ACTIONS_ID_TOKEN_REQUEST_URL: job.idTokenRequestUrl ?? '',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: job.idTokenRequestToken ?? '',
    },
    token: pypi.addToken('alice'),
    pypi,
    world,
    async close() {
      await world.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
