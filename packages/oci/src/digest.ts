import { createHash } from 'node:crypto';

/** `sha256:` or `sha512:` with lower-case hex. */
export type Digest = string;

// https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#registered-algorithms
const pattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** Whether a text is a digest of a registered algorithm; only such a text becomes a part of an address or a path. */
export function isDigest(text: unknown): text is Digest {
  return typeof text === 'string' && pattern.test(text);
}

/** `sha256:<hex>` of bytes. */
export function digestBytes(bytes: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The digest of bytes in the algorithm of another digest, to compare them. */
export function digestLike(expected: Digest, bytes: Uint8Array): Digest {
  const algorithm = expected.split(':', 1)[0] ?? 'sha256';
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}
