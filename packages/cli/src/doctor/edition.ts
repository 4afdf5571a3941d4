import type { JobText, StepText, WorkflowText } from '@slipway/runner/workflow-text/workflow-text';
import { type Diagnosis, failed, notApplicable, passed } from './diagnosis.ts';

/** Id of this check. */
export const editionId = 'ED01';

const edition = {
  id: editionId,
  title: 'The workflow does what the one of this edition of Slipway does.',
  severity: 'advice',
} as const;

/** Jobs of channels that a project can do without: what is missing as a whole was taken out. */
const channels: readonly (readonly string[])[] = [
  ['build-platform-images', 'build-docker-image', 'promote-docker-image'],
  ['publish-to-github-packages'],
  ['build-wheels'],
];

/** Fewer jobs of the same name are not a copy of the reference workflow. */
const minSharedJobs = 5;
const maxShown = 5;

const actionOf = (step: StepText): string | undefined =>
  /\/slipway\/actions\/([\w-]+)@/i.exec(step.uses?.text ?? '')?.[1];

/** What a step of the reference workflow passes to an action of Slipway, and the one of the project does not. */
function compareSteps(own: JobText, reference: JobText, absent: ReadonlySet<string>): readonly string[] {
  return reference.steps.flatMap((step) => {
    const action = actionOf(step);
    if (action === undefined) return [];
    const mode = step.with.get('mode')?.text;
    const phase = step.with.get('phase')?.text;
    const twin = own.steps.find(
      (each) =>
        actionOf(each) === action &&
        each.with.get('mode')?.text === mode &&
        each.with.get('phase')?.text === phase,
    );
    if (twin === undefined) return [`the step with ${action} in the job "${own.id}"`];
    return [...step.with]
      .filter(([name]) => !twin.with.has(name))
      .filter(
        ([, { text }]) => ![...text.matchAll(/needs\.([\w-]+)\./g)].some(([, id = '']) => absent.has(id)),
      )
      .map(([name]) => `"${name}" of ${action} in the job "${own.id}"`);
  });
}

function compareRights(own: JobText, reference: JobText): readonly string[] {
  return [...(reference.permissions ?? [])]
    .filter(([scope, level]) => level === 'write' && own.permissions?.get(scope) !== 'write')
    .map(([scope, level]) => `"${scope}: ${level}" of the job "${own.id}"`);
}

/** What the reference workflow of this edition has, and a workflow that came from an older one does not. */
export function listEditionGaps(
  workflow: WorkflowText,
  reference: WorkflowText,
): readonly string[] | undefined {
  const own = new Map(workflow.jobs.map((job) => [job.id, job]));
  const shared = reference.jobs.filter(({ id }) => own.has(id));
  if (shared.length < minSharedJobs) return undefined;
  const absent = new Set(channels.filter((ids) => ids.every((id) => !own.has(id))).flat());
  return reference.jobs.flatMap((job) => {
    if (absent.has(job.id)) return [];
    const mine = own.get(job.id);
    if (mine === undefined) return [`the job "${job.id}"`];
    return [...compareSteps(mine, job, absent), ...compareRights(mine, job)];
  });
}

/** Whether a workflow of ours is of an older edition, with the difference. */
export function judgeEdition(workflow: WorkflowText, reference: WorkflowText): Diagnosis {
  const gaps = listEditionGaps(workflow, reference);
  if (gaps === undefined)
    return notApplicable(edition, 'The file is not a copy of the reference workflow release.yml.');
  if (gaps.length === 0) return passed(edition, `${reference.jobs.length} jobs compared`);
  const shown = gaps.slice(0, maxShown);
  const more = gaps.length - shown.length;
  return failed(edition, {
    seen: `The file lacks ${shown.join(', ')}${more === 0 ? '' : `, and ${more} more`}.`,
    otherwise: 'A release does without what these were added for.',
    fix: {
      kind: 'edit',
      text: `Copy them from ${reference.path} of Slipway, or the whole file with your changes (docs/updating.md).`,
    },
  });
}
