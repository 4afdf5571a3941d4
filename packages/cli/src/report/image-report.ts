import type { EmulatedRegistry, PackageState } from '@slipway/emulated-registry/registry';
import type { HostedProject } from '../release/hosted-project.ts';
import type { ReleaseFacts } from '../release/release-facts.ts';
import type { RehearsalReport } from './report.ts';

interface IndexEntry {
  readonly platform?: { readonly os?: string; readonly architecture?: string; readonly variant?: string };
}

/** The package of the registry that images of a repository go to when nothing else is asked for. */
function findImagePackage(registry: EmulatedRegistry, repository: string): PackageState | undefined {
  return registry.listPackages().find(({ name }) => name === repository.toLowerCase());
}

/** `linux/arm64/v8` of every platform of an index; what is not for any (attestations of BuildKit) is left out. */
function listPlatforms(registry: EmulatedRegistry, name: string, digest: string): readonly string[] {
  const stored = registry.readManifest(name, digest);
  if (stored === undefined) return [];
  const { manifests = [] } = JSON.parse(Buffer.from(stored.bytes).toString('utf8')) as {
    readonly manifests?: readonly IndexEntry[];
  };
  return manifests.flatMap(({ platform: { os, architecture, variant } = {} }) =>
    os === undefined || os === 'unknown'
      ? []
      : [[os, architecture, variant].filter((part) => part !== undefined && part !== '').join('/')],
  );
}

/** The image of the release as the registry holds it. @param missing why none was built, in words */
export function reportImage(
  { registry, repository }: HostedProject,
  { imageDigest }: ReleaseFacts,
  missing: string | undefined,
): RehearsalReport['image'] {
  const stored = findImagePackage(registry, repository.fullName);
  if (imageDigest === '' || stored === undefined) {
    const reason = missing ?? 'the release has no image';
    return { digest: '', tags: [], platforms: [], rehearsed: false, reason };
  }
  return {
    digest: imageDigest,
    tags: Object.keys(stored.tags).filter((tag) => stored.tags[tag] === imageDigest),
    platforms: listPlatforms(registry, stored.name, imageDigest),
    rehearsed: true,
    reason: '',
  };
}
