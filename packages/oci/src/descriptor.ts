import { isRecord } from '@slipway/core/is-record';
import { type Digest, isDigest } from './digest.ts';

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: Readonly<Record<string, unknown>>;
}

/** An index or a manifest, as far as what it points to goes. */
export interface ManifestContent {
  readonly schemaVersion: number;
  readonly mediaType?: string;
  readonly artifactType?: string;
  /** Children of an index. */
  readonly manifests?: readonly Descriptor[];
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly subject?: Descriptor;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Whether a value of somebody else's JSON is a descriptor that may be followed. */
export function isDescriptor(value: unknown): value is Descriptor {
  return (
    isRecord(value) &&
    typeof value['mediaType'] === 'string' &&
    isDigest(value['digest']) &&
    typeof value['size'] === 'number' &&
    Number.isSafeInteger(value['size']) &&
    value['size'] >= 0 &&
    isOptional(value['artifactType'], (type) => typeof type === 'string') &&
    isOptional(value['annotations'], isTexts) &&
    isOptional(value['platform'], isRecord)
  );
}

/** Programs in Go write null for what is empty. */
const isOptional = (value: unknown, isRight: (value: unknown) => boolean): boolean =>
  value === undefined || value === null || isRight(value);

const isTexts = (value: unknown): boolean =>
  isRecord(value) && Object.values(value).every((text) => typeof text === 'string');

function isList(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.every(isDescriptor));
}

/** Reads the JSON of an index or a manifest; undefined for anything else. */
export function parseManifest(bytes: Uint8Array): ManifestContent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
  if (!isRecord(value) || typeof value['schemaVersion'] !== 'number') return undefined;
  const { manifests, layers, config, subject, mediaType, artifactType, annotations } = value;
  const single = [config, subject].every((each) => each === undefined || isDescriptor(each));
  const typed = [mediaType, artifactType].every((type) => type === undefined || typeof type === 'string');
  return single && typed && isOptional(annotations, isTexts) && isList(manifests) && isList(layers)
    ? (value as unknown as ManifestContent)
    : undefined;
}
