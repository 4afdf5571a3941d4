import { createHash } from 'node:crypto';
import type { JobIdentity } from '@slipway/emulated-github/jobs/identity';
import { type Answer, type Call, call } from '@slipway/testkit/client';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { openWorld } from '@slipway/testkit/world';
import type { World, WorldOptions } from '@slipway/world/world';
import { createRegistry, type EmulatedRegistry } from '../src/registry.ts';

/** A world with ghcr.io in it. */
export interface RegistryWorld {
  readonly world: World;
  readonly registry: EmulatedRegistry;
}

export const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
export const ociIndex = 'application/vnd.oci.image.index.v1+json';

export async function openRegistryWorld(options: Partial<WorldOptions> = {}): Promise<RegistryWorld> {
  const world = await openWorld({
    ...options,
    services: ({ directory, tokens, now }) => {
      const registry = createRegistry({ directory, tokens, now });
      return { services: [registry.service], handles: { registry } };
    },
  });
  const { registry } = world.handles;
  return { world, registry };
}

/** `GITHUB_TOKEN` of a job that may write packages, or of another one. */
export function jobToken({ world }: RegistryWorld, changes: Partial<JobIdentity> = {}): string {
  return world.tokens.issueJob(jobIdentity({ permissions: { packages: 'write' }, ...changes })).token;
}

export const digestOf = (bytes: string | Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

const basic = (token: string): string => `Basic ${Buffer.from(`octocat:${token}`).toString('base64')}`;

export function ask({ world }: RegistryWorld, path: string, options: Call = {}): Promise<Answer> {
  return call(world.gateway, `https://ghcr.io${path}`, options);
}

/** Code and words of a refusal. */
export function words({ status, body }: Answer): string {
  const [error] = (JSON.parse(body) as { errors: readonly { code: string; message: string }[] }).errors;
  return `${status} ${error?.code}: ${error?.message}`;
}

/** Asks the token service. */
export function askToken(of: RegistryWorld, scope: string, token?: string): Promise<Answer> {
  const headers = token === undefined ? {} : { authorization: basic(token) };
  return ask(of, `/token?service=ghcr.io&scope=${encodeURIComponent(scope)}`, { headers });
}

/** The value of an `Authorization` header for one repository. */
export async function bearer(
  of: RegistryWorld,
  name: string,
  actions = 'pull,push',
  token: string = jobToken(of),
): Promise<string> {
  const { body } = await askToken(of, `repository:${name}:${actions}`, token);
  return `Bearer ${String((JSON.parse(body) as { token?: unknown }).token)}`;
}

/** Pushes a blob in one request. */
export function pushBlob(
  of: RegistryWorld,
  name: string,
  bytes: string | Uint8Array,
  authorization: string,
): Promise<Answer> {
  const path = `/v2/${name}/blobs/uploads/?digest=${digestOf(bytes)}`;
  return ask(of, path, { method: 'POST', headers: { authorization }, body: bytes });
}

/** Pushes an artifact of one blob under a tag; its manifest. */
export async function pushArtifact(
  of: RegistryWorld,
  name: string,
  tag: string,
  authorization: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly answer: Answer; readonly text: string }> {
  for (const bytes of ['{}', tag]) await pushBlob(of, name, bytes, authorization);
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: ociManifest,
    config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf('{}'), size: 2 },
    layers: [{ mediaType: 'text/plain', digest: digestOf(tag), size: tag.length }],
    ...more,
  });
  const answer = await putManifest(of, name, tag, text, authorization);
  return { answer, text };
}

export function putManifest(
  of: RegistryWorld,
  name: string,
  reference: string,
  text: string,
  authorization: string,
  type: string = ociManifest,
): Promise<Answer> {
  return ask(of, `/v2/${name}/manifests/${reference}`, {
    method: 'PUT',
    headers: { authorization, 'content-type': type },
    body: text,
  });
}
