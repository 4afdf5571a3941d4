import { RemoteError } from '@slipway/core/errors/action-error';
import { readBlob } from './blobs.ts';
import type { Descriptor } from './descriptor.ts';
import { isAttestation, type PlatformFields } from './index-entry.ts';
import { getManifest, type StoredManifest } from './manifests.ts';
import { isIndexType } from './media-types.ts';
import type { Repository } from './registry.ts';

/** What the config of an image says (image-spec, "OCI Image Configuration"). */
export interface ImageConfig {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string | undefined;
  /** `os`, `architecture`, `variant`, `os.version` and `os.features`, as an index lists them. */
  readonly platform: PlatformFields;
  /** RFC 3339. */
  readonly created: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

const largestConfigBytes = 4 * 1024 * 1024;
const deepestIndex = 4;
const configTypes = [
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
];

/** Whether a config is that of an image; artifacts have others. */
export function isImageConfig(config: Descriptor | undefined): config is Descriptor {
  return config !== undefined && configTypes.includes(config.mediaType);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
    os: text('os'),
    architecture: text('architecture'),
    variant: text('variant') || undefined,
    platform: {
      architecture: text('architecture'),
      os: text('os'),
      ...(text('os.version') === '' ? {} : { 'os.version': text('os.version') }),
      ...(Array.isArray(features) && features.length > 0 ? { 'os.features': features } : {}),
      ...(text('variant') === '' ? {} : { variant: text('variant') }),
    },
    created: text('created') || undefined,
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
  if (config.size > largestConfigBytes) {
    throw new RemoteError('E_OCI_MALFORMED', {
      message: `The config ${config.digest} of ${repository.registry}/${repository.name} has ${config.size} bytes.`,
    });
  }
  return parseImageConfig(await readBlob(repository, config));
}

/**
 * What an image says of itself under a key of the OCI specification (`org.opencontainers.image.version`): the annotation of
 * its index or manifest, else the label of its first platform.
 */
export async function readImageAnnotation(
  repository: Repository,
  stored: StoredManifest,
  key: string,
  depth = 0,
): Promise<string | undefined> {
  const { annotations, manifests = [], config } = stored.content;
  const annotated = annotations?.[key];
  if (typeof annotated === 'string') return annotated;
  if (!isIndexType(stored.mediaType)) return (await readImageConfig(repository, config))?.labels[key];
  const first = manifests.find((each) => !isAttestation(each));
  if (first === undefined || depth >= deepestIndex) return undefined;
  const child = await getManifest(repository, first.digest);
  return child === undefined ? undefined : readImageAnnotation(repository, child, key, depth + 1);
}
