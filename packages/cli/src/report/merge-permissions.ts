import type { JobPermissions } from '@slipway/runner/platform';

const rank = { none: 0, read: 1, write: 2 } as const;

/** Every scope at the higher of its two levels. */
export function mergePermissions(before: JobPermissions, now: JobPermissions): JobPermissions {
  const merged: Record<string, 'none' | 'read' | 'write'> = { ...before };
  for (const [scope, level] of Object.entries(now))
    if (rank[level] > rank[merged[scope] ?? 'none']) merged[scope] = level;
  return merged;
}
