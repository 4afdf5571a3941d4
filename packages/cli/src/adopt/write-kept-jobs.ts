import type { JobText, StepText } from '@slipway/runner/workflow-text/workflow-text';
import { copyLines, copyStep, type KeptJobContext, moveTo } from './copy-lines.ts';
import { type KeptSteps, type OldJob, sortKeptSteps, spanWithComments } from './old-jobs.ts';
import { readNeeds, translateLine } from './translate-line.ts';

/** A place of the old workflow that cannot be moved, with what a person has to change first. */
export interface Stop {
  readonly line: number;
  readonly reason: string;
}

/** A job of the new file that comes from the old one. */
export interface KeptJob {
  readonly id: string;
  /** The job that waits for it; undefined for one that nothing of the release waits for. */
  readonly gates: 'draft-github-release' | undefined;
  readonly lines: readonly string[];
}

const atRelease = "github.ref_type == 'tag' && needs.version-bump.outputs.released == 'true'";
const afterRelease =
  "!failure() && !cancelled() && needs.create-github-release.result == 'success' && needs.create-github-release.outputs.draft == 'false'";

/** Rights of a job that had those that the repository gives to every job: what its checkout and its scripts can need at least. */
function guessRights({ lines }: KeptJobContext, { span, steps }: JobText): ReadonlyMap<string, string> {
  const text = lines.slice(span.first - 1, span.last).join('\n');
  const readsToken = /secrets\.GITHUB_TOKEN|github\.token/.test(text);
  const isRead = readsToken || steps.some(({ uses }) => /^actions\/checkout@/i.test(uses?.text ?? ''));
  return new Map(isRead ? [['contents', 'read']] : []);
}

/** The permissions of a job that stays: its own without the ID token of the release, or those that the file gave to every job. */
function writePermissions(context: KeptJobContext, job: JobText, isSplit: boolean): string[] {
  const { workflow, ledger } = context;
  const own = job.keys.get('permissions');
  const rights = job.permissions ?? workflow.permissions ?? guessRights(context, job);
  if (own !== undefined && !isSplit) return moveTo(4, copyLines(context, own, new Set()));
  if (own !== undefined && ledger.isOpen(own.first))
    ledger.assign(own, {
      kind: 'replaced',
      reason: 'the rights for the release are with the jobs that need them',
    });
  const left = [...rights].filter(
    ([scope]) => !isSplit || (scope !== 'id-token' && scope !== 'attestations'),
  );
  if (rights.has('*')) return [`    permissions: ${rights.get('*')}-all`];
  return left.length === 0
    ? ['    permissions: {}']
    : ['    permissions:', ...left.map(([scope, level]) => `      ${scope}: ${level}`)];
}

const writeNeeds = (needs: readonly string[]): string[] =>
  needs.length === 0 ? [] : [`    needs: [${needs.join(', ')}]`];

/** Defaults of the whole file, for the jobs that they were written for. */
function writeDefaults({ workflow, lines, ledger }: KeptJobContext, job: JobText): string[] {
  const span = workflow.keys.get('defaults');
  if (span === undefined || job.keys.has('defaults') || job.uses !== undefined) return [];
  if (ledger.isOpen(span.first))
    ledger.assign(span, { kind: 'kept', reason: 'moved into the jobs that stay' });
  return moveTo(4, lines.slice(span.first - 1, span.last));
}

const placeConditions: Readonly<Record<OldJob['place'], string | undefined>> = {
  release: undefined,
  before: undefined,
  between: atRelease,
  after: afterRelease,
  aside: undefined,
};

/** Writes a job that stays as a whole. */
export function writeWholeJob(context: KeptJobContext, { job, place }: OldJob): KeptJob {
  const { workflow, lines, ledger, successors } = context;
  const { first } = spanWithComments(lines, { ...job.span, last: job.span.first });
  const head = moveTo(2, lines.slice(first - 1, job.span.first));
  ledger.assign({ first, last: job.span.first }, { kind: 'kept', reason: 'unchanged' });
  const isMoved = job.needs.some((need) => successors.has(need));
  const own = [...job.keys].filter(
    ([key]) => key !== 'permissions' && !(isMoved && (key === 'needs' || key === 'if')),
  );
  const body: string[] = [];
  let line = job.span.first + 1;
  const ends = own
    .map(([key, span]) => ({ key, ...span }))
    .toSorted((left, right) => left.first - right.first);
  for (const { key, first: start, last } of ends) {
    body.push(
      ...copyLines(
        context,
        { first: Math.max(line, spanWithComments(lines, { first: start, last }).first), last: start - 1 },
        new Set(),
      ),
    );
    if (key !== 'steps') body.push(...copyLines(context, { first: start, last }, new Set()));
    else {
      let at = start;
      for (const step of job.steps) {
        const lead = Math.max(at, spanWithComments(lines, step.span).first);
        body.push(
          ...copyLines(context, { first: at, last: lead - 1 }, new Set()),
          ...copyStep(context, step, new Set()),
        );
        at = step.span.last + 1;
      }
      body.push(...copyLines(context, { first: at, last }, new Set()));
    }
    line = last + 1;
  }
  const moved = moveTo(4, body);
  const needs = isMoved
    ? [...job.needs.map((need) => successors.get(need) ?? need), ...readNeeds(moved)]
    : [];
  const extra =
    place === 'between'
      ? ['version-bump', 'build-python-package']
      : place === 'after'
        ? ['create-github-release']
        : [];
  const condition = isMoved ? joinConditions(context, job, placeConditions[place]) : [];
  const ownNeeds = job.keys.get('needs');
  if (isMoved && ownNeeds !== undefined)
    ledger.assign(ownNeeds, { kind: 'replaced', reason: 'needs the jobs that took over' });
  const permissions =
    job.permissions === undefined && workflow.permissions === undefined && job.uses !== undefined
      ? []
      : writePermissions(context, job, false);
  return {
    id: job.id,
    gates: place === 'before' || place === 'between' ? 'draft-github-release' : undefined,
    lines: [
      ...head,
      ...writeNeeds([...new Set([...needs, ...(isMoved ? extra : [])])]),
      ...condition,
      ...permissions,
      ...writeLimit(job),
      ...writeDefaults(context, job),
      ...moved,
    ],
  };
}

/** The condition of the user inside the one of the place. */
function joinConditions(context: KeptJobContext, job: JobText, place: string | undefined): string[] {
  const span = job.keys.get('if');
  if (place === undefined) return span === undefined ? [] : moveTo(4, copyLines(context, span, new Set()));
  if (span !== undefined && context.ledger.isOpen(span.first))
    context.ledger.assign(span, { kind: 'replaced', reason: 'is a part of the condition for a release' });
  const old =
    job.if?.text
      .replace(/^\s*\$\{\{|\}\}\s*$/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim() ?? '';
  const { text, unknown } = translateLine(old, { jobs: context.successors, steps: new Set() });
  if (unknown !== undefined)
    context.stop(job.if?.line ?? job.span.first, `"${unknown}" has no counterpart in the new workflow`);
  // What the place says already; a status function would undo it.
  const rest = text.replaceAll(
    /\b(?:always|success)\(\)|github\.ref_type == 'tag'|startsWith\(\s*github\.ref\s*,\s*'refs\/tags(?:\/v?)?'\s*\)/g,
    'true',
  );
  const isPlain = /^(?:true|\s|&&)*$/.test(rest);
  return [`    if: \${{ ${place}${isPlain ? '' : ` && (${text})`} }}`];
}

/** GitHub's own limit: the job has as long as before. */
const timeLimit = '    timeout-minutes: 360';
const writeLimit = (job: JobText): string[] =>
  job.uses !== undefined || job.keys.has('timeout-minutes') ? [] : [timeLimit];

/** Job keys that a part of a split job has as they were. */
const headerKeys = new Set(['runs-on', 'container', 'services', 'env', 'timeout-minutes', 'defaults']);

const textOfStep = (lines: readonly string[], { span }: StepText): string =>
  lines.slice(span.first - 1, span.last).join('\n');

function writeSplitJob(
  context: KeptJobContext,
  { job }: OldJob,
  steps: readonly StepText[],
  place: 'between' | 'after',
  id: string,
): KeptJob {
  const { lines, stop } = context;
  const here = steps.map((step) => textOfStep(lines, step)).join('\n');
  for (const step of job.steps)
    for (const [, variable = ''] of textOfStep(lines, step).matchAll(
      /\b([A-Z][A-Z0-9_]{2,})=[^\n]*>>?[^\n]*GITHUB_ENV/g,
    ))
      if (!steps.includes(step) && new RegExp(`\\$\\{?${variable}\\b|env\\.${variable}\\b`).test(here))
        stop(
          step.span.first,
          `a step that stays reads "${variable}", which this one sets, in a different job: compute it there`,
        );
  const stay = new Set(steps.flatMap((step) => step.id ?? []));
  const dropped = new Set(
    job.steps.flatMap((step) => (step.id === undefined || stay.has(step.id) ? [] : [step.id])),
  );
  const header = [...job.keys]
    .filter(([key]) => headerKeys.has(key))
    .flatMap(([, span]) => moveTo(4, copyLines(context, span, dropped)));
  const body = steps.flatMap((step) => moveTo(6, copyStep(context, step, dropped)));
  const isBefore = place === 'between';
  const needs = [
    ...(isBefore ? ['version-bump', 'build-python-package'] : ['create-github-release']),
    ...(isBefore && context.wheelArtifacts.size > 0 ? ['build-wheels'] : []),
    ...job.needs.filter((need) => !context.successors.has(need)),
    ...readNeeds([...header, ...body]),
  ];
  const name = job.keys.get('name');
  return {
    id,
    gates: isBefore ? 'draft-github-release' : undefined,
    lines: [
      `  ${id}:`,
      ...(name === undefined ? [] : moveTo(4, lines.slice(name.first - 1, name.last))),
      ...writeNeeds([...new Set(needs)]),
      `    if: \${{ ${isBefore ? atRelease : afterRelease} }}`,
      ...writePermissions(context, job, true),
      ...writeLimit(job),
      ...writeDefaults(context, job),
      ...header,
      '    steps:',
      ...body,
    ],
  };
}

/** What stays of a job that was taken over: steps for the job that builds, and jobs before and after the release. */
export interface SplitJob {
  readonly beforeBuild: readonly string[];
  readonly afterBuild: readonly string[];
  readonly jobs: readonly KeptJob[];
}

/** Writes what stays of a job that releases. */
export function splitJob(context: KeptJobContext, old: OldJob): SplitJob {
  const { taken } = context;
  const { job } = old;
  const kept: KeptSteps = sortKeptSteps(old);
  const unique = (id: string, suffix: string): string => (taken.has(id) ? `${id}-${suffix}` : id);
  const inBuild = (steps: readonly StepText[]): string[] => {
    const stay = new Set(steps.flatMap(({ id }) => id ?? []));
    const dropped = new Set(job.steps.flatMap(({ id }) => (id === undefined || stay.has(id) ? [] : [id])));
    return steps.flatMap((step) => moveTo(6, copyStep(context, step, dropped)));
  };
  const jobs: KeptJob[] = [];
  if (kept.before.length > 0)
    jobs.push(writeSplitJob(context, old, kept.before, 'between', unique(`${job.id}-checks`, 'kept')));
  if (kept.after.length > 0)
    jobs.push(writeSplitJob(context, old, kept.after, 'after', unique(job.id, 'after')));
  return { beforeBuild: inBuild(kept.beforeBuild), afterBuild: inBuild(kept.afterBuild), jobs };
}
