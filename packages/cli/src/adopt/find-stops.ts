import type { WorkflowText } from '@slipway/runner/workflow-text/workflow-text';
import type { OldJob } from './old-jobs.ts';
import type { Stop } from './write-kept-jobs.ts';

/** Lines that hold more than one job, step or key cannot be accounted for. */
export function findCrowdedLine(workflow: WorkflowText): Stop | undefined {
  const parts = [...workflow.keys.values(), ...workflow.jobs.flatMap((job) => [...job.keys.values()])];
  const steps = workflow.jobs.flatMap((job) => job.steps.map(({ span }) => span));
  const firsts = new Set<number>();
  for (const list of [parts, workflow.jobs.map(({ span }) => span), steps]) {
    firsts.clear();
    for (const { first } of list) {
      if (firsts.has(first))
        return {
          line: first,
          reason: 'several jobs, steps or keys are on one line: write each on a line of its own',
        };
      firsts.add(first);
    }
  }
  return undefined;
}

/** Steps that can neither stay nor go. A change before the commit of the version would not be in that commit. */
export function findMisplaced({ steps, roles: all }: OldJob, hasBuild: boolean): readonly Stop[] {
  const bump = steps.findLastIndex(({ roles }) => roles.has('push'));
  const publish = steps.findIndex(({ roles }) => roles.has('publish'));
  return steps.flatMap(({ step, fate }, index): Stop[] => {
    const line = step.span.first;
    if (fate.kind === 'unplaced') return [{ line: fate.line, reason: fate.reason }];
    if (fate.kind !== 'kept') return [];
    const isBuild = /build/i.test(`${step.name ?? ''} ${step.run?.text ?? ''}`);
    if (!hasBuild && all.has('publish') && index < publish && isBuild)
      return [
        {
          line,
          reason:
            'the step builds the package in a way that is not known here: if "python -m build" makes the same files, write that instead',
        },
      ];
    return index < bump
      ? [
          {
            line,
            reason:
              'the step runs before the version is committed: let "extra-files" of version-bump write the version, and remove the step',
          },
        ]
      : [];
  });
}
