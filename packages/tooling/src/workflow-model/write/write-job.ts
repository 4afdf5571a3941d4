import type { YAMLMap } from 'yaml';
import type { Job } from '../model/job.ts';
import { listGrants } from '../model/permissions.ts';
import type { Workflow } from '../model/workflow.ts';
import { writeIf, writeStep, writeValues } from './write-step.ts';
import { blockList, type Entry, flowList, mapping, scalar } from './yaml-nodes.ts';

function writeNeeds({ needs = [] }: Job): Entry | undefined {
  const [first] = needs;
  if (first === undefined) return undefined;
  const ids = needs.map(({ id }) => scalar(id));
  return { key: 'needs', node: needs.length === 1 ? scalar(first.id) : flowList(ids) };
}

function writeMatrix({ matrix }: Job): Entry | undefined {
  if (matrix === undefined) return undefined;
  const legs = matrix.map((leg) =>
    mapping(...Object.entries(leg).map(([key, value]): Entry => ({ key, node: scalar(value) }))),
  );
  const include = mapping({ key: 'include', node: blockList(legs) });
  return { key: 'strategy', node: mapping({ key: 'matrix', node: include }) };
}

function writePermissions({ permissions }: Job): Entry {
  const grants = listGrants(permissions).map(
    ([key, { access, reason }]): Entry => ({ key, node: scalar(access, reason) }),
  );
  return { key: 'permissions', node: mapping(...grants) };
}

/** Converts a job, without its id, to a YAML node. */
export function writeJob(job: Job, ownActions: Workflow['ownActions']): YAMLMap {
  return mapping(
    writeNeeds(job),
    writeIf(job),
    writeMatrix(job),
    { key: 'runs-on', node: scalar(job.runsOn) },
    { key: 'timeout-minutes', node: scalar(job.timeoutMinutes) },
    job.environment === undefined ? undefined : { key: 'environment', node: scalar(job.environment) },
    writePermissions(job),
    writeValues('outputs', job.outputs),
    { key: 'steps', node: blockList(job.steps.map((step) => writeStep(step, ownActions))) },
  );
}
