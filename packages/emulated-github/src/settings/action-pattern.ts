/**
 * Whether `owner/repo/path@ref` matches a pattern of "Allow specified actions": `*` stands for anything, the case of letters
 * does not matter (GitHub Docs, "Allowing select actions and reusable workflows to run": `space-org*` + `/*`, `*` + `/octocat**@*`).
 */
export function matchesActionPattern(pattern: string, uses: string): boolean {
  const parts = pattern
    .trim()
    .split(/\*+/)
    .map((part) => part.replace(/[.+?^${}()|[\]\\/]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'is').test(uses);
}
