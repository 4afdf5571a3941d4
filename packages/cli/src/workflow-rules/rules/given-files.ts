import { readMapping, type StepModel } from '@slipway/runner/workflow/workflow-model';
import { checksOut, nameStep, readSlipwayUse, type WorkflowRule } from '../rule.ts';

const has = (step: StepModel, name: string): boolean => readMapping(step.with).has(name);

/** The step works on files that were built, and not on those of the repository. */
function takesFiles(step: StepModel): boolean {
  const action = readSlipwayUse(step)?.action;
  if (action === 'checksums') return has(step, 'digests');
  if (action === 'release-notes') return has(step, 'assets') && has(step, 'digests');
  return action === 'pypi-publish' || action === 'github-packages-publish';
}

/** The step may put files into the folder of the job: a build, a download, a script, an action of others. */
const bringsFiles = (step: StepModel): boolean =>
  has(step, 'artifact-name') ||
  has(step, 'handover') ||
  (!checksOut(step) && [undefined, 'python-build'].includes(readSlipwayUse(step)?.action));

/** Every job starts with an empty folder. */
export const givenFilesRule: WorkflowRule = {
  name: 'every job that uses built files downloads them',
  find: ({ model }) =>
    model.jobs.flatMap(({ id, steps }) =>
      steps.flatMap((step, index) =>
        takesFiles(step) && !steps.slice(0, index + 1).some(bringsFiles)
          ? [
              `${nameStep(step, index)} of job "${id}" has no "artifact-name", and no earlier step downloads files`,
            ]
          : [],
      ),
    ),
};
