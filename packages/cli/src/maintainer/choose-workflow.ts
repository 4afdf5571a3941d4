import { isAbsolute, relative } from 'node:path';
import { readWorkflowText } from '@slipway/runner/workflow-text/read-workflow-text';
import type { WorkflowText } from '@slipway/runner/workflow-text/workflow-text';
import { refuseWords } from '../command-line/command-table.ts';
import { ownCommand } from '../command-line/own-command.ts';
import { listCalledFiles } from '../doctor/called-files.ts';
import { findPublishingJobs } from '../doctor/publishing-job.ts';
import { referenceWorkflowPath } from '../project/project-copy.ts';
import { isReleasing, readAllWorkflows, type WorkingCopy } from './working-copy.ts';

/** Workflows that publish to PyPI, themselves or through one that they call; a called one is not started itself. */
async function listPublishing(
  all: readonly WorkflowText[],
  copy: WorkingCopy,
): Promise<readonly WorkflowText[]> {
  const publishing: WorkflowText[] = [];
  for (const each of all)
    if (findPublishingJobs(each, await listCalledFiles(each, copy.read)).length > 0) publishing.push(each);
  const started = publishing.filter(({ triggers }) =>
    [...triggers.keys()].some((event) => event !== 'workflow_call'),
  );
  return started.length > 0 ? started : publishing;
}

/** Reads the workflow that is named. @throws InputError E_COMMAND_USAGE, E_WORKFLOW_INVALID */
async function readNamed(copy: WorkingCopy, name: string): Promise<WorkflowText> {
  const given = isAbsolute(name) ? relative(copy.directory, name) : name.replace(/^\.\//, '');
  const path = given.includes('/') ? given : `.github/workflows/${given}`;
  const text = await copy.read(path);
  if (text !== undefined) return readWorkflowText(path, text);
  throw refuseWords(
    `--workflow ${name} does not exist in ${copy.directory}`,
    'Pass the path of a workflow file.',
  );
}

/**
 * The workflows that may be the one that releases, the likeliest first: the reference file, those that publish to PyPI, any that
 * publishes.
 * @param name the one that the user chose
 * @throws InputError E_COMMAND_USAGE when there is none
 */
export async function listReleaseWorkflows(
  copy: WorkingCopy,
  name: string | undefined,
): Promise<readonly [WorkflowText, ...WorkflowText[]]> {
  if (name !== undefined) return [await readNamed(copy, name)];
  const all = readAllWorkflows(copy);
  const publishing = await listPublishing(all, copy);
  const reference = all.filter((each) => each.path === referenceWorkflowPath && isReleasing(each));
  const likely = [...new Set([...reference, ...publishing])];
  const [first, ...others] = likely.length > 0 ? likely : all.filter(isReleasing);
  if (first !== undefined) return [first, ...others];
  throw refuseWords(
    `${copy.directory} has no workflow that publishes`,
    `Run "${ownCommand('init', copy.directory)}" to write one, or name it with --workflow.`,
  );
}

/** The workflow that releases. @throws as `listReleaseWorkflows` */
export const chooseReleaseWorkflow = async (
  copy: WorkingCopy,
  name: string | undefined,
): Promise<WorkflowText> => (await listReleaseWorkflows(copy, name))[0];
