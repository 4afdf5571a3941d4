import type { PlannedJob } from '@slipway/runner/options';
import { evaluateToken } from '@slipway/runner/workflow/expressions';
import { readMapping, type StepModel } from '@slipway/runner/workflow/workflow-model';
import type { ReportChannel } from './judge-report.ts';

/** What a run was asked, by the name of the input. */
type Asked = Readonly<Record<string, string>>;

/** The value of an input as written; undefined where it is not given, or only known when the step runs. */
function readInput({ with: inputs }: StepModel, name: string, asked?: Asked): string | undefined {
  const token = readMapping(inputs).get(name);
  if (token === undefined) return undefined;
  const contexts = asked === undefined ? {} : { inputs: asked };
  try {
    return String(evaluateToken(token, { contexts, functions: new Map() }) ?? '');
  } catch {
    return undefined;
  }
}

/** Folder of an action of Slipway below `actions/`, whoever owns the copy of its repository. */
const slipwayAction = /^(?:[\w.-]+\/slipway|\$|\.)\/actions\/([\w-]+)(?:@|$)/i;

function publishesByStep(step: StepModel): boolean {
  const action = slipwayAction.exec(step.uses ?? '')?.[1] ?? '';
  if (action === 'release-notes') return !['draft', 'notes-only'].includes(readInput(step, 'phase') ?? '');
  if (action === 'docker-build-sign') return !['stage', 'merge'].includes(readInput(step, 'mode') ?? '');
  return ['pypi-publish', 'github-packages-publish', 'publish'].includes(action);
}

/** The job's token may change something. */
export function writes({ permissions }: PlannedJob): boolean {
  return Object.values(permissions).includes('write');
}

/** The step builds a container image, or is a part of that. */
export function buildsImage({ uses }: StepModel): boolean {
  return slipwayAction.exec(uses ?? '')?.[1] === 'docker-build-sign';
}

/** The index that a step uploads to: as it says, or as the handover that it is given says what was asked for. */
function indexOf(step: StepModel, asked: Asked): ReportChannel {
  const url = readInput(step, 'repository-url', asked) || asked['index'];
  return url?.toLowerCase() === 'testpypi' ? 'TestPyPI' : 'PyPI';
}

/** The channel that a step publishes to, or prepares what is published there in one go. */
export function channelOf(step: StepModel, asked: Asked): ReportChannel | undefined {
  const action = slipwayAction.exec(step.uses ?? '')?.[1];
  if (action === 'pypi-publish') return indexOf(step, asked);
  if (action === 'github-packages-publish') return 'GitHub Packages';
  if (action === 'docker-build-sign')
    return readInput(step, 'mode') === 'stage' ? undefined : 'Container image';
  return action === 'release-notes' && publishesByStep(step) ? 'GitHub Release' : undefined;
}

/** The job makes something public that readers find: a file, a package, a release, a tag of an image. */
export function publishes({ steps }: PlannedJob): boolean {
  return steps.some(publishesByStep);
}

/** The job has no rights, and only writes a job summary by a script: it tells people how the run ended. */
export function reports({ steps, permissions }: PlannedJob): boolean {
  return (
    steps.length > 0 &&
    Object.values(permissions).every((level) => level === 'none') &&
    steps.every(({ uses }) => uses === undefined) &&
    steps.some(({ run }) => String(run ?? '').includes('GITHUB_STEP_SUMMARY'))
  );
}
