export type BumpKind = 'major' | 'minor' | 'patch';

/** What a commit of each type asks for; a type that is not in it asks for nothing. Keys are in lower case. */
export type BumpTypes = ReadonlyMap<string, BumpKind>;

// Specification: feat is MINOR, fix is PATCH, breaking is MAJOR; perf and revert change what users get as fix does.
export const defaultBumpTypes: BumpTypes = new Map([
  ['feat', 'minor'],
  ['fix', 'patch'],
  ['perf', 'patch'],
  ['revert', 'patch'],
]);

const rank: Readonly<Record<BumpKind, number>> = { patch: 1, minor: 2, major: 3 };

/** The larger of two bumps. */
export function higherBump(left: BumpKind | undefined, right: BumpKind): BumpKind {
  return left !== undefined && rank[left] >= rank[right] ? left : right;
}
