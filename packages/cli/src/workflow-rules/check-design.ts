import { ActionError } from '@slipway/core/errors/action-error';
import { type Finding, fileRules, judgeFindings } from '../findings/finding.ts';
import type { Git } from '../git.ts';
import type { HostedProject } from '../hosted-project.ts';
import { type ProjectCopy, readCommittedFile } from '../project-copy.ts';
import type { Check } from '../report.ts';
import type { Progress } from '../terminal.ts';
import { judgeWorkflow } from './judge-workflow.ts';
import type { StartEvent } from './rule.ts';

export interface DesignRequest {
  readonly git: Git;
  readonly hosted: Pick<HostedProject, 'repository'>;
  readonly copy: ProjectCopy;
  /** That the workflow is started at. */
  readonly commit: string;
  readonly event: StartEvent;
  /** What was found in the file already. */
  readonly faults: readonly Finding[];
  readonly progress: Pick<Progress, 'heading' | 'check'>;
}

/** Judges the workflow file before it runs. A file that is not valid is left to the run, which says why. */
export async function checkDesign(request: DesignRequest): Promise<readonly Check[]> {
  const { git, hosted, copy, commit, event, faults, progress } = request;
  const text = await readCommittedFile(git, hosted.repository.gitDirectory, commit, copy.workflowPath);
  if (text === undefined) return [];
  const rules = await judgeWorkflow(copy.workflowPath, text, event).catch((cause: unknown) => {
    if (cause instanceof ActionError) return [];
    throw cause;
  });
  const checks = rules.length === 0 ? [] : [...judgeFindings(faults, fileRules), ...rules];
  if (checks.length > 0) progress.heading('What the workflow says');
  for (const check of checks) progress.check(check);
  return checks;
}
