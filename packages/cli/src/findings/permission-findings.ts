import type { JobPermissions } from '@slipway/runner/platform';
import type { ActionUse } from '../expectations/action-uses.ts';
import type { JobReport } from '../report/report.ts';
import type { Finding } from './finding.ts';

const rank = { none: 0, read: 1, write: 2 } as const;

/** The highest rights that a step may need, in the mode in which it is used. */
export function rightsOf({ action, inputs }: Pick<ActionUse, 'action' | 'inputs'>): JobPermissions {
  const mode = inputs.get('mode');
  const isComputed = (name: string): boolean => inputs.has(name) && inputs.get(name) === undefined;
  switch (action) {
    case 'version-bump':
      return {
        contents: 'write',
        ...(inputs.has('dispatch') ? { actions: 'write' as const } : {}),
        ...(inputs.has('require-checks') && inputs.get('require-checks') !== 'none'
          ? { checks: 'read' as const }
          : {}),
        ...(mode === 'pull-request' || isComputed('mode') ? { 'pull-requests': 'write' as const } : {}),
      };
    case 'pypi-publish':
      return inputs.has('password') ? {} : { 'id-token': 'write' };
    case 'github-packages-publish':
      return { packages: 'write', contents: 'read' };
    case 'docker-build-sign':
      if (mode === 'promote') return { packages: 'write' };
      return {
        ...{ packages: 'write', contents: 'read' },
        ...(inputs.get('sign') === 'false' ? {} : { 'id-token': 'write' as const }),
      };
    case 'release-notes':
      return {
        ...{ contents: 'write', 'pull-requests': 'read' },
        ...(inputs.has('discussion-category') ? { discussions: 'write' as const } : {}),
      };
    case 'passport':
      return {
        'id-token': 'write',
        ...(mode === 'verify' || mode === 'adopt' || isComputed('mode') ? { contents: 'read' as const } : {}),
        ...(inputs.get('attestations') === 'false' ? {} : { attestations: 'write' as const }),
      };
    // Everything after the build, in one step.
    case 'publish':
      return {
        ...{ contents: 'write', 'id-token': 'write', attestations: 'write', 'pull-requests': 'read' },
        ...(['', 'false'].includes(inputs.get('github-packages') ?? '')
          ? {}
          : { packages: 'write' as const }),
      };
    case 'checksums':
      return inputs.get('sign') === 'true' ? { 'id-token': 'write' } : {};
    default:
      return {};
  }
}

export interface UsedRights {
  readonly jobs: readonly JobReport[];
  readonly uses: readonly ActionUse[];
  /** The release stays a draft: some jobs have nothing to write. */
  readonly isDraft: boolean;
  /** The release began at a tag that was there: what raises the version had nothing to write. */
  readonly isTagGiven?: boolean;
  /** Keys of jobs of which a step could not be shown on this machine. */
  readonly notShown: readonly string[];
}

/**
 * Rights that a job asked for and did not use. A job that did not run, or failed, has shown nothing; where a step was skipped or not
 * shown, or the release stays a draft, what its actions may need is not counted.
 */
export function findUnusedRights({
  jobs,
  uses,
  isDraft,
  notShown,
  isTagGiven,
}: UsedRights): readonly Finding[] {
  const isOurs = uses.length > 0;
  return [...new Set(jobs.map(({ id }) => id))].flatMap((id) => {
    const all = jobs.filter((job) => job.id === id);
    const attempt = Math.max(...all.map((job) => job.attempt));
    const legs = all.filter((job) => job.attempt === attempt);
    if (legs.some(({ result }) => result !== 'success')) return [];
    const isPartial =
      isDraft ||
      (isTagGiven === true && uses.some((use) => use.jobId === id && use.action === 'version-bump')) ||
      notShown.includes(id) ||
      legs.some(({ steps }) => steps.some(({ result }) => result === 'skipped'));
    // Checks are read where a branch requires some, and a step whose mode is computed runs in one of its modes.
    const isConditional = (scope: string): boolean =>
      scope === 'checks' ||
      uses.some((use) => use.jobId === id && use.inputs.has('mode') && use.inputs.get('mode') === undefined);
    const own = uses.filter(({ jobId }) => jobId === id).map(rightsOf);
    const asked: JobPermissions = legs[0]?.permissionsAsked ?? {};
    return Object.entries(asked).flatMap(([scope, level]): Finding[] => {
      // What an attempt before has done already is not done again.
      const seen = [
        ...all.map(({ permissionsUsed }) => permissionsUsed[scope]),
        ...(isPartial || isConditional(scope) ? own.map((rights) => rights[scope]) : []),
      ];
      const highest = Math.max(...seen.map((each) => rank[each ?? 'none']));
      if (rank[level] <= highest) return [];
      const message =
        highest === 0
          ? `The job "${id}" requests "${scope}: ${level}" but never uses it. Remove it.`
          : `The job "${id}" requests "${scope}: ${level}" but only reads. Use "${scope}: read".`;
      return [{ rule: 'permission', job: id, fails: isOurs, message }];
    });
  });
}
