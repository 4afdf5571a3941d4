import type { JobText, WorkflowText } from '@slipway/runner/workflow-text/workflow-text';
import type { CalledFile } from '../doctor/called-files.ts';
import { findPublishingJobs } from '../doctor/publishing-job.ts';
import { listActs } from '../doctor/release-steps.ts';
import type { OldJob } from './old-jobs.ts';
import { buildsWheels, readWheelSettings, type WheelSettings } from './wheel-jobs.ts';
import type { Stop } from './write-kept-jobs.ts';

/** How the old workflow releases. */
export interface OldRelease {
  /** The job that uploads to PyPI; undefined when a called workflow has it. */
  readonly publishing: JobText | undefined;
  /** Name of its environment; empty without one, undefined for an expression. */
  readonly environment: string | undefined;
  /** Trusted publishing; otherwise with a stored token. */
  readonly isTrusted: boolean;
  /** The called file that publishes, below `.github/workflows/`. */
  readonly calledPublisher: string | undefined;
  readonly hasImage: boolean;
  readonly hasPackages: boolean;
  /** Every push to a branch may release. */
  readonly isAutomatic: boolean;
  /** Secrets that only steps of the release read, without GITHUB_TOKEN; those for an upload are apart. */
  readonly uploadSecrets: readonly string[];
  readonly otherSecrets: readonly string[];
  /** Folder of the project, when it is not the root. */
  readonly directory: string | undefined;
  readonly noteInputs: ReadonlyMap<string, string | readonly string[]>;
  readonly imageInputs: ReadonlyMap<string, string | readonly string[]>;
  /** Images on registries other than ghcr.io. */
  readonly foreignImages: readonly string[];
  /** How the wheels of several platforms were built; undefined for a project without. */
  readonly wheels: WheelSettings | undefined;
  readonly stops: readonly Stop[];
}

const textOf = ({ text }: WorkflowText, first: number, last: number): string =>
  text
    .split('\n')
    .slice(first - 1, last)
    .join('\n');
const isConstant = (text: string): boolean => !text.includes('${{');
const listOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const uploadSecret = /PYPI|TWINE|POETRY|FLIT|UV_PUBLISH|HATCH|PDM/i;

function readSecrets(workflow: WorkflowText, jobs: readonly OldJob[]): readonly string[] {
  const kept = jobs.flatMap(({ job, place, steps }) =>
    place === 'release'
      ? steps
          .filter(({ fate }) => fate.kind === 'kept')
          .map(({ step }) => textOf(workflow, step.span.first, step.span.last))
      : [textOf(workflow, job.span.first, job.span.last)],
  );
  const still = new Set([...kept.join('\n').matchAll(/secrets\.(\w+)/g)].map(([, name = '']) => name));
  const all = new Set([...workflow.text.matchAll(/secrets\.(\w+)/g)].map(([, name = '']) => name));
  return [...all].filter((name) => name !== 'GITHUB_TOKEN' && !still.has(name));
}

/** A matrix that builds no wheels: which of its files are released is not known. */
function findMatrix(jobs: readonly OldJob[]): Stop | undefined {
  for (const { job, place, steps } of jobs)
    if (
      place === 'release' &&
      job.hasMatrix &&
      steps.some(({ roles }) => roles.has('build')) &&
      !steps.some(({ step }) => buildsWheels(step))
    )
      return {
        line: job.span.first,
        reason: `the job "${job.id}" builds in a matrix, and not with cibuildwheel or maturin: build the package in a job without a matrix, or write the jobs as docs/native-wheels.md shows`,
      };
  return undefined;
}

function readNoteInputs(jobs: readonly OldJob[]): {
  readonly inputs: ReadonlyMap<string, string | readonly string[]>;
  readonly line: number;
} {
  const inputs = new Map<string, string | readonly string[]>();
  let line = 1;
  for (const { steps } of jobs)
    for (const { step, roles } of steps) {
      if (!roles.has('release') || step.uses === undefined) continue;
      const value = (name: string): string => step.with.get(name)?.text ?? '';
      const extra = listOf(value('files') || value('artifacts').replaceAll(',', '\n')).filter(
        (path) => isConstant(path) && !/^(?:\.\/)?dist\b|\.whl$|\.tar\.gz$/.test(path),
      );
      if (extra.length > 0) {
        inputs.set('extra-assets', extra);
        line = step.with.get('files')?.line ?? step.span.first;
      }
      const title = value('name');
      if (title !== '' && isConstant(title)) inputs.set('title', title);
      const discussion = value('discussion_category_name') || value('discussionCategory');
      if (discussion !== '' && isConstant(discussion)) inputs.set('discussion-category', discussion);
      if (value('body') !== '' && isConstant(value('body'))) inputs.set('header', listOf(value('body')));
      if (value('generate_release_notes') === 'true' || value('generateReleaseNotes') === 'true')
        inputs.set('source', 'pull-requests');
    }
  return { inputs, line };
}

function readImageInputs(jobs: readonly OldJob[]): ReadonlyMap<string, string | readonly string[]> {
  const inputs = new Map<string, string | readonly string[]>();
  for (const { steps } of jobs)
    for (const { step } of steps) {
      if (!/^docker\/build-push-action@/i.test(step.uses?.text ?? '')) continue;
      for (const name of ['context', 'file', 'target']) {
        const value = step.with.get(name)?.text ?? '';
        if (value !== '' && value !== '.' && isConstant(value)) inputs.set(name, value);
      }
      const args = listOf(step.with.get('build-args')?.text ?? '').filter(isConstant);
      if (args.length > 0) inputs.set('build-args', args);
    }
  return inputs;
}

function readDirectory(workflow: WorkflowText, jobs: readonly OldJob[]): string | undefined {
  for (const { job, place, steps } of jobs) {
    if (place !== 'release') continue;
    for (const { step, roles } of steps) {
      if (!roles.has('build')) continue;
      const own = textOf(workflow, step.span.first, step.span.last);
      const whole = textOf(workflow, job.span.first, job.span.last);
      const found =
        /working-directory:\s*["']?([\w./-]+)/.exec(own)?.[1] ??
        /(?:-m build|pyproject-build|hatch build|flit build)\s+(?:--?\w+\s+)*(?:["']?)((?:\.\/)?[\w-]+(?:\/[\w-]+)*)\/?["']?\s*$/m.exec(
          own,
        )?.[1] ??
        /\bcd\s+["']?([\w./-]+)["']?\s*(?:&&|;|$)/m.exec(own)?.[1] ??
        /defaults:\s*\n\s*run:\s*\n\s*working-directory:\s*["']?([\w./-]+)/.exec(whole)?.[1];
      const clean = found?.replace(/^\.\//, '').replace(/\/$/, '');
      if (clean !== undefined && clean !== '' && clean !== '.' && clean !== 'dist') return clean;
    }
  }
  return undefined;
}

/** Reads how an old workflow releases. */
export function readOldRelease(
  workflow: WorkflowText,
  jobs: readonly OldJob[],
  called: readonly CalledFile[],
  isTracked: (pattern: string) => boolean,
): OldRelease {
  const stops: Stop[] = [];
  const trusted = findPublishingJobs(workflow);
  const calledPublisher = called.find(({ workflow: file }) => findPublishingJobs(file).length > 0);
  const uploads = jobs.filter(({ roles }) => roles.has('publish'));
  const publishing =
    trusted[0]?.job ?? uploads.find(({ job }) => job.environment !== undefined)?.job ?? uploads[0]?.job;
  const environments = new Set(trusted.map(({ environment }) => environment));
  if (publishing === undefined && calledPublisher === undefined)
    stops.push({
      line: 1,
      reason: 'no job publishes to PyPI: there is no release to adopt. "init" writes a workflow of its own',
    });
  if (environments.size > 1)
    stops.push({
      line: trusted[1]?.line ?? 1,
      reason: 'several jobs publish with different environments: decide which one stays',
    });
  const matrix = findMatrix(jobs);
  if (matrix !== undefined) stops.push(matrix);
  const acts = jobs.flatMap(({ job, steps }) => steps.flatMap(({ step }) => listActs(job, step)));
  const isAutomatic =
    (workflow.triggers.has('push') &&
      acts.some(({ role, text }) => role === 'push' && !/git\b.*\bpush\b/.test(text))) ||
    /release-please/.test(workflow.text);
  const notes = readNoteInputs(jobs);
  for (const path of notes.inputs.get('extra-assets') ?? [])
    if (!isTracked(path))
      stops.push({
        line: notes.line,
        reason: `the release gets "${path}", which the repository does not have: upload it as an artifact in a job of its own, and name that in "extra-artifacts" afterwards`,
      });
  const secrets = readSecrets(workflow, jobs);
  const registries = jobs.flatMap(({ steps }) =>
    steps.flatMap(({ step }) =>
      [step.with.get('images')?.text, step.with.get('tags')?.text].flatMap((text) => listOf(text ?? '')),
    ),
  );
  return {
    publishing,
    environment:
      publishing?.environment === undefined
        ? ''
        : isConstant(publishing.environment.text)
          ? publishing.environment.text
          : undefined,
    isTrusted: trusted.length > 0 || calledPublisher !== undefined,
    calledPublisher: calledPublisher?.workflow.path.split('/').at(-1),
    hasImage: acts.some(({ role }) => role === 'image'),
    hasPackages: /pypi\.pkg\.github\.com|github-packages-publish@/.test(workflow.text),
    isAutomatic,
    uploadSecrets: secrets.filter((name) => uploadSecret.test(name)),
    otherSecrets: secrets.filter((name) => !uploadSecret.test(name)),
    directory: readDirectory(workflow, jobs),
    noteInputs: notes.inputs,
    imageInputs: readImageInputs(jobs),
    foreignImages: [
      ...new Set(
        registries.filter(
          (text) => /^[\w.-]+\/[\w./-]+/.test(text) && isConstant(text) && !/^ghcr\.io\//.test(text),
        ),
      ),
    ],
    wheels: readWheelSettings(
      workflow,
      jobs.filter(({ place }) => place === 'release').map(({ job }) => job),
    ),
    stops,
  };
}
