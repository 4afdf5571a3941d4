import { ActionError } from '@slipway/core/errors/action-error';
import { type Finding, fileRules, judgeFindings } from '../findings/finding.ts';
import type { Git } from '../machine/git.ts';
import type { Progress } from '../machine/terminal.ts';
import { judgeSummaries, type SummaryMachine } from '../planned-release/judge-summaries.ts';
import { type ProjectCopy, readCommittedFile } from '../project/project-copy.ts';
import type { HostedProject } from '../release/hosted-project.ts';
import { type Check, type CheckGroup, inGroup } from '../report/check.ts';
import { checkSettings } from '../settings/check-settings.ts';
import type { Setup } from '../settings/prepare-setup.ts';
import { judgeTree } from './judge-workflow.ts';
import type { StartEvent } from './rule.ts';
import { loadNothing, readTree } from './workflow-tree.ts';

export interface DesignRequest {
  readonly git: Git;
  readonly hosted: Pick<HostedProject, 'repository'>;
  readonly copy: ProjectCopy;
  /** That the workflow is started at. */
  readonly commit: string;
  readonly event: StartEvent;
  /** What was found in the file already. */
  readonly faults: readonly Finding[];
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
  loadFile: (path: string) => Promise<string | undefined> = loadNothing,
): Promise<readonly Check[]> {
  const tree = await readTree(path, text, loadFile).catch((cause: unknown) => {
    if (cause instanceof ActionError) return undefined;
    throw cause;
  });
  const rules = tree === undefined ? [] : await judgeTree(tree, event);
  if (tree === undefined || rules.length === 0) return [];
  const file = [...judgeFindings(faults, fileRules), ...rules];
  // What is wrong with the jobs themselves is not told a second time in what they write.
  return file.every(({ ok }) => ok) ? [...file, ...(await judgeSummaries(tree, machine))] : file;
}

/** The verdict on the file, which is reached while it runs. */
export interface DesignVerdict {
  /** Shows the checks as soon as they are known. */
  tell(progress: Pick<Progress, 'heading' | 'check'>): Promise<readonly Check[]>;
  /** Resolves when nothing of it runs any more. */
  settled(): Promise<void>;
}

/** Begins to judge the workflow file: that takes as long as a build, for which this process only waits. */
export function beginDesign(request: DesignRequest): DesignVerdict {
  const judging = judgeGroups(request);
  const settled = judging.then(
    () => undefined,
    // Thrown by `tell`, unless the rehearsal ended before.
    () => undefined,
  );
  return {
    async tell(progress) {
      const groups = (await judging).filter(({ checks }) => checks.length > 0);
      for (const { heading, checks } of groups) {
        progress.heading(heading);
        for (const check of checks) progress.check(check);
      }
      return groups.flatMap(({ checks }) => checks);
    },
    settled: () => settled,
  };
}

async function judgeGroups(
  request: DesignRequest,
): Promise<readonly { readonly heading: CheckGroup; readonly checks: readonly Check[] }[]> {
  const { git, hosted, copy, commit, event, faults, machine, setup } = request;
  const loadFile = (path: string): Promise<string | undefined> =>
    readCommittedFile(git, hosted.repository.gitDirectory, commit, path);
  const text = await loadFile(copy.workflowPath);
  if (text === undefined) return [];
  const judged = await judgeDesign(copy.workflowPath, text, event, faults, machine, loadFile);
  const settings =
    setup.judged === undefined ? [] : await checkSettings(setup.judged, copy.workflowPath, text, loadFile);
  return [
    { heading: 'Workflow file', checks: inGroup('Workflow file', judged) },
    { heading: 'Recorded settings', checks: inGroup('Recorded settings', settings) },
  ];
}
