import type { TagStyle } from './tag-style.ts';

/**
 * The pattern that matches the tags of a style, for the policy of an environment or a ruleset (Ruby's `File.fnmatch`, in which `*`
 * stops at a slash).
 */
export function formatTagPattern({ prefix }: Pick<TagStyle, 'prefix'>): string {
  const literal = prefix.replaceAll(/[\\*?[\]{}]/g, String.raw`\$&`);
  return prefix === '' ? '[0-9]*' : `${literal}*`;
}
