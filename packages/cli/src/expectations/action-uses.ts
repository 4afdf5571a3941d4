import { parseActionFile } from '@slipway/runner/actions/action-definition';
import { evaluateText } from '@slipway/runner/workflow/expressions';
import { parseWorkflowFile } from '@slipway/runner/workflow/parse-workflow-file';
import { readMapping, type StepModel, type WorkflowModel } from '@slipway/runner/workflow/workflow-model';
import { completeInputs, type KnownInputs, mayRun } from './may-run.ts';

/** One step that uses an action of Slipway. */
export interface ActionUse {
  /** Its folder below `actions/`: `pypi-publish`. */
  readonly action: string;
  /** Key of the job in the workflow file; a job of a called workflow is `caller/job`. */
  readonly jobId: string;
  /** Index of the step in the job that leads to it, from 0; several for a composite action have the same. */
  readonly step: number;
  /** Inputs as written. Undefined for a value that only the run knows; one that is empty counts as not given. */
  readonly inputs: ReadonlyMap<string, string | undefined>;
}

export interface UseContext {
  /** `owner/name` of the repository. */
  readonly repository: string;
  /** Reads a file of the commit that is released; undefined when there is none. */
  readonly readFile: (path: string) => Promise<string | undefined>;
  /** Reads a file of the repository of the actions; undefined when there is none. */
  readonly readOwnFile: (path: string) => Promise<string | undefined>;
}

type ReadText = UseContext['readFile'];

// "Limitations of reusable workflows", GitHub Docs; composite actions nest as deep.
const maxDepth = 10;

/** A reference to a file or folder: where it is read from, and its path there. */
interface Place {
  readonly path: string;
  readonly read: ReadText;
  /** It is in the repository of the actions. */
  readonly isOwn: boolean;
}

/** Where `uses:` leads: Slipway's repository whoever owns the copy, this repository, or undefined for somebody else's. */
function locate(uses: string, from: Place, context: UseContext): Place | undefined {
  if (uses.startsWith('./')) return { ...from, path: uses.slice(2) };
  if (uses.startsWith('$/')) return { ...from, path: uses.slice(2) };
  const path = /^[\w.-]+\/slipway\/([^@\s]+)@/i.exec(uses)?.[1];
  return path === undefined ? undefined : { path, read: context.readOwnFile, isOwn: true };
}

/** Values that are the same for every step of a release, so that an input made of them is known before anything runs. */
function evaluateInputs(step: StepModel, repository: string): Map<string, string | undefined> {
  const owner = repository.split('/', 1)[0] ?? '';
  const contexts = { github: { repository, repository_owner: owner, server_url: 'https://github.com' } };
  const inputs = new Map<string, string | undefined>();
  for (const [name, token] of readMapping(step.with)) {
    let value: string | undefined;
    try {
      value = evaluateText(token, { contexts, functions: new Map() });
      // A property that is not among these is null here, and something else in a run.
      if (/\bgithub\s*(?:\.\s*(?!repository\b|repository_owner\b|server_url\b)|\[)/.test(String(token)))
        value = undefined;
    } catch {
      value = undefined;
    }
    if (value !== '') inputs.set(name.toLowerCase(), value);
  }
  return inputs;
}

/** Lists every use of Slipway's actions, in called workflows and composite actions too, as GitHub's parser reads the files. */
export async function listActionUses(workflow: WorkflowModel, context: UseContext): Promise<ActionUse[]> {
  const here: Place = { path: workflow.path, read: context.readFile, isOwn: false };
  return listWorkflow(workflow, here, '', context, 1);
}

async function listWorkflow(
  workflow: WorkflowModel,
  from: Place,
  prefix: string,
  context: UseContext,
  depth: number,
): Promise<ActionUse[]> {
  const uses: ActionUse[] = [];
  for (const job of workflow.jobs) {
    const jobId = `${prefix}${job.id}`;
    if (job.uses !== undefined) {
      const place = locate(job.uses, from, context);
      const text = depth < maxDepth ? await place?.read(place.path) : undefined;
      if (place === undefined || text === undefined) continue;
      const called = await parseWorkflowFile(place.path, text);
      uses.push(...(await listWorkflow(called, place, `${jobId}/`, context, depth + 1)));
    }
    uses.push(...(await listSteps(job.steps, from, { jobId }, context, depth)));
  }
  return uses;
}

async function listSteps(
  steps: readonly StepModel[],
  from: Place,
  owner: { readonly jobId: string; readonly step?: number },
  context: UseContext,
  depth: number,
  inputs?: KnownInputs,
): Promise<ActionUse[]> {
  const uses: ActionUse[] = [];
  for (const [index, step] of steps.entries()) {
    if (step.uses === undefined || (inputs !== undefined && !mayRun(step, inputs))) continue;
    const place = locate(step.uses, from, context);
    if (place === undefined) continue;
    const text =
      depth < maxDepth
        ? ((await place.read(`${place.path}/action.yml`)) ?? (await place.read(`${place.path}/action.yaml`)))
        : undefined;
    if (text === undefined) continue;
    const at = { jobId: owner.jobId, step: owner.step ?? index };
    const definition = parseActionFile('', place.path, text);
    const { runs } = definition;
    if (runs.using === 'composite') {
      const given = completeInputs(definition, evaluateInputs(step, context.repository));
      uses.push(...(await listSteps(runs.steps, place, at, context, depth + 1, given)));
    } else if (place.isOwn)
      uses.push({
        action: place.path.replace(/^actions\//, ''),
        ...at,
        inputs: evaluateInputs(step, context.repository),
      });
  }
  return uses;
}
