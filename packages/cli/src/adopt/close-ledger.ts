import type { Span, WorkflowText } from '@slipway/runner/workflow-text/workflow-text';
import type { LineFate, LineLedger } from './line-ledger.ts';
import type { OldJob } from './old-jobs.ts';

/** Gives every line that is left the fate of the part that it is in. */
export function closeLedger(
  workflow: WorkflowText,
  jobs: readonly OldJob[],
  ledger: LineLedger,
): readonly LineFate[] {
  const fill = ({ first, last }: Span, kind: LineFate['kind'], reason: string): void => {
    for (let line = first; line <= last; line += 1)
      if (ledger.isOpen(line)) ledger.assign({ first: line, last: line }, { kind, reason });
  };
  for (const { job, steps } of jobs) {
    for (const { step, fate } of steps) {
      const reason =
        fate.kind === 'replaced' || fate.kind === 'dropped' || fate.kind === 'unplaced'
          ? fate.reason
          : 'the jobs that took over prepare themselves';
      fill(
        step.span,
        fate.kind === 'dropped' ? 'dropped' : fate.kind === 'unplaced' ? 'kept' : 'replaced',
        reason,
      );
    }
    const condition = job.keys.get('if');
    if (condition !== undefined && /github\.repository(?:_owner)?\s*==/.test(job.if?.text ?? ''))
      fill(condition, 'dropped', 'a fork has no publisher on PyPI, so its runs cannot release');
    fill(job.span, 'replaced', 'the jobs that took over have this themselves');
  }
  const reasons: Readonly<Record<string, string>> = {
    on: 'tags and "Run workflow" start a release',
    true: 'tags and "Run workflow" start a release',
    permissions: 'each job asks for its own rights',
    concurrency: 'releases of one tag wait for each other, and none is canceled',
    env: 'no job that reads it stays',
    defaults: 'no job that it is for stays',
    jobs: 'the jobs of the release come first',
  };
  for (const [key, span] of workflow.keys) fill(span, 'replaced', reasons[key] ?? 'the new file has its own');
  return ledger.close();
}
