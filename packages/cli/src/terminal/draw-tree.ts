import { count } from '@slipway/core/text/count';
import type { JobTree, TreeChecks, TreeJob } from './job-tree.ts';
import { fit, formatSeconds, type Look, mark, measure, pad, paint, spin } from './look.ts';

/** What the drawing depends on besides the tree. */
export interface Frame {
  readonly look: Look;
  readonly columns: number;
  readonly nowMs: number;
  readonly startedAtMs: number;
  /** Counts the redrawings. */
  readonly number: number;
  /** What goes on besides the jobs; empty while they run. */
  readonly phase: string;
  /** The checks have begun. */
  readonly isChecking: boolean;
}

const nameColumns = 30;
const timeColumns = 10;
/** Narrower, there is no room for details. */
const minDetailColumns = 60;

/** The name with the number of its combinations. */
const nameJob = ({ id, combinations }: TreeJob): string =>
  combinations.size > 1 ? `${id} (${combinations.size})` : id;

function describeJob({ warnings, detail, state }: TreeJob): string {
  if (state === 'running' || state === 'failed') return detail;
  return warnings === 0 ? '' : count(warnings, 'warning');
}

/** One line: two blanks, glyph, name, time, detail. */
function drawJob(job: TreeJob, frame: Frame): string {
  const { look, columns } = frame;
  const { state } = job;
  const glyph = state === 'running' ? spin(look, frame.number) : mark(look, state);
  const width = Math.min(nameColumns, columns - 4 - timeColumns);
  if (state === 'waiting')
    return `  ${paint(look, 'dim', `${mark({ ...look, hasColor: false }, 'waiting')} ${fit(look, job.id, columns - 4)}`)}`;
  const name = pad(look, nameJob(job), width);
  const seconds = state === 'running' ? (frame.nowMs - job.startedAtMs) / 1_000 : job.seconds;
  const time = state === 'skipped' ? 'skipped' : formatSeconds(seconds);
  const left = `  ${glyph} ${state === 'skipped' ? paint(look, 'dim', name) : name}`;
  const right =
    state === 'skipped' ? paint(look, 'dim', time.padStart(timeColumns)) : time.padStart(timeColumns);
  const room = columns - 4 - width - timeColumns - 2;
  const detail = describeJob(job);
  if (columns < minDetailColumns || detail === '' || room < 8) return left + right;
  const style = state === 'failed' ? 'red' : job.warnings > 0 && state === 'passed' ? 'yellow' : 'dim';
  return `${left}${right}  ${paint(look, style, fit(look, detail, room))}`;
}

function drawChecks(checks: TreeChecks, frame: Frame, isLast: boolean): string {
  const { look, columns } = frame;
  const width = Math.min(nameColumns, columns - 4 - timeColumns);
  const hasFailed = checks.passed < checks.total;
  const glyph = hasFailed ? mark(look, 'failed') : isLast ? spin(look, frame.number) : mark(look, 'passed');
  const count = `${checks.passed} of ${checks.total}`.padStart(timeColumns);
  const room = columns - 4 - width - timeColumns - 2;
  const detail =
    isLast && columns >= minDetailColumns && room >= 8
      ? `  ${paint(look, 'dim', fit(look, checks.newest, room))}`
      : '';
  return `  ${glyph} ${pad(look, checks.name, width)}${count}${detail}`;
}

/** The line below the tree. */
function drawStatus(tree: JobTree, frame: Frame): string {
  const { done, total } = tree.count();
  const parts = [
    formatSeconds((frame.nowMs - frame.startedAtMs) / 1_000),
    total === 0 ? 'preparing' : `${done} of ${total} jobs done`,
    ...(frame.phase === '' ? [] : [frame.phase]),
    'Ctrl-C stops and cleans up',
  ];
  return paint(frame.look, 'dim', fit(frame.look, parts.join('   '), frame.columns));
}

/** The whole tree with its status line. */
export function drawTree(tree: JobTree, frame: Frame): string[] {
  const lines: string[] = [];
  for (const { title, jobs } of tree.groups) {
    lines.push(fit(frame.look, title, frame.columns));
    for (const job of jobs.values()) lines.push(drawJob(job, frame));
  }
  if (tree.checks.size > 0) lines.push('Checks');
  const all = [...tree.checks.values()];
  for (const [index, checks] of all.entries())
    lines.push(drawChecks(checks, frame, frame.isChecking && index === all.length - 1));
  return [...lines, '', drawStatus(tree, frame)];
}

/** Where the tree has more lines than there are rows: what runs, and the status line. */
export function drawRunning(tree: JobTree, frame: Frame): string[] {
  const running = tree.groups.flatMap(({ jobs }) =>
    [...jobs.values()].filter(({ state }) => state === 'running'),
  );
  return [...running.map((job) => drawJob(job, frame)), drawStatus(tree, frame)];
}

/** The line of an ended job where nothing is redrawn. */
export function drawEndedJob(job: TreeJob): string {
  const name = nameJob(job);
  const time = job.state === 'skipped' ? '' : formatSeconds(job.seconds).padStart(timeColumns);
  return `${job.state.padEnd(8)} ${name}${' '.repeat(Math.max(0, nameColumns - measure(name)))}${time}`.trimEnd();
}
