import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@slipway/core/clock';
import { createHttp } from '@slipway/core/http';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { createRegistry, type EmulatedRegistry } from '@slipway/emulated-registry/registry';
import { readIssuerKeys } from '@slipway/emulated-sigstore/fulcio/identity-token';
import { createSigstoreService } from '@slipway/emulated-sigstore/sigstore-service';
import { sourceOfBytes } from '@slipway/oci/blobs/blob-source';
import { uploadBlob } from '@slipway/oci/blobs/upload-blob';
import type { Descriptor } from '@slipway/oci/descriptor';
import { digestBytes } from '@slipway/oci/digest';
import { composeIndex } from '@slipway/oci/image/compose-index';
import { putManifest } from '@slipway/oci/manifests';
import { mediaTypes } from '@slipway/oci/media-types';
import { openRegistry } from '@slipway/oci/registry';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { createWorld } from '@slipway/world/world';
import { delay } from './delay.ts';
import { createSigningConfig } from './signing-config.ts';

/** A registry with an image that is not signed yet, and Sigstore. */
export interface SignWorld {
  readonly env: Readonly<Record<string, string>>;
  /** `ghcr.io/…@sha256:…` of the index. */
  readonly reference: string;
  readonly digest: string;
  /** A file with the configuration of `cosign sign`. */
  readonly signingConfig: string;
  readonly trustedRoot: string;
  readonly token: string;
  readonly registry: EmulatedRegistry;
  /** Requests to all services so far. */
  countRequests(): number;
  requestIdToken(): Promise<string>;
  close(): Promise<void>;
}

const job = jobIdentity({
  repository: 'Octo/demo',
  jobId: 'build-docker-image',
  permissions: { packages: 'write', 'id-token': 'write' },
});
const platforms = ['amd64', 'arm64', 'riscv64', 's390x'];

/** Opens a world below `home` with an index and four platforms; from then on every answer comes `latencyMs` late. */
export async function openSignWorld(
  home: string,
  latencyMs: number,
  referrersApi: boolean,
): Promise<SignWorld> {
  const directory = mkdtempSync(join(home, 'world-'));
  const state = { latencyMs: 0 };
  const roots: (() => Promise<unknown>)[] = [];
  const world = await createWorld({
    directory,
    userEnvironment: {},
    services: ({ directory: folder, tokens, idTokens, now }) => {
      const registry = createRegistry({ directory: folder, tokens, now });
      const sigstore = createSigstoreService({ issuerKeys: () => readIssuerKeys(idTokens), now });
      roots.push(() => sigstore.trustedRoot());
      return {
        services: [registry.service, sigstore].map((service) => delay(service, () => state.latencyMs)),
        handles: { registry },
      };
    },
  });
  const { registry } = world.handles;
  registry.behave({ referrersApi });
  const credentials = world.tokens.issueJob(job);
  const http = createHttp({
    log: createMemoryLog(),
    clock: systemClock,
    userAgent: 'slipway-bench',
    environment: world.env,
  });
  const repository = openRegistry({
    http,
    clock: systemClock,
    log: createMemoryLog(),
    registry: registry.host,
    credentials: { kind: 'basic', username: 'octocat', password: credentials.token },
  }).repository('octo/demo');
  const children: Descriptor[] = [];
  for (const architecture of platforms) {
    const config = Buffer.from(JSON.stringify({ architecture, os: 'linux' }));
    await uploadBlob(repository, sourceOfBytes(digestBytes(config), config));
    const described = {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: digestBytes(config),
      size: config.byteLength,
    };
    const manifest = Buffer.from(
      JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.ociManifest, config: described, layers: [] }),
    );
    const digest = digestBytes(manifest);
    await putManifest(repository, digest, manifest, mediaTypes.ociManifest);
    const descriptor = { mediaType: mediaTypes.ociManifest, digest, size: manifest.byteLength };
    children.push({ ...descriptor, platform: { architecture, os: 'linux' } });
  }
  const index = composeIndex(children, new Map());
  await putManifest(repository, index.descriptor.digest, index.bytes, index.descriptor.mediaType);
  const jobHome = join(directory, 'job');
  mkdirSync(join(jobHome, '.docker'), { recursive: true });
  const keep = (name: string, text: string): string => {
    writeFileSync(join(jobHome, name), text);
    return join(jobHome, name);
  };
  const auth = Buffer.from(`octocat:${credentials.token}`).toString('base64');
  keep('.docker/config.json', JSON.stringify({ auths: { 'ghcr.io': { auth } } }));
  const signingConfig = keep('signing-config.json', JSON.stringify(createSigningConfig()));
  const trustedRoot = keep('trusted-root.json', JSON.stringify(await roots[0]?.()));
  const before = world.journal.entries.length;
  state.latencyMs = latencyMs;
  return {
    env: {
      ...world.env,
      HOME: jobHome,
      RUNNER_TEMP: jobHome,
      GITHUB_OUTPUT: keep('output', ''),
      GITHUB_STEP_SUMMARY: keep('summary', ''),
      GITHUB_WORKSPACE: jobHome,
      GITHUB_REPOSITORY: job.repository,
      GITHUB_SHA: job.sha,
      GITHUB_REF: 'refs/heads/main',
      GITHUB_REF_NAME: 'main',
      GITHUB_REF_TYPE: 'branch',
      GITHUB_ACTOR: job.actor,
      SIGSTORE_TRUSTED_ROOT: trustedRoot,
      ACTIONS_ID_TOKEN_REQUEST_URL: credentials.idTokenRequestUrl ?? '',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: credentials.idTokenRequestToken ?? '',
    },
    reference: `ghcr.io/octo/demo@${index.descriptor.digest}`,
    digest: index.descriptor.digest,
    signingConfig,
    trustedRoot,
    token: credentials.token,
    registry,
    countRequests: () => world.journal.entries.length - before,
    async requestIdToken() {
      const response = await http.request({
        method: 'GET',
        url: `${credentials.idTokenRequestUrl ?? ''}&audience=sigstore`,
        headers: { authorization: `bearer ${credentials.idTokenRequestToken ?? ''}` },
      });
      return (response.json() as { readonly value: string }).value;
    },
    async close() {
      await world.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
