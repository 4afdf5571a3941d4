import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JobIdentity } from '@slipway/emulated-github/jobs/identity';
import { describeRepositoryByName } from '@slipway/emulated-github/jobs/repository-facts';
import { readIssuerKeys } from '@slipway/emulated-sigstore/fulcio/identity-token';
import { createGithubSigstoreService } from '@slipway/emulated-sigstore/github-instance';
import { createSigstoreService } from '@slipway/emulated-sigstore/sigstore-service';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { type BundleRun, runBundle } from '@slipway/testkit/run-bundle';
import { createWorld, type World } from '@slipway/world/world';
import { onTestFinished } from 'vitest';

const bundle = fileURLToPath(new URL('../../../dist/checksums/index.js', import.meta.url));

/** Sigstore, and a workspace with two files in `dist`. */
export interface SigningWorld {
  readonly world: World;
  readonly workspace: string;
  /** File with what verifies signatures of this world. */
  readonly trustedRootPath: string;
  run(
    inputs?: Readonly<Record<string, string>>,
    job?: Partial<JobIdentity>,
    variables?: Readonly<Record<string, string>>,
  ): Promise<BundleRun>;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
export const manifest = `${sha256('wheel')}  demo-1.0-py3-none-any.whl\n${sha256('sdist')}  demo-1.0.tar.gz\n`;

/** Opens the world; closed when the test is over. */
export async function openSigningWorld(visibility: 'public' | 'private' = 'public'): Promise<SigningWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-checksums-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const world = await createWorld({
    directory: join(directory, 'world'),
    userEnvironment: {},
    describeRepository: (name) => ({ ...describeRepositoryByName(name), visibility }),
    services: ({ idTokens, now }) => {
      const parts = { issuerKeys: () => readIssuerKeys(idTokens), now };
      const sigstore = createSigstoreService(parts);
      const github = createGithubSigstoreService(parts);
      return { services: [sigstore, github], handles: visibility === 'private' ? github : sigstore };
    },
  });
  onTestFinished(() => world.close());
  const workspace = join(directory, 'workspace');
  await mkdir(join(workspace, 'dist'), { recursive: true });
  await writeFile(join(workspace, 'dist/demo-1.0-py3-none-any.whl'), 'wheel');
  await writeFile(join(workspace, 'dist/demo-1.0.tar.gz'), 'sdist');
  const trustedRootPath = join(directory, 'trusted_root.json');
  await writeFile(trustedRootPath, JSON.stringify(await world.handles.trustedRoot()));
  return {
    world,
    workspace,
    trustedRootPath,
    async run(inputs = {}, changes = {}, variables = {}) {
      const job = jobIdentity({ jobId: 'checksums', permissions: { 'id-token': 'write' }, ...changes });
      const credentials = world.tokens.issueJob(job);
      return runBundle({
        bundle,
        directory,
        inputs: { 'base-dir': 'dist', files: '*', sign: 'true', ...inputs },
        variables: {
          ...world.env,
          GITHUB_REPOSITORY: job.repository,
          GITHUB_WORKSPACE: workspace,
          RUNNER_TEMP: directory,
          SIGSTORE_TRUSTED_ROOT: trustedRootPath,
          ACTIONS_ID_TOKEN_REQUEST_URL: credentials.idTokenRequestUrl,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: credentials.idTokenRequestToken,
          ...variables,
        },
      });
    },
  };
}
