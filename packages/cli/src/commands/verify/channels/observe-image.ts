import { createHash } from 'node:crypto';
import { ActionError } from '@slipway/core/errors/action-error';
import { listBundles } from '@slipway/oci/attachments/bundles';
import { type ManifestContent, parseManifest } from '@slipway/oci/descriptor';
import { isDigest } from '@slipway/oci/digest';
import { formatPlatform } from '@slipway/oci/image/platform';
import { manifestAccept } from '@slipway/oci/media-types';
import type { Repository } from '@slipway/oci/registry';
import { imageIndexItem, type ServedItem } from '@slipway/sigstore/passport/compare-channels';
import type { PassportImage } from '@slipway/sigstore/passport/passport';
import { parseBundle } from '@slipway/sigstore/statements/attestation';
import { verifySignedStatement } from '@slipway/sigstore/verify-bundle';
import type { Namespace } from '../../../reader/open-namespace.ts';
import type { FindTrust } from '../../../reader/trusted-roots.ts';
import { type ExpectedSigner, findOtherSigner } from '../expected-signer.ts';
import { observe } from '../observe.ts';
import type { ItemFault, ObservedChannel } from '../verification.ts';
import { hashBlob } from './hash-blob.ts';

export interface ImageRequest {
  readonly namespace: Namespace;
  readonly image: PassportImage;
  /** That of the version. */
  readonly tag: string;
  readonly isDownloading: boolean;
  readonly findTrust: FindTrust;
  readonly expected: ExpectedSigner;
}

/** The image as the registry serves it, by the tag of the version and by its digest. */
export function observeImage(request: ImageRequest): Promise<ObservedChannel> {
  const { namespace, image, tag } = request;
  return observe('image', 'Container image', () =>
    namespace.readAt(image.name.slice(image.name.indexOf('/') + 1), async (repository) => {
      const roots = [await readServed(repository, tag), await readServed(repository, image.digest)];
      const items = new Map<string, ServedItem>();
      const faults = new Map<string, ItemFault>();
      const add = (name: string, { sha256 }: ServedManifest): void =>
        void items.set(`${name} ${sha256}`, { name, sha256 });
      const seen = new Set<string>();
      for (const root of roots) {
        if (root === undefined || seen.has(root.sha256)) continue;
        seen.add(root.sha256);
        add(imageIndexItem, root);
        // Behind an index that cannot be read, the platforms are still served by their digests.
        const platforms = root.content === undefined ? image.platforms : listPlatforms(root.content);
        for (const { platform, digest } of platforms) {
          const served = await readServed(repository, digest);
          if (served === undefined) continue;
          add(platform, served);
          if (request.isDownloading) await checkBlobs(repository, platform, served, faults);
        }
        // An image for one platform is its own platform.
        if (request.isDownloading) await checkBlobs(repository, imageIndexItem, root, faults);
      }
      if (items.size > 0) await checkSigners(repository, request, faults);
      return { items: [...items.values()], faults };
    }),
  );
}

/** A manifest by the bytes that were served for it. */
interface ServedManifest {
  /** Hex. */
  readonly sha256: string;
  /** Undefined for bytes that are no manifest. */
  readonly content: ManifestContent | undefined;
}

const maxManifestBytes = 4 * 1024 * 1024;

/** Reads a manifest without a check of its digest, which is compared with the passport. */
async function readServed(repository: Repository, reference: string): Promise<ServedManifest | undefined> {
  const { status, body } = await repository.send({
    what: `Reading manifest ${reference}`,
    access: 'pull',
    method: 'GET',
    target: `manifests/${reference}`,
    headers: { accept: manifestAccept },
    maxResponseBytes: maxManifestBytes,
    accepted: [404],
  });
  if (status === 404) return undefined;
  return { sha256: createHash('sha256').update(body).digest('hex'), content: parseManifest(body) };
}

function listPlatforms({
  manifests = [],
}: ManifestContent): { readonly platform: string; readonly digest: string }[] {
  return manifests.flatMap(({ platform, digest }) => {
    const named = formatPlatform(platform);
    return named === undefined ? [] : [{ platform: named, digest }];
  });
}

async function checkBlobs(
  repository: Repository,
  name: string,
  { content }: ServedManifest,
  faults: Map<string, ItemFault>,
): Promise<void> {
  const blobs = [...(content?.config === undefined ? [] : [content.config]), ...(content?.layers ?? [])];
  for (const { digest, size } of blobs) {
    // Other algorithms than SHA-256 and blobs kept elsewhere are not part of what is compared.
    if (!isDigest(digest) || !digest.startsWith('sha256:')) continue;
    const served = await hashBlob(repository, { digest, size });
    if (`sha256:${served}` === digest) continue;
    faults.set(name, {
      result: 'differs',
      reason: `The registry serves other content with SHA-256 ${served} for its blob ${digest}.`,
    });
  }
}

/** Anybody who may push can attach a signature. One of the release is enough, and none is no fault: the passport signs the digest. */
async function checkSigners(
  repository: Repository,
  { image, findTrust, expected }: ImageRequest,
  faults: Map<string, ItemFault>,
): Promise<void> {
  if (!isDigest(image.digest)) return;
  let reason: string | undefined;
  for (const { bytes } of await listBundles(repository, image.digest)) {
    try {
      const bundle = parseBundle(Buffer.from(bytes).toString('utf8'));
      const { trust, trustedRoot } = await findTrust(bundle);
      // The job that builds the image may be in another called workflow than the one that signs the passport.
      const other = findOtherSigner(verifySignedStatement(bundle, trustedRoot, trust), {
        ...expected,
        workflow: undefined,
      });
      if (other === undefined) return;
      reason ??= other;
    } catch (cause) {
      if (!(cause instanceof ActionError) || cause.blame !== 'integrity') throw cause;
      reason ??= cause.message;
    }
  }
  if (reason !== undefined && !faults.has(imageIndexItem))
    faults.set(imageIndexItem, { result: 'other signer', reason });
}
