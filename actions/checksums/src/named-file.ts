import type { HashedFile } from '@slipway/core/hash';

/** A hashed file with its name in the manifest. */
export interface NamedFile extends HashedFile {
  readonly name: string;
}
