import type { JobReport, RehearsalReport } from '../report.ts';

/** How a rehearsal ended. */
export type VerdictKind = 'ready' | 'not ready' | 'recovered' | 'nothing to release';

export interface Verdict {
  readonly kind: VerdictKind;
  /** "demo 1.2.0" */
  readonly release: string;
  /** "demo 1.2.0 is ready to release" */
  readonly sentence: string;
  /** The job that failed last; undefined when none did. */
  readonly stoppedIn: JobReport | undefined;
}

/** The job that a run ended in: of the last attempt of a run, the first that failed. */
function findStop({ jobs }: RehearsalReport): JobReport | undefined {
  const last = new Map(jobs.map(({ runId, attempt }) => [runId, attempt]));
  return jobs.find(({ result, runId, attempt }) => result === 'failure' && last.get(runId) === attempt);
}

/** The answer that a reader came for. */
export function findVerdict(report: RehearsalReport): Verdict {
  const { project, ok, fault, nothingToRelease } = report;
  const release =
    [project.name, project.versionAfter].filter((part) => part !== '').join(' ') || 'The project';
  const hasStopped = report.jobs.some(({ result }) => result === 'failure');
  const make = (kind: VerdictKind, sentence: string): Verdict => ({
    ...{ kind, release, sentence },
    stoppedIn: findStop(report),
  });
  if (!ok) return make('not ready', `${release} is not ready to release`);
  if (nothingToRelease !== null)
    return make('nothing to release', `${project.name || 'The project'} has nothing to release`);
  if (fault !== null && hasStopped) return make('recovered', `${release} stopped, then finished`);
  return make('ready', `${release} is ready to release`);
}

/** "17 of 17" */
export const countChecks = ({ checks }: RehearsalReport): string =>
  `${checks.filter(({ ok }) => ok).length} of ${checks.length}`;

/** Files that PyPI accepted. */
export const countUploaded = ({ files }: RehearsalReport): number =>
  files.filter(({ channels }) => channels.pypi !== null).length;
