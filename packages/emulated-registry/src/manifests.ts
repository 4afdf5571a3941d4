import { createHash } from 'node:crypto';
import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import { ownerOf } from './access.ts';
import { RegistryFailure } from './failure.ts';
import { checkReferences, type ParsedManifest, parseManifest, types } from './manifest-check.ts';
import type { Digest, ManifestRecord, Package, RegistryBehavior } from './model.ts';
import { isDigest, isTag } from './names.ts';

const maxManifestLength = 4 * 1024 * 1024;

function unknown(reference: string, message = 'manifest unknown'): RegistryFailure {
  return new RegistryFailure(404, 'MANIFEST_UNKNOWN', message, { detail: `unknown manifest ${reference}` });
}

function findManifest(target: Package | undefined, reference: string): ManifestRecord | undefined {
  const digest = isDigest(reference) ? reference : target?.tags.get(reference);
  return digest === undefined ? undefined : target?.manifests.get(digest);
}

/** `GET` and `HEAD` of a manifest; one whose type is not in `Accept` is as good as absent. */
export function answerManifest(
  target: Package | undefined,
  reference: string,
  request: EmulatorRequest,
): EmulatorResponse {
  const found = findManifest(target, reference);
  if (found === undefined) throw unknown(reference);
  const accepted = (request.headers['accept'] ?? '').split(',').map((part) => part.split(';', 1)[0]?.trim());
  // The words of distribution 2.8 and of ghcr.io; a wildcard does not count.
  if (found.mediaType === types.ociIndex && !accepted.includes(types.ociIndex))
    throw unknown(reference, 'OCI index found, but Accept header does not support OCI indexes');
  if (found.mediaType === types.ociManifest && !accepted.includes(types.ociManifest))
    throw unknown(reference, 'OCI manifest found, but Accept header does not support OCI manifests');
  return {
    status: 200,
    headers: {
      'content-type': found.mediaType,
      'content-length': String(found.bytes.byteLength),
      'docker-content-digest': found.digest,
      etag: `"${found.digest}"`,
    },
    body: found.bytes,
  };
}

async function readManifest(request: EmulatorRequest): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.stream()) {
    size += chunk.byteLength;
    if (size > maxManifestLength)
      throw new RegistryFailure(413, 'MANIFEST_INVALID', 'manifest is larger than 4 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The repository a package belongs to: what the first manifest names, else the one of the token. */
function link(target: Package, { annotations }: ParsedManifest): void {
  const source = annotations?.['org.opencontainers.image.source'] ?? '';
  const { repository } =
    /^https:\/\/github\.com\/(?<repository>[^/]+\/[^/]+?)(?:\.git)?\/?$/.exec(source)?.groups ?? {};
  if (repository !== undefined && ownerOf(repository).toLowerCase() === ownerOf(target.name))
    target.linkedRepository = repository;
}

/**
 * Keeps a tag that is there. Harbor refuses whatever is pushed under it, the same bytes too
 * (https://github.com/goharbor/harbor/blob/main/src/server/middleware/immutable/pushmf.go); Amazon's registry refuses another
 * image (https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html; its words as quoted in
 * https://github.com/moby/buildkit/issues/3776).
 */
function refuseMove(
  { name, tags }: Package,
  tag: string,
  digest: Digest,
  rule: RegistryBehavior['immutableTags'],
): void {
  const tagged = tags.get(tag);
  if (tagged === undefined || rule === false) return;
  if (rule === 'harbor') {
    const [, ...path] = name.split('/');
    const message = `Failed to process request due to '${path.join('/')}:${tag}' configured as immutable.`;
    throw new RegistryFailure(412, 'PRECONDITION', message);
  }
  if (tagged === digest) return;
  const message = `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the repository is immutable.`;
  throw new RegistryFailure(400, 'TAG_INVALID', message);
}

/** `PUT` of a manifest by tag or digest. */
export async function putManifest(
  target: Package,
  reference: string,
  request: EmulatorRequest,
  behavior: RegistryBehavior,
  nowMs: number,
): Promise<EmulatorResponse> {
  if (!isDigest(reference) && !isTag(reference))
    throw new RegistryFailure(400, 'TAG_INVALID', 'manifest tag did not match URI');
  const bytes = await readManifest(request);
  const algorithm = isDigest(reference) ? (reference.split(':', 1)[0] ?? '') : 'sha256';
  const digest: Digest = `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
  if (isDigest(reference) && reference !== digest)
    throw new RegistryFailure(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
  const manifest = parseManifest(
    bytes,
    (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim() ?? '',
  );
  checkReferences(manifest, target);
  if (!isDigest(reference)) refuseMove(target, reference, digest, behavior.immutableTags);
  if (!target.published) link(target, manifest);
  target.published = true;
  const { mediaType, subject } = manifest;
  // The same bytes again are no new version, and take the place of what the storage damaged (as in
  // https://github.com/google/go-containerregistry/blob/main/pkg/registry/manifest.go; distribution keeps what it has).
  const { createdAtMs } = target.manifests.get(digest) ?? { createdAtMs: nowMs };
  target.manifests.set(digest, { digest, mediaType, bytes, createdAtMs, subject });
  if (!isDigest(reference)) target.tags.set(reference, digest);
  return {
    status: 201,
    headers: {
      location: `/v2/${target.name}/manifests/${digest}`,
      'docker-content-digest': digest,
      ...(behavior.referrersApi === true && subject !== undefined ? { 'oci-subject': subject } : {}),
    },
  };
}

/** `DELETE` of a tag, or of a manifest with its tags. */
export function deleteManifest(target: Package | undefined, reference: string): EmulatorResponse {
  const found = findManifest(target, reference);
  if (target === undefined || found === undefined) throw unknown(reference);
  if (isDigest(reference)) {
    target.manifests.delete(reference);
    for (const [tag, digest] of target.tags) if (digest === reference) target.tags.delete(tag);
  } else target.tags.delete(reference);
  return { status: 202 };
}
