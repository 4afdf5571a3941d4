import { type BuildKitAttestations, selectBuildKitAttestations } from '../inputs/attestation-inputs.ts';
import type { BuildArgument } from '../inputs/build-arguments.ts';
import { parsePlatforms } from '../inputs/platforms.ts';
import { formatFields } from '../inputs/records.ts';
import type { ImageDescription } from './image-annotations.ts';

/** What is built, in the words of the inputs. */
export interface BuildWishes {
  readonly context: string;
  readonly file: string | undefined;
  readonly target: string | undefined;
  readonly platforms: readonly string[];
  readonly 'build-args': readonly BuildArgument[];
  readonly 'cache-from': readonly string[];
  readonly 'cache-to': readonly string[];
  readonly provenance: string;
  readonly sbom: string | undefined;
  readonly allow: readonly string[];
  /** Fields of the exporter. */
  readonly compression: readonly string[];
  readonly 'extra-args': readonly string[];
}

/** How one build is run. */
export interface BuildRun {
  readonly builder: string;
  readonly description: ImageDescription;
  /** Values of `--secret`. */
  readonly secrets: readonly string[];
  /** The archive to write. */
  readonly layoutPath: string;
  readonly metadataPath: string;
  /** Sets the times in the layers to SOURCE_DATE_EPOCH (BuildKit 0.13). */
  readonly rewriteTimestamps: boolean;
  /** Builds again, without reading or writing a cache. */
  readonly withoutCache?: boolean;
}

/** Whether the image is an index: of several platforms, or of one with what BuildKit attests of it. */
function isIndexBuild(wishes: BuildWishes, attestations: BuildKitAttestations): boolean {
  const { provenance, sbom } = attestations;
  return wishes.platforms.length > 1 || provenance !== 'false' || sbom !== undefined;
}

/** Arguments of `docker buildx`: the build of an image into an archive of an OCI layout, and into nothing else. */
export function buildxArguments(wishes: BuildWishes, run: BuildRun): string[] {
  const option = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`--${name}`, value];
  const options = (name: string, values: readonly string[]): string[] =>
    values.flatMap((value) => option(name, value));
  const attestations = selectBuildKitAttestations(wishes);
  const pairs = (map: ReadonlyMap<string, string>): string[] =>
    [...map].map(([key, value]) => `${key}=${value}`);
  const timestamps = run.rewriteTimestamps ? ['rewrite-timestamp=true'] : [];
  return [
    'build',
    ...option('builder', run.builder),
    ...option('progress', 'plain'),
    ...option('file', wishes.file),
    ...option('target', wishes.target),
    ...(wishes.platforms.length === 0 ? [] : option('platform', wishes.platforms.join(','))),
    // Without "=" the client takes the value of its own environment, or nothing.
    ...options(
      'build-arg',
      wishes['build-args'].map(({ name, value }) => (value === undefined ? name : `${name}=${value}`)),
    ),
    ...options('secret', run.secrets),
    ...options('label', pairs(run.description.labels)),
    ...options('annotation', listAnnotations(wishes, run.description, isIndexBuild(wishes, attestations))),
    ...(run.withoutCache === true
      ? ['--no-cache']
      : [...options('cache-from', wishes['cache-from']), ...options('cache-to', wishes['cache-to'])]),
    ...option('provenance', attestations.provenance),
    ...option('sbom', attestations.sbom),
    ...options('allow', wishes.allow),
    ...wishes['extra-args'],
    ...option(
      'output',
      formatFields(['type=oci', `dest=${run.layoutPath}`, ...wishes.compression, ...timestamps]),
    ),
    ...option('metadata-file', run.metadataPath),
    '--',
    wishes.context,
  ];
}

/**
 * BuildKit refuses annotations of an index where there is none, and of a platform that is not built; both happen when jobs with
 * one platform each share their inputs. It also passes over those of the one platform of an image without an index.
 */
function listAnnotations(
  { platforms }: BuildWishes,
  { manifest, index, others }: ImageDescription,
  isIndex: boolean,
): readonly string[] {
  const general = [
    ...[...manifest].map(([key, value]) => `manifest:${key}=${value}`),
    ...(isIndex ? [...index].map(([key, value]) => `index:${key}=${value}`) : []),
  ];
  const special = others.flatMap((text) => {
    const [, level = '', platform, rest = ''] = /^([a-z-]+)(?:\[([^\]]*)\])?(:.*)$/s.exec(text) ?? [];
    if (level.startsWith('index')) return isIndex ? [text] : [];
    if (platform === undefined || platforms.length === 0) return [text];
    if (!platforms.includes(parsePlatforms(platform, 'annotations').join())) return [];
    return [isIndex ? text : `${level}${rest}`];
  });
  return [...general, ...special];
}
