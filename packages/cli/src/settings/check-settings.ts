import { readWorkflowText } from '@slipway/runner/workflow-text/read-workflow-text';
import type { WorkflowText } from '@slipway/runner/workflow-text/workflow-text';
import { listCalledFiles } from '../doctor/called-files.ts';
import { describeFault, isFault } from '../doctor/diagnosis.ts';
import { judgeSettings } from '../doctor/settings/judge-settings.ts';
import type { Check } from '../report/check.ts';
import type { JudgedSetup } from './prepare-setup.ts';

/**
 * Judges the recorded settings as `slipway doctor` does: each fault is a check that fails, in the same words. Settings that were not
 * recorded are those of the rehearsal, and cannot be wrong.
 * @param readFile text of a file of the released commit
 */
export async function checkSettings(
  { recorded, ...subject }: JudgedSetup,
  path: string,
  text: string,
  readFile: (path: string) => Promise<string | undefined>,
): Promise<readonly Check[]> {
  let workflow: WorkflowText;
  try {
    workflow = readWorkflowText(path, text);
  } catch {
    // What is wrong with the file itself is told by the run.
    return [];
  }
  const called = await listCalledFiles(workflow, readFile);
  const faults = judgeSettings(recorded, { ...subject, workflow, called }).filter(isFault);
  if (faults.length === 0)
    return [{ name: 'the recorded settings allow the release', ok: true, detail: 'no fault found' }];
  return faults.map((fault) => ({ name: fault.title, ok: false, detail: describeFault(fault) }));
}
