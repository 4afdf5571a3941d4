import type { Version } from '@slipway/python/version/parse-version';
import { readOwnerName } from './find-owner.ts';
import { createTagReader } from './read-tag.ts';

/** A tag taken apart. */
export interface TagParts {
  /** Everything before the version: `v`, `demo-v`, nothing. */
  readonly prefix: string;
  readonly version: Version;
}

/**
 * Takes apart a tag that names a version by itself, with or without the name of a project: `v1.2.0`, `1.2`, `demo-v1.2.0`. One
 * number is no version, since such a tag moves as a rule. Without the other tags of the repository this is all that a name tells.
 */
export function splitTag(tag: string): TagParts | undefined {
  const owner = readOwnerName(tag);
  const reading = createTagReader(owner === undefined ? [] : [owner])(tag);
  if (reading.is !== 'own' || reading.text.parts.length < 2) return undefined;
  return { prefix: reading.prefix, version: reading.text.version };
}

/** The version of `splitTag`. */
export const readTagVersion = (tag: string): Version | undefined => splitTag(tag)?.version;
