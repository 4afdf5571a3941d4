import { parseWorkflowFile } from '@slipway/runner/workflow/parse-workflow-file';
import { plannedFailureRule, plannedReleaseRule } from '../planned-release/plan-release.ts';
import type { Check } from '../report/check.ts';
import { credentialsRule, historyRule, ownCommitRule, sourcesRule } from './checkouts.ts';
import { concurrencyRule } from './concurrency.ts';
import { eventRule } from './events.ts';
import { forgivenFailureRule } from './forgiven-failures.ts';
import { givenFilesRule } from './given-files.ts';
import { topGrantRule } from './grants.ts';
import { evidenceOutputRule, namedOutputRule } from './handed-outputs.ts';
import { jobRightRule } from './job-rights.ts';
import { knownInputRule } from './known-inputs.ts';
import { limitRule } from './limits.ts';
import { nativePlatformRule } from './native-platforms.ts';
import { ownActionRule } from './own-actions.ts';
import { readOwnInputs, readOwnOutputs } from './own-definitions.ts';
import { referencesRule } from './references.ts';
import { readSlipwayUse, type StartEvent, type WorkflowReading, type WorkflowRule } from './rule.ts';
import { signingJobRule } from './signing-jobs.ts';
import { startRule } from './start.ts';

/** Every rule, in the order in which a report shows them. */
const rules: readonly WorkflowRule[] = [
  referencesRule,
  namedOutputRule,
  evidenceOutputRule,
  concurrencyRule,
  eventRule,
  startRule,
  topGrantRule,
  jobRightRule,
  knownInputRule,
  limitRule,
  credentialsRule,
  historyRule,
  ownCommitRule,
  sourcesRule,
  forgivenFailureRule,
  signingJobRule,
  ownActionRule,
  nativePlatformRule,
  givenFilesRule,
  plannedReleaseRule,
  plannedFailureRule,
];

/**
 * Judges a workflow file by what can be read from it before anything runs; a file without an action of Slipway owes nothing.
 * @throws InputError E_WORKFLOW_INVALID
 */
export async function judgeWorkflow(
  path: string,
  text: string,
  event: StartEvent,
): Promise<readonly Check[]> {
  const model = await parseWorkflowFile(path, text);
  const steps = model.jobs.flatMap((job) => job.steps);
  if (steps.every((step) => readSlipwayUse(step) === undefined)) return [];
  const reading: WorkflowReading = {
    model,
    readActionOutputs: readOwnOutputs,
    readActionInputs: readOwnInputs,
    event,
  };
  return Promise.all(
    rules.map(async ({ name, find }) => {
      const found = await find(reading);
      return { name, ok: found.length === 0, detail: found.length === 0 ? path : found.join('; ') };
    }),
  );
}
