import { InputError } from '@slipway/core/errors/action-error';
import type { FileList } from '@slipway/core/files/file-list';
import { fileList, list } from '@slipway/core/inputs';
import { isRecord } from '@slipway/core/is-record';
import { neutralizeLine } from '@slipway/core/neutralize';
import { readBuildId } from './build-id.ts';
import { handoverErrors } from './errors.ts';

/**
 * What `prepare` hands on:
 * `{"slipway": BUILD, "artifacts": [NAMES, …], "files": [FILES, …], "inputs": {…}, "jobs": {JOB: {"result": …, "outputs": {…}}}}`, where
 * `inputs` and `jobs` are these contexts of GitHub as they were when it ended.
 */
export interface Handover {
  /** Names of the artifacts that contain the distributions. */
  readonly artifacts: readonly string[];
  /** The distributions with their digests. */
  readonly files: FileList;
  /** The package index as `pypi-publish` names it; empty for PyPI. */
  readonly index: string;
  readonly document: Readonly<Record<string, unknown>>;
}

function invalid(text: string, problem: string): InputError {
  return new InputError(handoverErrors.E_HANDOVER_INVALID, {
    message: `Input "handover" ${problem}: "${neutralizeLine(text, 80)}".`,
  });
}

function parseDocument(text: string): Readonly<Record<string, unknown>> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw invalid(text, 'is not JSON');
  }
  if (!isRecord(document)) throw invalid(text, 'is not a JSON object');
  return document;
}

/**
 * Stops when the text was made by a different build of these actions.
 * @param ownBuild `readBuildId` of the running action
 * @throws InputError E_HANDOVER_INVALID, E_HANDOVER_MIXED with both builds
 */
function refuseOtherBuild(text: string, ownBuild: string): Readonly<Record<string, unknown>> {
  const document = parseDocument(text);
  const build = document['slipway'];
  if (typeof build !== 'string' || build === '') throw invalid(text, 'does not say which version made it');
  if (build === ownBuild) return document;
  throw new InputError(handoverErrors.E_HANDOVER_MIXED, {
    message: `The first part of this release ran Slipway ${neutralizeLine(build, 80)}, and this step is of ${ownBuild}. Nothing was published by this step.`,
  });
}

/**
 * Stops a part that was given a handover of a different build; without a handover there is nothing to compare.
 * @param script path of the running bundle
 * @throws InputError E_HANDOVER_INVALID, E_HANDOVER_MIXED
 */
export async function refuseOtherPart(text: string | undefined, script: string | undefined): Promise<void> {
  if (text !== undefined) refuseOtherBuild(text, await readBuildId(script ?? ''));
}

/** Reads a handover with the files that it promises. @throws InputError as `refuseOtherPart`, E_INPUT_INVALID of the files */
export function readHandover(text: string, ownBuild: string): Handover {
  const document = refuseOtherBuild(text, ownBuild);
  const artifacts = list().parse(joinTexts(document['artifacts']), 'handover');
  if (artifacts.length === 0) throw invalid(text, 'names no artifact');
  const files = fileList().parse(joinTexts(document['files']), 'handover');
  if (files === undefined) throw invalid(text, 'has no files, so nothing was built');
  const inputs = isRecord(document['inputs']) ? document['inputs'] : {};
  return { artifacts, files, index: readIndex(inputs['index']), document };
}

/** The texts of several jobs as the lines of one input; a job that was skipped has null. */
function joinTexts(value: unknown): string {
  const texts = Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  return texts.join('\n').trim();
}

/** A release that was not asked for an index goes to PyPI. */
function readIndex(asked: unknown): string {
  return typeof asked !== 'string' || asked === 'pypi' ? '' : asked;
}

/** The handover with what a further job reported, in the shape of the jobs before it. */
export function extendHandover(
  { document }: Pick<Handover, 'document'>,
  job: string,
  outputs: Readonly<Record<string, string>>,
): string {
  const jobs = isRecord(document['jobs']) ? document['jobs'] : {};
  return JSON.stringify({ ...document, jobs: { ...jobs, [job]: { outputs } } });
}
