import type { WorkflowText } from '@slipway/runner/workflow-text/workflow-text';
import type { LineLedger } from './line-ledger.ts';
import { findJob, insertBefore, type ReferenceFile, readReference, replaceLines } from './reference-file.ts';

/** Events that only began the old release. */
const releaseEvents = new Set(['release', 'workflow_dispatch', 'create', 'workflow_call']);

/** What people outside of the repository can start (GitHub Docs, "Events that trigger workflows"). */
const foreignEvents = new Set([
  ...['pull_request', 'pull_request_target', 'workflow_run', 'issue_comment', 'issues', 'fork', 'watch'],
  ...['discussion', 'discussion_comment', 'pull_request_review', 'pull_request_review_comment'],
]);

interface PushFilters {
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  readonly isFiltered: boolean;
}

const names = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : value === undefined || value === null ? [] : [String(value)];

function readPush(workflow: WorkflowText): PushFilters | undefined {
  if (!workflow.triggers.has('push')) return undefined;
  const filters = (workflow.triggers.get('push') ?? {}) as Record<string, unknown>;
  return {
    branches: names(filters['branches']),
    tags: names(filters['tags']),
    isFiltered: Object.keys(filters).length > 0,
  };
}

const indent = (lines: readonly string[], column: number): string[] => {
  const first = /^ */.exec(lines.find((line) => line.trim() !== '') ?? '')?.[0].length ?? 0;
  return lines.map((line) =>
    line.trim() === ''
      ? ''
      : ' '.repeat(Math.max(0, column + (/^ */.exec(line)?.[0].length ?? 0) - first)) + line.trimStart(),
  );
};

export interface TriggerRequest {
  readonly workflow: WorkflowText;
  readonly ledger: LineLedger;
  /** The old workflow released at every push to these branches, by itself. */
  readonly isAutomatic: boolean;
  /** A job stays that such events are for. */
  readonly hasOtherJobs: boolean;
  /** Text of what stays, for the inputs that it reads. */
  readonly kept: string;
  readonly stop: (line: number, reason: string) => void;
}

/**
 * Writes the events: those of a release in place of the old ones, and the others as they were, if a job is left for them. Only the events of
 * a release start one.
 */
export function writeTriggers(file: ReferenceFile, request: TriggerRequest): ReferenceFile {
  const { workflow, ledger, isAutomatic, hasOtherJobs, kept } = request;
  const lines = workflow.text.split('\n');
  const push = readPush(workflow);
  const others = [...workflow.triggers.keys()].filter(
    (event) => event !== 'push' && !releaseEvents.has(event) && hasOtherJobs,
  );
  const pushesBranches = push !== undefined && (push.branches.length > 0 || !push.isFiltered);
  for (const event of others)
    if (foreignEvents.has(event))
      request.stop(
        workflow.triggerKeys.get(event)?.first ?? workflow.keys.get('on')?.first ?? 1,
        `"${event}" starts this workflow, and people without write access start that: move the jobs for it into a workflow file of their own`,
      );
  if (push?.isFiltered === false && hasOtherJobs && !isAutomatic)
    request.stop(
      workflow.triggerKeys.get('push')?.first ?? workflow.keys.get('on')?.first ?? 1,
      'every push starts this workflow: name its branches, or move the jobs for them into a workflow file of their own',
    );
  const keepsBranches = pushesBranches && (isAutomatic || hasOtherJobs);
  const assign = (event: string, kind: 'kept' | 'replaced' | 'dropped', reason: string): void => {
    const span = workflow.triggerKeys.get(event);
    if (span !== undefined && ledger.isOpen(span.first)) ledger.assign(span, { kind, reason });
  };
  let next = file;
  const inputs = new Set(readReference(file).inputs.keys());
  const read = [...workflow.inputs].filter(
    ([name]) => !inputs.has(name) && new RegExp(`inputs\\.${name}\\b|inputs\\['${name}'\\]`).test(kept),
  );
  const inputSpans = read.flatMap(([name]) => workflow.inputKeys.get(name) ?? []);
  for (const span of inputSpans)
    ledger.assign(span, { kind: 'kept', reason: 'a job that stays reads the input' });
  const dispatch = workflow.triggerKeys.get('workflow_dispatch');
  if (dispatch !== undefined)
    for (let line = dispatch.first; line <= dispatch.last; line += 1)
      if (ledger.isOpen(line))
        ledger.assign(
          { first: line, last: line },
          { kind: 'replaced', reason: 'a release is started with the inputs of version-bump' },
        );
  assign(
    'release',
    'replaced',
    'a person who publishes a draft starts the workflow, and one that it publishes itself starts nothing',
  );
  assign('push', 'replaced', 'tags and "Run workflow" start a release');
  for (const event of others) assign(event, 'kept', 'the jobs that stay are for this event');
  for (const event of workflow.triggers.keys()) assign(event, 'dropped', 'no job is left for this event');
  const on = readReference(next).keys.get('on');
  const pushSpan = readReference(next).triggerKeys.get('push');
  if (on === undefined || pushSpan === undefined)
    throw new Error('The reference workflow has no trigger for tags.');
  const otherLines = others.flatMap((event) => {
    const span = workflow.triggerKeys.get(event);
    return span === undefined ? [`  ${event}:`] : indent(lines.slice(span.first - 1, span.last), 2);
  });
  next = replaceLines(next, pushSpan, [
    '  push:',
    ...(keepsBranches
      ? [`    branches: ${JSON.stringify(push.branches.length > 0 ? push.branches : ['**'])}`]
      : []),
    `    tags: ${JSON.stringify(push !== undefined && push.tags.length > 0 ? push.tags : ['**'])}`,
    ...otherLines,
  ]);
  if (inputSpans.length > 0) {
    const at = readReference(next).triggerKeys.get('workflow_dispatch')?.last ?? on.last;
    next = insertBefore(
      next,
      at + 1,
      inputSpans.flatMap((span) => indent(lines.slice(span.first - 1, span.last), 6)),
    );
  }
  const guard = keepsBranches || otherLines.length > 0;
  if (!guard) return next;
  const condition = `    if: \${{ github.event_name == 'workflow_dispatch' || github.event_name == 'release' || github.event_name == 'push'${isAutomatic && keepsBranches ? '' : " && github.ref_type == 'tag'"} }}`;
  return insertBefore(next, findJob(next, 'version-bump').span.first + 1, [condition]);
}
