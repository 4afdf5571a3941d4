import { neutralizeLine } from '@slipway/core/neutralize';
import type { Version } from '@slipway/python/version/parse-version';
import { canonicalSpelling, type Spelling, spellVersion } from './spelling.ts';

export type { Spelling } from './spelling.ts';

/** How a project names the tags of its releases. */
export interface TagStyle {
  /** What stands before the version: `v`, nothing, `demo-v`, `demo/v`, `demo==`, `release-`. */
  readonly prefix: string;
  readonly spelling: Spelling;
  /** Where it is from: the existing tags, an input, or, without both, the usual `v{version}`. */
  readonly source: 'tags' | 'format' | 'default';
}

/** The style of a project without tags. */
export const defaultStyle: TagStyle = { prefix: 'v', spelling: canonicalSpelling, source: 'default' };

/** The name of the tag of a version. */
export function formatTag({ prefix, spelling }: TagStyle, version: Version): string {
  return `${prefix}${spellVersion(version, spelling)}`;
}

/** `{version}`, `v{version}`, `demo-v{version}`: a style for people. */
export function describeStyle({ prefix }: TagStyle): string {
  return `${neutralizeLine(prefix, 120)}{version}`;
}

/** `Tags like 2.7.0; last 2.7.0, next 2.8.0`: what was found in one line. */
export function describeTags(style: TagStyle, last: string | undefined, next: string): string {
  const like = style.source === 'default' ? describeStyle(style) : neutralizeLine(last ?? next, 120);
  return `Tags like ${like}; last ${neutralizeLine(last ?? 'none', 120)}, next ${neutralizeLine(next, 120)}`;
}
