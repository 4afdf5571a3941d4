import type { Span, StepText, WorkflowText } from '@slipway/runner/workflow-text/workflow-text';
import type { LineLedger } from './line-ledger.ts';
import { spanWithComments } from './old-jobs.ts';
import { translateLine } from './translate-line.ts';

/** What the jobs that stay are written with. */
export interface KeptJobContext {
  readonly workflow: WorkflowText;
  readonly lines: readonly string[];
  readonly ledger: LineLedger;
  /** Old ids of jobs that were taken over, with the one that stands for them now. */
  readonly successors: ReadonlyMap<string, string>;
  /** Names of artifacts that the old release jobs uploaded; a download of any of them is one of the built files. */
  readonly artifacts: ReadonlySet<string>;
  /** Those of them that wheels were in. */
  readonly wheelArtifacts: ReadonlySet<string>;
  /** Ids that the new file has already. */
  readonly taken: ReadonlySet<string>;
  readonly stop: (line: number, reason: string) => void;
}

const indentOf = (line: string): number => /^ */.exec(line)?.[0].length ?? 0;

/** Moves lines so that the first of them begins at a column; empty lines stay empty. */
export function moveTo(column: number, lines: readonly string[]): string[] {
  const first = lines.find((line) => line.trim() !== '' && !/^\s*#/.test(line)) ?? '';
  const by = column - indentOf(first);
  return lines.map((line) =>
    line.trim() === '' ? '' : ' '.repeat(Math.max(0, indentOf(line) + by)) + line.trimStart(),
  );
}

/** Lines of the file with the names of the new one; changed lines are told to the ledger. */
export function copyLines(context: KeptJobContext, span: Span, steps: ReadonlySet<string>): string[] {
  const { lines, ledger, successors, stop } = context;
  const copied: string[] = [];
  for (let line = span.first; line <= span.last; line += 1) {
    const old = lines[line - 1] ?? '';
    const { text, unknown } = translateLine(old, { jobs: successors, steps });
    if (unknown !== undefined)
      stop(line, `"${unknown}" has no counterpart in the new workflow: compute the value in this job`);
    if (ledger.isOpen(line))
      ledger.assign(
        { first: line, last: line },
        text === old
          ? { kind: 'kept', reason: 'unchanged' }
          : { kind: 'replaced', reason: 'reads the value where it is now' },
      );
    copied.push(text);
  }
  return copied;
}

const isCheckout = (step: StepText): boolean => /^actions\/checkout@/i.test(step.uses?.text ?? '');
const pushes = (steps: readonly StepText[]): boolean =>
  steps.some(
    ({ run, uses }) =>
      /\bgit\b/.test(run?.text ?? '') || /git-auto-commit|github-push|gh-pages/i.test(uses?.text ?? ''),
  );

/** A checkout does not leave its token behind for the steps after it, unless one of them pushes. */
function secureCheckout(step: StepText, lines: readonly string[], column: number): readonly string[] {
  if (!isCheckout(step) || step.with.has('persist-credentials')) return lines;
  const pad = ' '.repeat(column);
  const isFlow =
    step.keys.has('with') &&
    step.entries.with.size > 0 &&
    step.keys.get('with')?.first === step.entries.with.values().next().value?.first;
  if (isFlow) return lines;
  const at = lines.findIndex((line) => line.trim() === 'with:');
  return at < 0
    ? [...lines, `${pad}with:`, `${pad}  persist-credentials: false`]
    : [
        ...lines.slice(0, at + 1),
        `${/^ */.exec(lines[at + 1] ?? '')?.[0] ?? ''}persist-credentials: false`,
        ...lines.slice(at + 1),
      ];
}

/** A step as it is written, with the built files under their new name. */
export function copyStep(context: KeptJobContext, step: StepText, dropped: ReadonlySet<string>): string[] {
  const { lines, ledger, artifacts, wheelArtifacts } = context;
  const span = spanWithComments(lines, step.span);
  const name = step.entries.with.get('name') ?? step.entries.with.get('pattern');
  const value = step.with.get('name')?.text ?? step.with.get('pattern')?.text ?? '';
  const isOneOf = (known: string): boolean =>
    known === value || (value.includes('*') && known.startsWith(value.split('*')[0] ?? ''));
  const isBuilt =
    /^actions\/download-artifact@/i.test(step.uses?.text ?? '') &&
    name !== undefined &&
    [...artifacts].some(isOneOf);
  if (!isBuilt) {
    const copied = copyLines(context, span, dropped);
    const own = context.workflow.jobs.find(({ id }) => id === step.job);
    return own !== undefined && pushes(own.steps)
      ? copied
      : [...secureCheckout(step, copied, indentOf(lines[step.span.first - 1] ?? '') + 2)];
  }
  const hasWheels = [...wheelArtifacts].some(isOneOf);
  if (ledger.isOpen(name.first))
    ledger.assign(name, {
      kind: 'replaced',
      reason: hasWheels
        ? 'the wheels of each platform are an artifact, the sdist is "python-dist"'
        : 'the built files are the artifact "python-dist"',
    });
  const pad = ' '.repeat(indentOf(lines[name.first - 1] ?? ''));
  const merge = step.with.has('merge-multiple') ? [] : [`${pad}merge-multiple: true`];
  const fresh = hasWheels
    ? [`${pad}pattern: "{python-dist,wheels-*}"`, ...merge]
    : [`${pad}name: python-dist`];
  const before = copyLines(context, { first: span.first, last: name.first - 1 }, dropped);
  const after = copyLines(context, { first: name.last + 1, last: span.last }, dropped);
  return [...before, ...fresh, ...after];
}
