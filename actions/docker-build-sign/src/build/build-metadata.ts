import { IntegrityError } from '@slipway/core/errors/action-error';
import { type Digest, isDigest } from '@slipway/oci/digest';
import { imageErrors } from '../errors.ts';

/** A finding of BuildKit about the Dockerfile. */
export interface BuildWarning {
  readonly text: string;
  readonly url: string;
  /** `Dockerfile:3`; empty when it is about no line. */
  readonly place: string;
}

/** What buildx writes about a build (`--metadata-file`). */
export interface BuildMetadata {
  /** Of the image: `containerimage.digest`. */
  readonly digest: Digest;
  readonly warnings: readonly BuildWarning[];
}

interface RawWarning {
  /** Base64, as Go writes bytes in JSON. */
  readonly short?: unknown;
  readonly url?: unknown;
  readonly sourceInfo?: { readonly filename?: unknown };
  readonly range?: readonly { readonly start?: { readonly line?: unknown } }[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads the metadata file. @throws IntegrityError E_DOCKER_RESULT when it does not say what was built */
export function parseBuildMetadata(json: string): BuildMetadata {
  const raw = parseObject(json);
  const descriptor = raw['containerimage.descriptor'] as { readonly digest?: unknown } | undefined;
  const digest = raw['containerimage.digest'] ?? descriptor?.digest;
  if (!isDigest(digest) || (descriptor?.digest !== undefined && descriptor.digest !== digest)) {
    throw new IntegrityError(imageErrors.E_DOCKER_RESULT, {
      message: 'buildx did not report the image digest ("containerimage.digest" in its metadata).',
    });
  }
  const warnings = raw['buildx.build.warnings'];
  return {
    digest,
    warnings: Array.isArray(warnings) ? (warnings as readonly RawWarning[]).map(readWarning) : [],
  };
}

function parseObject(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told by the caller: nothing is known of the digest.
  }
  return {};
}

function readWarning({ short, url, sourceInfo, range }: RawWarning): BuildWarning {
  const line = range?.[0]?.start?.line;
  const file = text(sourceInfo?.filename);
  return {
    text: Buffer.from(text(short), 'base64').toString('utf8'),
    url: text(url),
    place: file === '' ? '' : `${file}${typeof line === 'number' ? `:${line}` : ''}`,
  };
}
