import { setImmediate as nextTurn } from 'node:timers/promises';
import { pypiHost, testPypiHost } from '@slipway/core/pypi-hosts';
import type { PlannedJob, RunWorkflowOptions } from '@slipway/runner/options';
import type { JobResult } from '@slipway/runner/result';
import { runWorkflow } from '@slipway/runner/run-workflow';
import { type PlannedStep, planSteps } from '@slipway/runner/steps/plan-steps';
import { readSlipwayUse } from '../workflow-rules/rule.ts';
import { listTreeJobs, loadNothing, type WorkflowTree } from '../workflow-rules/workflow-tree.ts';
import { passHandoverOn, readHandedFiles } from './planned-handover.ts';
import type { ReleaseCase } from './release-case.ts';

/** A step of Slipway that would start. */
export interface PlannedUse {
  readonly jobId: string;
  /** Name of the job, with the values of its matrix. */
  readonly jobName: string;
  readonly action: string;
  readonly index: number;
  /** As the step would get them; what is empty or not given is not in it. */
  readonly inputs: ReadonlyMap<string, string>;
  /** What stands for its outputs: every text names the job, the step and the output. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** A run that did not take place. */
export interface PlannedRun {
  readonly uses: readonly PlannedUse[];
  readonly jobs: readonly JobResult[];
  readonly options: RunWorkflowOptions;
}

/** What starts the run. */
export interface PlannedStart {
  readonly name: 'workflow_dispatch' | 'push' | 'release';
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** The version and the tag of every planned release; no action looks at them. */
export const plannedTag = 'v1.2.0';
export const plannedVersion = '1.2.0';
/** The folder of the project, as the step that reads the tag says it. */
export const plannedPath = '.';

/**
 * What the tag of a planned run is: of a release, of one that a person published after an earlier run had drafted it, of a package of a
 * monorepo, or of something else such as `stable`.
 */
export type PlannedTagKind = 'release' | 'published' | 'stray' | 'package';
/** The folder of a package of a monorepo. */
export const plannedPackage = 'packages/demo';

const nothing = async (): Promise<never> => {
  throw new Error('a planned run executes nothing');
};

function createOptions(
  { model, calls }: WorkflowTree,
  { name, ref, inputs }: PlannedStart,
): RunWorkflowOptions {
  return {
    ...{ workflowPath: model.path, workflowText: '', model, calls, ref, sha: 'a'.repeat(40), inputs },
    ...{ runId: 1, runNumber: 1, runAttempt: 1, directory: '', environment: {}, nodePath: '' },
    // What is called from the same commit is in the tree.
    loadFile: loadNothing,
    event: { name, payload: name === 'workflow_dispatch' ? { inputs } : {} },
    repository: {
      ...{ owner: 'octo-org', name: 'demo', id: 1, ownerId: 2, private: false, defaultBranch: 'main' },
    },
    actor: { login: 'octocat', id: 1 },
    platform: {
      ...{ serverUrl: 'https://github.com', apiUrl: '', graphqlUrl: '' },
      ...{ requestDeployment: nothing, resolveRepository: nothing, openJob: nothing, closeJob: nothing },
      refuseActions: async () => undefined,
    },
  };
}

type ReadOutputs = (action: string) => Promise<ReadonlySet<string> | undefined>;

/** Every output that the actions of a workflow have, by the name of the action. */
export async function readAllOutputs(
  tree: WorkflowTree,
  read: ReadOutputs,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const actions = listTreeJobs(tree).flatMap(({ job }) =>
    job.steps.flatMap((step) => readSlipwayUse(step)?.action ?? []),
  );
  const entries = await Promise.all(
    [...new Set(actions)].map(async (action) => [action, (await read(action)) ?? new Set<string>()] as const),
  );
  return new Map(entries);
}

const showProject = (host: string): string =>
  `[demo ${plannedVersion}](https://${host}/project/demo/${plannedVersion}/)`;

// Words of the summary of each channel, as the actions write them.
const shown: Readonly<Record<string, string>> = {
  'pypi-publish': showProject(pypiHost),
  'github-packages-publish': '[demo](https://github.com/octo-org/demo/pkgs/container/demo%2Fpypi%2Fdemo)',
  'docker-build-sign': `\`ghcr.io/octo-org/demo:${plannedVersion}\``,
  passport: '4 of 4 channels serve what the passport lists',
  'release-notes': `[${plannedTag}](https://github.com/octo-org/demo/releases/tag/${plannedTag})`,
};

function pretend(
  { name }: PlannedJob,
  { step, index, inputs }: PlannedStep,
  known: ReadonlyMap<string, ReadonlySet<string>>,
  release: ReleaseCase,
  tagKind: PlannedTagKind,
): Record<string, string> {
  const { prerelease } = release;
  const action = readSlipwayUse(step)?.action ?? '';
  const isPublished = tagKind === 'published';
  const url = readHandedFiles(new Map(Object.entries(inputs))).get('repository-url');
  const isTest = action === 'pypi-publish' && url === 'testpypi';
  const values: Readonly<Record<string, string | undefined>> = {
    'result-markdown': isTest ? showProject(testPypiHost) : shown[action],
    ...{ 'is-prerelease': String(prerelease), version: plannedVersion, tag: plannedTag, name: 'demo' },
    ...{ path: tagKind === 'package' ? plannedPackage : plannedPath, released: String(tagKind !== 'stray') },
    'from-release': String(isPublished),
    ...(action === 'release-notes' ? pretendRelease(inputs, release, isPublished) : {}),
    ...(action === 'passport' ? pretendPassport(inputs, release, isPublished) : {}),
    ...(tagKind === 'stray' ? { version: '', 'is-prerelease': '' } : {}),
  };
  const outputs = known.get(action) ?? new Set();
  const set = Object.fromEntries(
    [...outputs].map((output) => [output, values[output] ?? `<${name}, step ${index + 1}, ${output}>`]),
  );
  return passHandoverOn(set, inputs['handover']);
}

/** The image that a published release was built with. */
export const releasedImage = '<image of the release>';

type StepInputs = Readonly<Record<string, string>>;

/** A release is a draft as long as its step is told so; one that a person published is none any more. */
const pretendRelease = (
  inputs: StepInputs,
  { prerelease, marked }: ReleaseCase,
  isPublished: boolean,
): Readonly<Record<string, string | undefined>> => ({
  draft: String(!isPublished && inputs['draft'] === 'true'),
  prerelease: String(prerelease || (isPublished ? marked : inputs['prerelease'] === 'true')),
  'image-digest': namesNoImage(inputs['evidence']) ? '' : undefined,
});

/** The notes have no image to name if they are told of none. */
function namesNoImage(evidence = ''): boolean {
  try {
    const { image } = JSON.parse(evidence) as { readonly image?: { readonly digest?: string } };
    return (image?.digest ?? '') === '';
  } catch {
    return false;
  }
}

/** What is taken of a published release, and nothing where a passport is signed. */
const pretendPassport = (
  { mode }: StepInputs,
  { image }: ReleaseCase,
  isPublished: boolean,
): Readonly<Record<string, string | undefined>> =>
  isPublished && mode === 'adopt'
    ? {
        distributions: '<distributions of the release>',
        image: image ? JSON.stringify({ digest: releasedImage, platforms: '[]' }) : '',
      }
    : { distributions: '', image: '' };

/**
 * Simulates a run with GitHub's evaluator as if every step succeeded: which jobs start, and which inputs their steps
 * get.
 * @param tagKind what a step that reads the tag finds
 * @throws InputError E_WORKFLOW_INPUTS for inputs that the workflow does not accept
 */
export async function planRun(
  tree: WorkflowTree,
  known: ReadonlyMap<string, ReadonlySet<string>>,
  start: PlannedStart,
  release: ReleaseCase,
  tagKind: PlannedTagKind = 'release',
): Promise<PlannedRun> {
  // The rehearsal itself goes on in the meantime.
  await nextTurn();
  const uses: PlannedUse[] = [];
  const options = createOptions(tree, start);
  const all = new Map(listTreeJobs(tree).map((each) => [each.id, each]));
  const { jobs } = await runWorkflow({
    ...options,
    answerJob: async (planned, scope) => {
      const found = all.get(planned.id);
      if (found === undefined) throw new Error(`The job ${planned.id} does not exist.`);
      const { steps, outputs } = planSteps(found.file.model, found.job, scope, {
        hashFiles: (patterns) => (release.image || !/Dockerfile/i.test(patterns.join()) ? 'hash' : ''),
        outputsOf: (step) => pretend(planned, step, known, release, tagKind),
      });
      for (const step of steps) {
        const action = readSlipwayUse(step.step)?.action;
        if (action === undefined) continue;
        uses.push({
          ...{ jobId: planned.id, jobName: planned.name, action, index: step.index },
          inputs: readHandedFiles(
            new Map(Object.entries(step.inputs).filter(([, value]) => value.trim() !== '')),
          ),
          outputs: pretend(planned, step, known, release, tagKind),
        });
      }
      return {
        ...{ id: planned.id, name: planned.name, result: 'success', seconds: 0, permissionsAsked: {} },
        ...{ outputs, annotations: [], summary: '', missingOutputs: [], steps: [], environment: undefined },
      };
    },
  });
  const failed = jobs.find(({ result }) => result === 'failure');
  if (failed !== undefined)
    throw new Error(failed.annotations.map(({ message }) => message).join(' ') || failed.id);
  return { uses, jobs, options };
}
