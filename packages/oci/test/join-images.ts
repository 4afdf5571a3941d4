import type { Digest } from '../src/digest.ts';
import { type ComposedIndex, composeJoined, pushIndex } from '../src/image/compose-index.ts';
import type { Repository } from '../src/registry.ts';

/** Composes the index of several images, and pushes it. */
export async function joinImages(
  repository: Repository,
  digests: readonly Digest[],
  annotations: ReadonlyMap<string, string>,
): Promise<ComposedIndex> {
  const composed = await composeJoined(repository, digests, annotations);
  await pushIndex(repository, composed);
  return composed;
}
