import { evaluateText, evaluateToken, type Scope } from '@slipway/runner/workflow/expressions';
import { expandMatrix } from '@slipway/runner/workflow/matrix';
import { type JobModel, readMapping, type StepModel } from '@slipway/runner/workflow/workflow-model';
import { readSlipwayUse, type WorkflowRule } from '../rule.ts';

/** Architecture of GitHub's own machines, by their label ("Standard GitHub-hosted runners", GitHub Docs). */
function architectureOf(label: string): string | undefined {
  if (!/^(?:ubuntu|windows)-/.test(label)) return undefined;
  return label.endsWith('-arm') ? 'arm64' : 'amd64';
}

function scopesOf({ properties }: JobModel): Scope[] {
  const bare: Scope = { contexts: { github: {}, needs: {}, inputs: {}, vars: {} }, functions: new Map() };
  const matrix = readMapping(properties.get('strategy')).get('matrix');
  if (matrix === undefined) return [bare];
  const cells = expandMatrix(evaluateToken(matrix, bare));
  return cells.map((cell) => ({ ...bare, contexts: { ...bare.contexts, matrix: cell } }));
}

const emulates = ({ uses }: StepModel): boolean => /^docker\/setup-qemu-action@/i.test(uses ?? '');

function checkJob(job: JobModel, step: StepModel): string[] {
  return scopesOf(job).flatMap((scope) => {
    const label = evaluateText(job.properties.get('runs-on'), scope);
    const native = architectureOf(label);
    const written = evaluateText(readMapping(step.with).get('platforms'), scope);
    const foreign = written
      .split(/[\s,]+/)
      .filter((platform) => platform !== '' && platform.split('/')[1] !== native);
    return native === undefined || foreign.length === 0
      ? []
      : [`job "${job.id}" builds ${foreign.join(', ')} on ${label}, which is ${native}`];
  });
}

/** Without an emulator a machine runs no program of another architecture; with one, slowly. */
export const nativePlatformRule: WorkflowRule = {
  name: 'every image is built on a native runner',
  find: ({ model }) =>
    model.jobs.flatMap((job) => {
      const index = job.steps.findIndex((step) => {
        const mode = String(readMapping(step.with).get('mode') ?? 'all');
        return readSlipwayUse(step)?.action === 'docker-build-sign' && ['all', 'stage'].includes(mode);
      });
      const step = job.steps[index];
      if (step === undefined || job.steps.slice(0, index).some(emulates)) return [];
      try {
        return checkJob(job, step);
      } catch {
        // Platforms that only the run knows.
        return [];
      }
    }),
};
