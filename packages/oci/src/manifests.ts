import { InputError, IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { HttpResponse } from '@slipway/core/ports';
import { waitBefore } from './blobs/blobs.ts';
import { type ManifestContent, parseManifest } from './descriptor.ts';
import { type Digest, digestBytes, digestLike, isDigest } from './digest.ts';
import { ociErrors } from './errors.ts';
import { manifestAccept } from './media-types.ts';
import { isTag } from './reference.ts';
import type { Repository } from './registry.ts';
import { quoteProblems, readProblems, refuseAnswer } from './registry-answer.ts';

/** A manifest or an index as a registry holds it. */
export interface StoredManifest {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly content: ManifestContent;
}

/** A manifest that was taken. */
export interface PushedManifest {
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  /** The registry lists it as a referrer of its subject by itself (`OCI-Subject`). */
  readonly listed: boolean;
}

export interface PutOptions {
  /** A failure is not repeated: what the manifest was made from may be old by then. */
  readonly once?: boolean;
}

// distribution-spec, "Pushing Manifests": what every registry has to take.
const maxManifestLength = 4 * 1024 * 1024;
const maxAttempts = 4;

function checkTarget(reference: string): void {
  if (isDigest(reference) || isTag(reference)) return;
  throw new InputError(ociErrors.E_OCI_REFERENCE, {
    message: `"${neutralizeLine(reference, 200)}" is neither a tag nor a digest.`,
  });
}

/**
 * Whether a 404 says that there is no such manifest. One that is there in a form not asked for is answered with 404 too
 * ("OCI index found, but Accept header does not support OCI indexes").
 */
function isAbsent(repository: Repository, reference: string, response: HttpResponse): boolean {
  if (response.status !== 404) return false;
  if (readProblems(response).some(({ message }) => /accept header/i.test(message))) {
    throw new RemoteError(ociErrors.E_OCI_MEDIA_TYPE, {
      message: `${repository.registry}/${repository.name} has "${reference}" in a format that was not requested: ${quoteProblems(response)}.`,
      status: 404,
    });
  }
  return true;
}

/**
 * Reads a manifest or an index by tag or digest; undefined when there is none.
 * @throws IntegrityError E_OCI_DIGEST, RemoteError E_OCI_MEDIA_TYPE, E_OCI_MALFORMED, E_OCI_*, E_HTTP_*
 */
export async function getManifest(
  repository: Repository,
  reference: string,
): Promise<StoredManifest | undefined> {
  checkTarget(reference);
  const { registry, name } = repository;
  const response = await repository.send({
    what: `Reading manifest ${reference}`,
    access: 'pull',
    method: 'GET',
    target: `manifests/${reference}`,
    headers: { accept: manifestAccept },
    maxResponseBytes: maxManifestLength,
    accepted: [404],
  });
  if (isAbsent(repository, reference, response)) return undefined;
  const { body } = response;
  const digest = isDigest(reference) ? digestLike(reference, body) : digestBytes(body);
  const stated = response.headers['docker-content-digest'];
  const wrong =
    (isDigest(reference) && digest !== reference) ||
    (isDigest(stated) && digestLike(stated, body) !== stated);
  if (wrong) {
    throw new IntegrityError(ociErrors.E_OCI_DIGEST, {
      message: `${registry}/${name} sent bytes with the digest ${digest} for manifest ${reference}${isDigest(stated) ? `, but reports ${stated}` : ''}.`,
    });
  }
  const content = parseManifest(body);
  const typed = response.headers['content-type']?.split(';', 1)[0]?.trim();
  const mediaType = content?.mediaType ?? typed;
  if (content === undefined || mediaType === undefined || (typed !== undefined && typed !== mediaType)) {
    throw new RemoteError(ociErrors.E_OCI_MALFORMED, {
      message: `${registry}/${name} returned content for manifest ${reference} that is not a manifest (${neutralizeLine(typed ?? 'no type', 100)}).`,
      status: response.status,
    });
  }
  return { digest, mediaType, bytes: body, content };
}

/** The digest a tag or digest stands for; undefined when there is none. @throws like `getManifest` */
export async function resolveDigest(repository: Repository, reference: string): Promise<Digest | undefined> {
  checkTarget(reference);
  const response = await repository.send({
    what: `Checking manifest ${reference}`,
    access: 'pull',
    method: 'HEAD',
    target: `manifests/${reference}`,
    headers: { accept: manifestAccept },
    accepted: [401, 403, 404],
  });
  const stated = response.headers['docker-content-digest'];
  if (response.status < 300 && isDigest(stated)) return stated;
  // An answer to HEAD has no words that tell "there is none", "not in a form you take" and "not for you" apart.
  return (await getManifest(repository, reference))?.digest;
}

/**
 * Puts a manifest or an index under a tag or its own digest; the same bytes again are no change.
 * @throws InputError E_OCI_MANIFEST_TOO_LARGE, IntegrityError E_OCI_DIGEST, RemoteError E_OCI_TAG_IMMUTABLE, E_OCI_*
 */
export async function putManifest(
  repository: Repository,
  reference: string,
  bytes: Uint8Array,
  mediaType: string,
  options: PutOptions = {},
): Promise<PushedManifest> {
  checkTarget(reference);
  if (bytes.byteLength > maxManifestLength) {
    throw new InputError(ociErrors.E_OCI_MANIFEST_TOO_LARGE, {
      message: `The manifest for "${reference}" has ${bytes.byteLength} bytes; registries accept at most ${maxManifestLength}.`,
    });
  }
  const digest = isDigest(reference) ? digestLike(reference, bytes) : digestBytes(bytes);
  if (isDigest(reference) && digest !== reference) {
    throw new IntegrityError(ociErrors.E_OCI_DIGEST, {
      message: `The manifest to push as ${reference} has the digest ${digest}.`,
    });
  }
  const response = await sendManifest(repository, reference, bytes, mediaType, options);
  const stated = response.headers['docker-content-digest'];
  if (isDigest(stated) && stated !== digestLike(stated, bytes)) {
    throw new IntegrityError(ociErrors.E_OCI_DIGEST, {
      message: `${repository.registry}/${repository.name} accepted manifest ${digest} but reports it as ${stated}.`,
    });
  }
  return { digest, size: bytes.byteLength, listed: isDigest(response.headers['oci-subject']) };
}

/** Asks again a few times where the registry does not see a blob that it has, unless the manifest is to be put once. */
async function sendManifest(
  repository: Repository,
  reference: string,
  bytes: Uint8Array,
  mediaType: string,
  { once = false }: PutOptions,
): Promise<HttpResponse> {
  const what = `Pushing manifest ${reference}`;
  for (let attempt = 1; ; attempt += 1) {
    const response = await repository.send({
      what,
      access: 'push',
      method: 'PUT',
      target: `manifests/${reference}`,
      headers: { 'content-type': mediaType },
      body: bytes,
      accepted: [400, 404],
      ...(once ? { maxAttempts: 1 } : {}),
    });
    if (response.status < 300) return response;
    const refusal = refuseAnswer(
      `${what} (${repository.registry}/${repository.name})`,
      repository.name,
      response,
    );
    if (once || !refusal.retryable || attempt >= maxAttempts) throw refusal;
    await waitBefore(repository, attempt, refusal);
  }
}
