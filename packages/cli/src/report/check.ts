/** One statement about the finished release, looked at from outside. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was found. */
  readonly detail: string;
  /** What is looked at, as a heading; none for a check that stands alone. */
  readonly group?: CheckGroup;
  /** What the check proves of its channel. */
  readonly proof?: 'bytes' | 'signed' | 'installed';
}

/** Headings of checks, in the order of a report. */
export const checkGroups = [
  ...(['Tag and commit', 'GitHub Release', 'PyPI', 'GitHub Packages', 'Container image'] as const),
  ...([
    'Installation',
    'Whole release',
    'Recorded settings',
    'Workflow file',
    'Simulated failures',
    'Logs and summaries',
  ] as const),
] as const;

export type CheckGroup = (typeof checkGroups)[number];

/** The same checks under a heading; one that has a heading keeps it. */
export const inGroup = (group: CheckGroup, checks: readonly Check[]): readonly Check[] =>
  checks.map((check) => ({ group, ...check }));
