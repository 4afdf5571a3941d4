import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { createGitHub, type GitHub } from '@slipway/emulated-github/github';
import type { JobIdentity } from '@slipway/emulated-github/jobs/identity';
import { describeRepositoryByName } from '@slipway/emulated-github/jobs/repository-facts';
import type { Repository, RepositoryOptions } from '@slipway/emulated-github/repository';
import { readIssuerKeys } from '@slipway/emulated-sigstore/fulcio/identity-token';
import { createGithubSigstoreService } from '@slipway/emulated-sigstore/github-instance';
import { createSigstoreService } from '@slipway/emulated-sigstore/sigstore-service';
import type { Fault } from '@slipway/gateway/faults';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { type BundleRun, runBundle } from '@slipway/testkit/run-bundle';
import { createWorld, type World } from '@slipway/world/world';
import { onTestFinished } from 'vitest';

const bundle = fileURLToPath(new URL('../../../dist/passport/index.js', import.meta.url));
const hex = (digit: string): string => digit.repeat(64);

export const wheel = {
  name: 'demo-1.2.0-py3-none-any.whl',
  sha256: hex('2'),
  size: 5,
  kind: 'wheel',
} as const;
export const sdist = { name: 'demo-1.2.0.tar.gz', sha256: hex('3'), size: 5, kind: 'sdist' } as const;
export const manual = { name: 'manual.tar.gz', sha256: hex('4'), size: 9, kind: 'sdist' } as const;

/** What the jobs before hand over. */
export const handedOver = {
  digests: JSON.stringify([wheel, sdist]),
  'extra-digests': JSON.stringify([manual]),
  image: `ghcr.io/octo/demo@sha256:${hex('5')}\nghcr.io/octo/demo:1.2.0`,
  platforms: JSON.stringify([
    { platform: 'linux/amd64', digest: `sha256:${hex('6')}`, size: 500 },
    { platform: 'linux/arm64', digest: `sha256:${hex('7')}`, size: 500 },
  ]),
};

/** GitHub and Sigstore, and the shipped bundle to run against them. */
export interface PassportWorld {
  readonly world: World;
  readonly github: GitHub;
  readonly repository: Repository;
  readonly workspace: string;
  readonly trustedRoot: TrustedRoot;
  run(
    inputs?: Readonly<Record<string, string>>,
    job?: Partial<JobIdentity>,
    variables?: Readonly<Record<string, string>>,
  ): Promise<BundleRun>;
}

export interface PassportWorldOptions extends Partial<RepositoryOptions> {
  readonly faults?: readonly Fault[];
}

/** Opens the world; closed when the test is over. */
export async function openPassportWorld({
  faults = [],
  ...options
}: PassportWorldOptions = {}): Promise<PassportWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-passport-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const visibility = options.private === true ? 'private' : 'public';
  const world = await createWorld({
    directory: join(directory, 'world'),
    userEnvironment: {},
    faults,
    describeRepository: (name) => ({ ...describeRepositoryByName(name), visibility }),
    services: async ({ tokens, idTokens, now }) => {
      const parts = { issuerKeys: () => readIssuerKeys(idTokens), now };
      const sigstore = createSigstoreService(parts);
      const githubSigstore = createGithubSigstoreService(parts);
      const github = await createGitHub({ directory: join(directory, 'github'), tokens });
      const instance = visibility === 'private' ? githubSigstore : sigstore;
      return { services: [github.service, sigstore, githubSigstore], handles: { github, instance } };
    },
  });
  onTestFinished(() => world.close());
  const { github, instance } = world.handles;
  const repository = await github.createRepository({ fullName: 'octo/demo', ...options });
  const workspace = join(directory, 'workspace');
  await mkdir(workspace);
  const root = await instance.trustedRoot();
  const rootPath = join(directory, 'trusted-root.json');
  await writeFile(rootPath, JSON.stringify(root));
  return {
    world,
    github,
    repository,
    workspace,
    trustedRoot: TrustedRoot.fromJSON(root),
    async run(inputs = {}, changes = {}, variables = {}) {
      const job = jobIdentity({
        jobId: 'sign-passport',
        permissions: { 'id-token': 'write', attestations: 'write' },
        ...changes,
      });
      const credentials = world.tokens.issueJob(job);
      return runBundle({
        bundle,
        directory,
        inputs: { ...handedOver, token: credentials.token, ...inputs },
        variables: {
          ...world.env,
          GITHUB_REPOSITORY: job.repository,
          GITHUB_REF: job.ref,
          GITHUB_REF_NAME: job.ref.replace('refs/tags/', ''),
          GITHUB_REF_TYPE: job.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
          GITHUB_SHA: job.sha,
          GITHUB_RUN_ID: String(job.runId),
          GITHUB_RUN_ATTEMPT: String(job.runAttempt),
          GITHUB_WORKSPACE: workspace,
          RUNNER_TEMP: directory,
          SIGSTORE_TRUSTED_ROOT: rootPath,
          ACTIONS_RUNTIME_TOKEN: credentials.runtimeToken,
          ACTIONS_RESULTS_URL: credentials.resultsUrl,
          ACTIONS_ID_TOKEN_REQUEST_URL: credentials.idTokenRequestUrl,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: credentials.idTokenRequestToken,
          ...variables,
        },
      });
    },
  };
}
