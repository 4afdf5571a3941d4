import type { Job } from '../model/job.ts';
import { listJobReads } from '../model/list-reads.ts';
import { listGrants } from '../model/permissions.ts';
import { listInputs, type Workflow } from '../model/workflow.ts';

/** A part of a release may need what is in other parts; an edition of it lacks jobs that others have. */
function validateNeeds({ id, needs = [] }: Job, earlier: readonly Job[], { jobs, part }: Workflow): string[] {
  return needs
    .filter((need) => !earlier.includes(need) && (part === undefined || jobs.includes(need)))
    .map((need) => `job "${id}" needs "${need.id}", which is not an earlier job of this workflow`);
}

function validatePermissions({ id, permissions }: Job): string[] {
  return listGrants(permissions)
    .filter(([, { reason }]) => reason.trim() === '')
    .map(([scope, { access }]) => `job "${id}" asks for "${scope}: ${access}" without a reason`);
}

function validateReads(job: Job, workflow: Workflow): string[] {
  const { references, texts } = listJobReads(job);
  const inputs = { ...listInputs(workflow), ...workflow.part?.inputs };
  const needs = new Map((job.needs ?? []).map((need) => [need.id, need]));
  const findings = references.flatMap((reference) => {
    if (reference.kind === 'step-output' || reference.kind === 'variable' || reference.kind === 'received')
      return [];
    if (reference.kind === 'input') {
      if (reference.input in inputs) return [];
      return [`job "${job.id}" reads the input "${reference.input}", which the workflow does not have`];
    }
    const need = needs.get(reference.job);
    if (need === undefined) return [`job "${job.id}" reads from job "${reference.job}" without needing it`];
    if (reference.kind !== 'job-output' || reference.output in (need.outputs ?? {})) return [];
    return [
      `job "${job.id}" reads the output "${reference.output}" of job "${need.id}", which it does not have`,
    ];
  });
  // A reference that is only text could not be rewritten for another form.
  const hidden = texts.flatMap((text) => [...text.matchAll(/\b(?:needs|steps|inputs)\.[\w-]+/g)]);
  return [
    ...findings,
    ...hidden.map(([name]) => `job "${job.id}" has "${name}" in a text; make it a reference`),
  ];
}

/** Checks the jobs of a workflow against each other: ids, needs, permissions, and what each reads from others. */
export function validateJobs(workflow: Workflow): string[] {
  return workflow.jobs.flatMap((job, index) => {
    const earlier = workflow.jobs.slice(0, index);
    return [
      ...(earlier.some(({ id }) => id === job.id) ? [`two jobs are called "${job.id}"`] : []),
      ...validateNeeds(job, earlier, workflow),
      ...validatePermissions(job),
      ...validateReads(job, workflow),
    ];
  });
}
