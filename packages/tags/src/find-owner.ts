import { listNames, type ProjectNames } from './project-names.ts';
import { createTagReader } from './read-tag.ts';

export type { ProjectNames } from './project-names.ts';

/** The package that a tag names; of several whose names fit, the longest. Undefined for a tag that names none of them. */
export function findOwner<Package extends ProjectNames>(
  tag: string,
  packages: readonly Package[],
): Package | undefined {
  let best: { readonly owner: Package; readonly length: number } | undefined;
  for (const owner of packages) {
    const reading = createTagReader(listNames(owner))(tag);
    if (reading.is !== 'own' || !reading.isNamed) continue;
    if (reading.prefix.length > (best?.length ?? 0)) best = { owner, length: reading.prefix.length };
  }
  return best?.owner;
}

/** The name that a tag has before its version, such as `demo` in `demo-v1.2.0`; undefined for a tag without one. */
export function readOwnerName(tag: string): string | undefined {
  const reading = createTagReader([])(tag);
  return reading.is === 'foreign' ? reading.owner : undefined;
}
