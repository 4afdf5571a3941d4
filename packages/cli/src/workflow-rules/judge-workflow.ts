import { plannedFailureRule, plannedReleaseRule } from '../planned-release/plan-release.ts';
import type { Check } from '../report/check.ts';
import { jobRightRule } from './job-rights.ts';
import { knownInputRule } from './known-inputs.ts';
import { ownActionRule } from './own-actions.ts';
import { readOwnInputs, readOwnOutputs } from './own-definitions.ts';
import { referencesRule } from './references.ts';
import { readSlipwayUse, type StartEvent, type WorkflowRule } from './rule.ts';
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
import { listFiles, listTreeJobs, loadNothing, readTree, type WorkflowTree } from './workflow-tree.ts';

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
 * Judges a workflow file, and those that it calls, by what can be read from them before anything runs; without an action of Slipway
 * they owe nothing.
 * @param loadFile text of another file of the same commit
 * @throws InputError E_WORKFLOW_INVALID
 */
export async function judgeWorkflow(
  path: string,
  text: string,
  event: StartEvent,
  loadFile: (path: string) => Promise<string | undefined> = loadNothing,
): Promise<readonly Check[]> {
  return judgeTree(await readTree(path, text, loadFile), event);
}

/** Judges a workflow file that was read. */
export async function judgeTree(tree: WorkflowTree, event: StartEvent): Promise<readonly Check[]> {
  const steps = listTreeJobs(tree).flatMap(({ job }) => job.steps);
  if (steps.every((step) => readSlipwayUse(step) === undefined)) return [];
  const common = { readActionOutputs: readOwnOutputs, readActionInputs: readOwnInputs, event };
  // A called file of the project that uses no action of Slipway is a part of its tests, and has rules of its own.
  const files = listFiles(tree).filter(
    (model) =>
      model === tree.model ||
      model.jobs.some(({ steps: own }) => own.some((step) => readSlipwayUse(step) !== undefined)),
  );
  return Promise.all(
    rules.map(async ({ name, find, isOfWhole = false }) => {
      const found: string[] = [];
      for (const model of isOfWhole ? [tree.model] : files) {
        const findings = await find({
          ...common,
          model,
          calls: model === tree.model ? tree.calls : new Map(),
        });
        found.push(...findings.map((text) => (model === tree.model ? text : `${model.path}: ${text}`)));
      }
      return {
        name,
        ok: found.length === 0,
        detail: found.length === 0 ? tree.model.path : found.join('; '),
      };
    }),
  );
}
