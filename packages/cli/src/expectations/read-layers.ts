import type { EmulatedRegistry } from '@slipway/emulated-registry/registry';

interface Manifest {
  readonly layers?: readonly {
    readonly digest: string;
    readonly annotations?: Readonly<Record<string, string>>;
  }[];
  readonly manifests?: readonly { readonly digest: string }[];
}

type FilesByName = ReadonlyMap<string, string>;

const titleKey = 'org.opencontainers.image.title';
// An index of the PyOCI layout holds manifests, which hold one file each.
const maxDepth = 4;

function collect(
  registry: EmulatedRegistry,
  name: string,
  reference: string,
  depth: number,
): [string, string][] {
  const stored = depth > maxDepth ? undefined : registry.readManifest(name, reference);
  if (stored === undefined) return [];
  const { layers = [], manifests = [] } = JSON.parse(Buffer.from(stored.bytes).toString('utf8')) as Manifest;
  const own = layers.flatMap(({ digest, annotations }): [string, string][] => {
    const title = annotations?.[titleKey];
    return title === undefined ? [] : [[title, digest.replace(/^sha256:/, '')]];
  });
  return [...own, ...manifests.flatMap(({ digest }) => collect(registry, name, digest, depth + 1))];
}

/** The files that a tag of a package leads to: SHA-256 by name, the digest of the layer that holds the file. */
export function readTaggedFiles(registry: EmulatedRegistry, name: string, tag: string): FilesByName {
  return new Map(collect(registry, name, tag, 0));
}

/** SHA-256 of every file that any package has under a tag, by name. */
export function readStoredFiles(registry: EmulatedRegistry): FilesByName {
  return new Map(
    registry
      .listPackages()
      .flatMap(({ name, tags }) => Object.keys(tags).flatMap((tag) => collect(registry, name, tag, 0))),
  );
}
