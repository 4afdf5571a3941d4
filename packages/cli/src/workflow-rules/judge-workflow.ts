import { parseWorkflowFile } from '@slipway/runner/workflow/parse-workflow-file';
import { plannedFailureRule, plannedReleaseRule } from '../planned-release/plan-release.ts';
import type { Check } from '../report/check.ts';
import { jobRightRule } from './job-rights.ts';
import { knownInputRule } from './known-inputs.ts';
import { ownActionRule } from './own-actions.ts';
import { readOwnInputs, readOwnOutputs } from './own-definitions.ts';
import { referencesRule } from './references.ts';
import { readSlipwayUse, type StartEvent, type WorkflowReading, type WorkflowRule } from './rule.ts';
import { credentialsRule, historyRule, ownCommitRule, sourcesRule } from './rules/checkouts.ts';
import { concurrencyRule } from './rules/concurrency.ts';
import { eventRule } from './rules/events.ts';
import { forgivenFailureRule } from './rules/forgiven-failures.ts';
import { givenFilesRule } from './rules/given-files.ts';
import { topGrantRule } from './rules/grants.ts';
import { evidenceOutputRule, namedOutputRule } from './rules/handed-outputs.ts';
import { limitRule } from './rules/limits.ts';
import { nativePlatformRule } from './rules/native-platforms.ts';
import { signingJobRule } from './rules/signing-jobs.ts';
import { startRule } from './rules/start.ts';

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
