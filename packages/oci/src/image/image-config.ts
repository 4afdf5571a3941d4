import { RemoteError } from '@slipway/core/errors/action-error';
import { isRecord } from '@slipway/core/is-record';
import { readBlob } from '../blobs/blobs.ts';
import type { Descriptor } from '../descriptor.ts';
import { ociErrors } from '../errors.ts';
import { getManifest, type StoredManifest } from '../manifests.ts';
import { isIndexType } from '../media-types.ts';
import type { Repository } from '../registry.ts';
import { isAttestation } from './index-entry.ts';
import type { PlatformFields } from './platform.ts';

/** What the config of an image says (image-spec, "OCI Image Configuration"). */
export interface ImageConfig {
  /** `os`, `architecture`, `variant`, `os.version` and `os.features`, as an index lists them. */
  readonly platform: PlatformFields;
  readonly labels: Readonly<Record<string, string>>;
}

const maxConfigBytes = 4 * 1024 * 1024;
const deepestIndex = 4;
const configTypes = [
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
];

/** Whether a config is that of an image; artifacts have others. */
export function isImageConfig(config: Descriptor | undefined): config is Descriptor {
  return config !== undefined && configTypes.includes(config.mediaType);
}

/** Reads the JSON of a config; undefined for what is none. */
export function parseImageConfig(bytes: Uint8Array): ImageConfig | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const text = (name: string): string => (typeof value[name] === 'string' ? value[name] : '');
  const inner = value['config'];
  const labels = isRecord(inner) && isRecord(inner['Labels']) ? inner['Labels'] : {};
  const features = value['os.features'];
  return {
    platform: {
      architecture: text('architecture'),
      os: text('os'),
      ...(text('os.version') === '' ? {} : { 'os.version': text('os.version') }),
      ...(Array.isArray(features) && features.length > 0 ? { 'os.features': features } : {}),
      ...(text('variant') === '' ? {} : { variant: text('variant') }),
    },
    labels: Object.fromEntries(
      Object.entries(labels).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
  };
}

/** Reads the config of a manifest; undefined for one that is not of an image. @throws RemoteError E_OCI_*, E_HTTP_* */
export async function readImageConfig(
  repository: Repository,
  config: Descriptor | undefined,
): Promise<ImageConfig | undefined> {
  if (!isImageConfig(config)) return undefined;
  if (config.size > maxConfigBytes) {
    throw new RemoteError(ociErrors.E_OCI_MALFORMED, {
      message: `The config ${config.digest} of ${repository.registry}/${repository.name} is too large (${config.size} bytes).`,
    });
  }
  return parseImageConfig(await readBlob(repository, config));
}

/**
 * What an image says of itself under some keys of the OCI specification (`org.opencontainers.image.version`): the annotation of
 * its index or manifest, else the label of its first platform. Nothing is read beyond what has them all.
 */
export async function readImageAnnotations<Key extends string>(
  repository: Repository,
  stored: StoredManifest,
  keys: readonly Key[],
  depth = 0,
): Promise<Readonly<Partial<Record<Key, string>>>> {
  const { annotations, manifests = [], config } = stored.content;
  const told = pickTexts(annotations ?? {}, keys);
  const missing = keys.filter((key) => told[key] === undefined);
  if (missing.length === 0) return told;
  if (!isIndexType(stored.mediaType))
    return { ...told, ...pickTexts((await readImageConfig(repository, config))?.labels ?? {}, missing) };
  const first = manifests.find((each) => !isAttestation(each));
  if (first === undefined || depth >= deepestIndex) return told;
  const child = await getManifest(repository, first.digest);
  if (child === undefined) return told;
  return { ...told, ...(await readImageAnnotations(repository, child, missing, depth + 1)) };
}

function pickTexts<Key extends string>(
  record: Readonly<Record<string, unknown>>,
  keys: readonly Key[],
): Partial<Record<Key, string>> {
  const picked: Partial<Record<Key, string>> = {};
  for (const key of keys) {
    const value = record[key];
    if (typeof value === 'string') picked[key] = value;
  }
  return picked;
}
