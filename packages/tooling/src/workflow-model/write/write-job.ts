import type { YAMLMap } from 'yaml';
import type { Job } from '../model/job.ts';
import { listGrants } from '../model/permissions.ts';
import type { Workflow } from '../model/workflow.ts';
import type { Reader } from './reader.ts';
import { writeIf, writeStep, writeValues } from './write-step.ts';
import { writeValue } from './write-value.ts';
import { blockList, type Entry, flowList, mapping, scalar } from './yaml-nodes.ts';

const maxColumns = 110;

/** The needed jobs of this file; those of other parts have ended, or are not in this edition. */
function writeNeeds({ needs = [] }: Job, jobs: readonly Job[]): Entry | undefined {
  const here = needs.filter(({ id }) => jobs.some((job) => job.id === id));
  const [first] = here;
  if (first === undefined) return undefined;
  const ids = here.map(({ id }) => scalar(id));
  if (here.length === 1) return { key: 'needs', node: scalar(first.id) };
  // The library breaks a list that is too long, but does not count the key in front of it.
  const columns = `    needs: [${here.map(({ id }) => id).join(', ')}]`.length;
  const isBorderline = columns > maxColumns && columns - 'needs: '.length <= maxColumns;
  return { key: 'needs', node: isBorderline ? blockList(ids) : flowList(ids) };
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

/** How a file names a workflow of this repository. */
function writeCalled(path: string, ownActions: Workflow['ownActions']): Entry {
  const uses =
    ownActions === 'own commit' ? `$/${path}` : `${ownActions.repository}/${path}@${ownActions.ref}`;
  return { key: 'uses', node: scalar(uses) };
}

/** Converts a job, without its id, to a YAML node. */
export function writeJob(job: Job, { jobs, ownActions }: Workflow, reader: Reader): YAMLMap {
  if (job.calls !== undefined)
    return mapping(
      writeNeeds(job, jobs),
      writeIf(job, reader),
      writeCalled(job.calls.workflow.path, ownActions),
      writePermissions(job),
      writeValues('with', job.calls.with, reader),
    );
  return mapping(
    writeNeeds(job, jobs),
    writeIf(job, reader),
    writeMatrix(job),
    { key: 'runs-on', node: scalar(job.runsOn) },
    { key: 'timeout-minutes', node: scalar(job.timeoutMinutes) },
    job.environment === undefined
      ? undefined
      : { key: 'environment', node: writeValue(job.environment.name, reader) },
    writePermissions(job),
    writeValues('outputs', job.outputs, reader),
    { key: 'steps', node: blockList(job.steps.map((step) => writeStep(step, ownActions, reader))) },
  );
}
