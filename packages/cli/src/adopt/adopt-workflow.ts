import type { WorkflowText } from '@slipway/runner/workflow-text/workflow-text';
import type { CalledFile } from '../doctor/called-files.ts';
import { findPublishingJobs } from '../doctor/publishing-job.ts';
import { listAllActs } from '../doctor/release-steps.ts';
import { closeLedger } from './close-ledger.ts';
import type { KeptJobContext } from './copy-lines.ts';
import { findCrowdedLine, findMisplaced } from './find-stops.ts';
import { type LineFate, type LineLedger, openLedger } from './line-ledger.ts';
import { type OldJob, placeJobs } from './old-jobs.ts';
import { type OldRelease, readOldRelease } from './old-release.ts';
import {
  changeNeeds,
  findJob,
  insertBefore,
  type ReferenceFile,
  readReference,
  removeJob,
  replaceLines,
  setInput,
  toScalar,
} from './reference-file.ts';
import type { ToolSettings } from './tool-settings.ts';
import { buildsWheels } from './wheel-jobs.ts';
import { type KeptJob, type Stop, splitJob, writeWholeJob } from './write-kept-jobs.ts';
import { writeTriggers } from './write-triggers.ts';

export interface AdoptRequest {
  readonly workflow: WorkflowText;
  /** The workflows that it calls. */
  readonly called: readonly CalledFile[];
  /** Text of the reference workflow. */
  readonly reference: string;
  readonly tool: ToolSettings;
  /** Whether a path or pattern names files of the repository. */
  readonly isTracked: (pattern: string) => boolean;
}

/** The old workflow as one of Slipway. */
export interface Adoption {
  /** The new file; it is of no use as long as there are stops. */
  readonly text: string;
  /** The fate of each line of the old file, by number. */
  readonly fates: readonly LineFate[];
  /** What has to be changed first; nothing may be written before. */
  readonly stops: readonly Stop[];
  readonly release: OldRelease;
}

const linesOf = (text: string): readonly string[] => text.replace(/\n$/, '').split('\n');

/** Takes out the channels that the project does not have: adopting publishes nowhere new. */
function chooseChannels(file: ReferenceFile, release: OldRelease): ReferenceFile {
  let next = file;
  if (!release.hasImage)
    for (const id of ['promote-docker-image', 'build-docker-image', 'build-platform-images'])
      next = removeJob(next, id);
  return release.hasPackages ? next : removeJob(next, 'publish-to-github-packages');
}

function writeInputs(file: ReferenceFile, release: OldRelease, tool: ToolSettings): ReferenceFile {
  let next = file;
  for (const [name, value] of tool.inputs)
    next = setInput(
      next,
      'version-bump',
      'version-bump',
      name,
      typeof value === 'string' ? toScalar(value) : value,
    );
  if (release.directory !== undefined && !tool.inputs.has('path'))
    next = setInput(
      ...([next, 'version-bump', 'version-bump', 'package'] as const),
      `\${{ inputs.package || '${release.directory}' }}`,
    );
  const changelog = tool.inputs.get('changelog');
  if (typeof changelog === 'string')
    next = setInput(next, 'draft-github-release', 'release-notes', 'changelog', toScalar(changelog));
  for (const [name, value] of release.noteInputs)
    next = setInput(
      next,
      'draft-github-release',
      'release-notes',
      name,
      typeof value === 'string' ? toScalar(value) : value,
    );
  if (release.hasImage)
    for (const [name, value] of release.imageInputs)
      next = setInput(
        next,
        'build-platform-images',
        'docker-build-sign',
        name,
        typeof value === 'string' ? toScalar(value) : value,
      );
  return next;
}

/** The environment as it is written in the old file, with its address. */
function writeEnvironment(
  file: ReferenceFile,
  release: OldRelease,
  old: readonly string[],
  ledger: LineLedger,
): ReferenceFile {
  const span = release.publishing?.keys.get('environment');
  const own = findJob(file, 'publish-to-pypi').keys.get('environment');
  if (span === undefined || own === undefined) return file;
  ledger.assign(span, { kind: 'kept', reason: 'the trusted publisher names this environment' });
  const lines = old.slice(span.first - 1, span.last);
  const by = 4 - (/^ */.exec(lines[0] ?? '')?.[0].length ?? 0);
  // The address of a release page that is computed by an old step is not known here.
  const kept = lines.filter((line) => !/^\s*url:.*\b(?:steps|needs)\./.test(line));
  return replaceLines(
    file,
    own,
    kept.map((line) => ' '.repeat(Math.max(0, (/^ */.exec(line)?.[0].length ?? 0) + by)) + line.trimStart()),
  );
}

function insertBuildSteps(
  file: ReferenceFile,
  before: readonly string[],
  after: readonly string[],
): ReferenceFile {
  const job = findJob(file, 'build-python-package');
  const build = job.steps.find(({ uses }) => uses?.text.includes('/actions/python-build@'));
  if (build === undefined) throw new Error('The reference workflow does not build.');
  const late = insertBefore(file, build.span.last + 1, after);
  return insertBefore(late, build.span.first, before);
}

function addJobs(file: ReferenceFile, jobs: readonly KeptJob[]): ReferenceFile {
  const text = `${file.text.trimEnd()}\n${jobs.map(({ lines }) => `\n${lines.join('\n')}\n`).join('')}`;
  const gates = jobs.filter(({ gates }) => gates !== undefined).map(({ id }) => id);
  if (gates.length === 0) return { text };
  const gated = changeNeeds({ text }, 'draft-github-release', (needs) => [...needs, ...gates]);
  const told = changeNeeds(gated, 'notify-failure', (needs) => [...needs, ...gates]);
  const list = findJob(told, 'notify-failure').steps[0]?.entries.env.get('JOBS');
  if (list === undefined) throw new Error('The reference workflow does not tell which job failed.');
  return insertBefore(
    told,
    list.last + 1,
    gates.map((id) => `            ${id} \${{ needs.${id}.result }}`),
  );
}

/** Comments at the top of the old file, its name, and what else stays of its head. */
function writeHead(
  file: ReferenceFile,
  { workflow }: AdoptRequest,
  ledger: LineLedger,
  hasKept: boolean,
): ReferenceFile {
  const lines = linesOf(workflow.text);
  const firstKey = Math.min(...[...workflow.keys.values()].map(({ first }) => first));
  const comments = lines.slice(0, firstKey - 1);
  if (firstKey > 1) ledger.assign({ first: 1, last: firstKey - 1 }, { kind: 'kept', reason: 'unchanged' });
  let next: ReferenceFile = {
    text: file.text.replace(
      'Releases a Python project. Copy this file into your repository unchanged; it contains no project-specific names.',
      'Releases a Python project with Slipway.',
    ),
  };
  const keep = (key: string, reason: string): readonly string[] => {
    const span = workflow.keys.get(key);
    if (span === undefined) return [];
    ledger.assign(span, { kind: 'kept', reason });
    return lines.slice(span.first - 1, span.last);
  };
  const name = readReference(next).keys.get('name');
  if (name !== undefined && workflow.keys.has('name'))
    next = replaceLines(next, name, keep('name', 'unchanged'));
  const head = [
    ...keep('run-name', 'unchanged'),
    ...(hasKept ? keep('env', 'jobs that stay can read it') : []),
  ];
  if (head.length > 0) {
    const jobs = readReference(next).keys.get('jobs');
    next = insertBefore(next, jobs?.first ?? 1, [...head, '']);
  }
  return comments.some((line) => line.trim() !== '')
    ? { text: `${comments.join('\n').trimEnd()}\n\n${next.text}` }
    : next;
}

/** Turns an old release workflow into one of Slipway. Nothing is written. @throws Error for a line without a fate, which is a bug */
export function adoptWorkflow(request: AdoptRequest): Adoption {
  const { workflow, called, tool } = request;
  const lines = linesOf(workflow.text);
  const ledger = openLedger(workflow.text);
  const stops: Stop[] = [];
  const stop = (line: number, reason: string): void => void stops.push({ line, reason });
  const calledPublishers = new Set(
    called
      .filter(
        ({ workflow: file }) =>
          findPublishingJobs(file).length > 0 || listAllActs(file).some(({ role }) => role === 'publish'),
      )
      .flatMap(({ workflow: file }) => [`./${file.path}`, `$/${file.path}`]),
  );
  const jobs = placeJobs(workflow, calledPublishers);
  const release = readOldRelease(workflow, jobs, called, request.isTracked);
  stops.push(...release.stops);
  const crowded = findCrowdedLine(workflow);
  if (crowded !== undefined) {
    const fates = lines.map((): LineFate => ({ kind: 'kept', reason: 'nothing was changed' }));
    return { text: workflow.text, fates, stops: [crowded], release };
  }
  const hasBuild = jobs.some(({ place, roles }) => place === 'release' && roles.has('build'));
  for (const old of jobs) if (old.place === 'release') stops.push(...findMisplaced(old, hasBuild));
  let file = chooseChannels({ text: request.reference }, release);
  file = writeInputs(file, release, tool);
  file = writeEnvironment(file, release, lines, ledger);
  const taken = new Set(readReference(file).jobs.map(({ id }) => id));
  const context: KeptJobContext = {
    ...{ workflow, lines, ledger, taken, stop },
    successors: new Map(
      jobs.filter(({ place }) => place === 'release').map((old) => [old.job.id, successorOf(old)]),
    ),
    artifacts: new Set(listArtifacts(jobs)),
    wheelArtifacts: new Set(
      listArtifacts(jobs.filter(({ steps }) => steps.some(({ step }) => buildsWheels(step)))),
    ),
  };
  const kept: KeptJob[] = [];
  const beforeBuild: string[] = [];
  const afterBuild: string[] = [];
  for (const old of jobs) {
    if (old.place === 'release') {
      const split = splitJob(context, old);
      beforeBuild.push(...split.beforeBuild);
      afterBuild.push(...split.afterBuild);
      kept.push(...split.jobs);
    } else if (taken.has(old.job.id))
      stop(old.job.span.first, `the new file has a job "${old.job.id}": give yours a different key`);
    else kept.push(writeWholeJob(context, old));
  }
  file = insertBuildSteps(file, beforeBuild, afterBuild);
  file = addJobs(file, kept);
  file = writeTriggers(file, {
    ...{ workflow, ledger, stop },
    isAutomatic: release.isAutomatic,
    hasOtherJobs: jobs.some(({ place }) => place === 'aside' || place === 'before'),
    kept: [...kept.flatMap((job) => job.lines), ...beforeBuild, ...afterBuild].join('\n'),
  });
  file = writeHead(file, request, ledger, kept.length > 0 || beforeBuild.length > 0 || afterBuild.length > 0);
  return { text: file.text, fates: closeLedger(workflow, jobs, ledger), stops, release };
}

/** Names under which jobs that are taken over stored what they built. */
const listArtifacts = (jobs: readonly OldJob[]): readonly string[] =>
  jobs
    .filter(({ place }) => place === 'release')
    .flatMap(({ steps }) =>
      steps.flatMap(({ step, roles }) =>
        roles.has('upload-artifact') ? (step.with.get('name')?.text ?? 'artifact') : [],
      ),
    );

/** The job that stands for one that was taken over: where its last work ends. */
function successorOf({ roles, steps }: OldJob): string {
  const isOnlyBuild =
    roles.has('build') && !['publish', 'release', 'image'].some((role) => roles.has(role as never));
  const isOnlyBump =
    roles.has('push') && !['publish', 'release', 'image', 'build'].some((role) => roles.has(role as never));
  if (isOnlyBuild && steps.some(({ step }) => buildsWheels(step))) return 'build-wheels';
  return isOnlyBuild ? 'build-python-package' : isOnlyBump ? 'version-bump' : 'create-github-release';
}
