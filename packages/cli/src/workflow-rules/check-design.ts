import { ActionError } from '@slipway/core/errors/action-error';
import { type Finding, fileRules, judgeFindings } from '../findings/finding.ts';
import type { Git } from '../machine/git.ts';
import type { Progress } from '../machine/terminal.ts';
import { judgeSummaries, type SummaryMachine } from '../planned-release/judge-summaries.ts';
import { type ProjectCopy, readCommittedFile } from '../project/project-copy.ts';
import type { HostedProject } from '../release/hosted-project.ts';
import { type Check, inGroup } from '../report/check.ts';
import { checkSettings } from '../settings/check-settings.ts';
import type { Setup } from '../settings/prepare-setup.ts';
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
  readonly machine: SummaryMachine;
  readonly setup: Pick<Setup, 'judged'>;
}

/**
 * Judges the text of a workflow file. One that is not valid is left to the run, which says why.
 * @param faults what was found in it already
 * @param machine where the jobs run that only write a summary
 */
export async function judgeDesign(
  path: string,
  text: string,
  event: StartEvent,
  faults: readonly Finding[],
  machine: SummaryMachine,
  loadFile: (path: string) => Promise<string | undefined> = async () => undefined,
): Promise<readonly Check[]> {
  const rules = await judgeWorkflow(path, text, event, loadFile).catch((cause: unknown) => {
    if (cause instanceof ActionError) return [];
    throw cause;
  });
  if (rules.length === 0) return [];
  const file = [...judgeFindings(faults, fileRules), ...rules];
  // What is wrong with the jobs themselves is not told a second time in what they write.
  return file.every(({ ok }) => ok)
    ? [...file, ...(await judgeSummaries(path, text, machine, loadFile))]
    : file;
}

/** Judges the workflow file before it runs. */
export async function checkDesign(request: DesignRequest): Promise<readonly Check[]> {
  const { git, hosted, copy, commit, event, faults, machine, progress, setup } = request;
  const loadFile = (path: string): Promise<string | undefined> =>
    readCommittedFile(git, hosted.repository.gitDirectory, commit, path);
  const text = await loadFile(copy.workflowPath);
  if (text === undefined) return [];
  const judged = await judgeDesign(copy.workflowPath, text, event, faults, machine, loadFile);
  const checks = inGroup('Workflow file', judged);
  if (checks.length > 0) progress.heading('Workflow file');
  for (const check of checks) progress.check(check);
  if (setup.judged === undefined) return checks;
  const settings = inGroup(
    'Recorded settings',
    await checkSettings(setup.judged, copy.workflowPath, text, loadFile),
  );
  progress.heading('Recorded settings');
  for (const check of settings) progress.check(check);
  return [...checks, ...settings];
}
