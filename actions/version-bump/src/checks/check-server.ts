import { EnvironmentError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { githubErrors } from '@slipway/github/errors';
import { describeServer, nameServer } from '@slipway/github/job/server';
import { type Repository, readFileAt } from '@slipway/github/repository';
import type { Context } from '../inputs.ts';
import type { PlanningScene } from '../make-plan.ts';
import type { ReleasePlan } from '../release-plan.ts';
import { parseWorkflow, readWorkflowFile } from '../workflow-file.ts';
import { listOwnSteps, listUnsupportedSteps } from './server-limits.ts';

const folder = '.github/workflows';

/**
 * Refuses a release whose workflow has steps that cannot work on the server of this job, while nothing is written: a tag that
 * nothing can be published for is in everybody's way. What only some releases run is said and not refused.
 * @throws EnvironmentError E_GITHUB_SERVER with every step, why it fails and what to change
 */
export async function refuseUnsupportedWorkflow(
  { job, inputs, log }: Context,
  { repository }: PlanningScene,
  plan: ReleasePlan,
): Promise<void> {
  const server = describeServer(job);
  if (server.kind === 'github.com') return;
  const file = inputs.dispatch ?? readWorkflowFile(job.workflowRef);
  if (file === undefined) return;
  const text = await readFileAt(repository, `${folder}/${file}`, plan.baseSha);
  if (text === undefined) return;
  const workflow = await parseWorkflow(file, Buffer.from(text).toString('utf8'));
  const found = listUnsupportedSteps(workflow, server);
  const hasImage =
    found.some(({ when }) => when === 'image') && (await findDockerfile(workflow, repository, plan));
  const isSure = { always: true, final: !plan.isPrerelease, image: hasImage };
  const describe = (steps: typeof found): string =>
    steps
      .map(({ job: key, action, reason }) => `${neutralizeLine(key, 80)} (${action}): ${reason}`)
      .join('. ');
  const doubtful = found.filter(({ when }) => !isSure[when]);
  if (doubtful.length > 0)
    log.warning(`On ${nameServer(server)} these steps fail when a release runs them. ${describe(doubtful)}.`);
  const sure = found.filter(({ when }) => isSure[when]);
  if (sure.length === 0) return;
  throw new EnvironmentError(githubErrors.E_GITHUB_SERVER, {
    message: `${neutralizeLine(file, 120)} cannot release on ${nameServer(server)}. ${describe(sure)}. Nothing was written.`,
  });
}

async function findDockerfile(
  workflow: unknown,
  repository: Repository,
  plan: ReleasePlan,
): Promise<boolean> {
  const images = listOwnSteps(workflow).filter(({ action }) => action === 'docker-build-sign');
  const paths = new Set(
    images.map(({ inputs }) => {
      const file = String(inputs['file'] ?? '');
      return file === '' ? `${String(inputs['context'] ?? '.')}/Dockerfile` : file;
    }),
  );
  for (const path of paths) {
    const plain = path.replace(/^(?:\.\/)+/, '');
    if ((await readFileAt(repository, plain, plan.baseSha)) !== undefined) return true;
  }
  return false;
}
