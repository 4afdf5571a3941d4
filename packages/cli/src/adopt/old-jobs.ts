import {
  type JobText,
  listAncestors,
  type Span,
  type StepText,
  type WorkflowText,
} from '@slipway/runner/workflow-text/workflow-text';
import { listActs, type StepRole } from '../doctor/release-steps.ts';
import { type JudgedStep, judgeStep } from './step-fates.ts';
import { translateLine } from './translate-line.ts';
import { placeWheelSteps } from './wheel-jobs.ts';

/**
 * What a job of the old workflow is to the release. `release`: Slipway takes its work over. `before`, `between`, `after`: it stays, and
 * runs before the release, with the built files, or after it. `aside`: it stays and has nothing to do with the release.
 */
export type JobPlace = 'release' | 'before' | 'between' | 'after' | 'aside';

export interface OldJob {
  readonly job: JobText;
  readonly place: JobPlace;
  /** Empty for a job that calls a workflow. */
  readonly steps: readonly JudgedStep[];
  readonly roles: ReadonlySet<StepRole>;
}

const releasing: readonly StepRole[] = ['publish', 'image', 'push', 'release', 'sign'];

/** Jobs whose steps release, or build what a releasing job publishes. */
function findReleaseJobs(
  workflow: WorkflowText,
  rolesOf: (job: JobText) => ReadonlySet<StepRole>,
  calledPublishers: ReadonlySet<string>,
): ReadonlySet<string> {
  const found = new Set(
    workflow.jobs
      .filter(
        (job) =>
          releasing.some((role) => rolesOf(job).has(role)) || calledPublishers.has(job.uses?.text ?? ''),
      )
      .map(({ id }) => id),
  );
  for (const id of [...found])
    for (const ancestor of listAncestors(workflow, id)) {
      const job = workflow.jobs.find((each) => each.id === ancestor);
      if (job !== undefined && rolesOf(job).has('build')) found.add(ancestor);
    }
  return found;
}

/**
 * Places the jobs of an old workflow.
 * @param calledPublishers `uses` of the called workflows that publish or build the release
 */
export function placeJobs(workflow: WorkflowText, calledPublishers: ReadonlySet<string>): readonly OldJob[] {
  const roles = new Map(
    workflow.jobs.map((job) => [
      job.id,
      new Set(job.steps.flatMap((step) => listActs(job, step)).map(({ role }) => role)),
    ]),
  );
  const rolesOf = (job: JobText): ReadonlySet<StepRole> => roles.get(job.id) ?? new Set();
  const own = findReleaseJobs(workflow, rolesOf, calledPublishers);
  const ancestorsOfRelease = new Set([...own].flatMap((id) => [...listAncestors(workflow, id)]));
  return workflow.jobs.map((job): OldJob => {
    const follows = [...listAncestors(workflow, job.id)].some((id) => own.has(id));
    const leads = ancestorsOfRelease.has(job.id);
    const place = own.has(job.id)
      ? 'release'
      : leads
        ? follows
          ? 'between'
          : 'before'
        : follows
          ? 'after'
          : 'aside';
    const steps = job.steps.map((step) => ({
      ...{ step, fate: judgeStep(job, step) },
      roles: new Set(listActs(job, step).map(({ role }) => role)),
    }));
    const placed = place === 'release' ? placeWheelSteps(steps) : steps;
    return { job, place, steps: keepComputing(workflow, replaceNotes(placed)), roles: rolesOf(job) };
  });
}

/** A step that only writes a file for the release page is a part of what release-notes does. */
function replaceNotes(steps: readonly JudgedStep[]): readonly JudgedStep[] {
  const releases = steps
    .filter(({ roles }) => roles.has('release'))
    .map(({ step }) => [step.run?.text ?? '', ...[...step.with.values()].map(({ text }) => text)].join('\n'))
    .join('\n');
  const isForNotes = ({ step, fate }: JudgedStep): boolean =>
    fate.kind === 'kept' &&
    [...(step.run?.text ?? '').matchAll(/>>?\s*["']?([\w./-]*[\w-]+\.(?:md|txt|rst))\b/g)].some(
      ([, path = '']) => releases.includes(path),
    );
  return steps.map((each) =>
    isForNotes(each)
      ? {
          ...each,
          fate: { kind: 'replaced', by: 'draft-github-release', reason: 'release-notes writes the notes' },
        }
      : each,
  );
}

/** A step that computes something stays with the steps that stay and read it, unless the new workflow has the value itself. */
function keepComputing({ text }: WorkflowText, steps: readonly JudgedStep[]): readonly JudgedStep[] {
  const lines = text.split('\n');
  const readers = steps
    .filter(({ fate }) => fate.kind === 'kept')
    .flatMap(({ step }) => lines.slice(step.span.first - 1, step.span.last));
  return steps.map((each) => {
    const { id, run } = each.step;
    if (id === undefined || run === undefined || each.fate.kind !== 'replaced' || each.roles.size > 0)
      return each;
    const known = { jobs: new Map(), steps: new Set([id]) };
    return readers.some((line) => translateLine(line, known).unknown !== undefined)
      ? { ...each, fate: { kind: 'support' } }
      : each;
  });
}

/** Steps that stay, by where they run in the new workflow. */
export interface KeptSteps {
  /** In the job that builds, before and after the build. */
  readonly beforeBuild: readonly StepText[];
  readonly afterBuild: readonly StepText[];
  /** In jobs of their own: the draft waits for the first, the second waits for the release. */
  readonly before: readonly StepText[];
  readonly after: readonly StepText[];
}

const isArtifact = ({ roles }: JudgedStep): boolean =>
  roles.has('upload-artifact') || roles.has('download-artifact');
const isCheckout = ({ step }: JudgedStep): boolean => /^actions\/checkout@/i.test(step.uses?.text ?? '');

/** Puts the kept steps of a job that releases where they belong, each with what prepares the machine for it. */
export function sortKeptSteps({ steps, roles }: Pick<OldJob, 'steps' | 'roles'>): KeptSteps {
  const indexOf = (wanted: readonly StepRole[]): readonly number[] =>
    steps.flatMap((each, index) => (wanted.some((role) => each.roles.has(role)) ? [index] : []));
  const builds = roles.has('build') ? indexOf(['build']) : [];
  const acts = indexOf(releasing);
  const firstBuild = builds[0] ?? -1;
  const firstAct = acts.find((index) => index > (builds.at(-1) ?? -1)) ?? steps.length;
  const pick = (from: number, to: number, isFresh: boolean): readonly StepText[] => {
    const range = steps.map((each, index) => ({ each, index }));
    const kept = range.filter(({ each, index }) => each.fate.kind === 'kept' && index >= from && index < to);
    const last = kept.at(-1)?.index;
    if (last === undefined) return [];
    const isNeeded = (each: JudgedStep, index: number): boolean =>
      each.fate.kind === 'support' &&
      index < last &&
      (isFresh
        ? !each.roles.has('upload-artifact')
        : index >= from && !isCheckout(each) && !isArtifact(each));
    return range
      .filter(({ each, index }) => kept.some((own) => own.index === index) || isNeeded(each, index))
      .map(({ each }) => each.step);
  };
  const isBuilding = builds.length > 0;
  return {
    beforeBuild: isBuilding ? pick(0, firstBuild, false) : [],
    afterBuild: isBuilding ? pick(firstBuild, firstAct, false) : [],
    before: isBuilding ? [] : pick(0, firstAct, true),
    after: pick(isBuilding ? Math.max(firstAct, firstBuild) : firstAct, steps.length, true),
  };
}

/** Lines of a step, with the comments right above it. */
export function spanWithComments(lines: readonly string[], { first, last }: Span): Span {
  let start = first;
  while (start > 1 && /^\s*#/.test(lines[start - 2] ?? '')) start -= 1;
  return { first: start, last };
}
