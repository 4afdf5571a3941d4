import { mkdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import { fetchArtifact } from '@slipway/github/artifacts/fetch-artifact';
import { readDistributions } from '../build/build-into.ts';
import type { PythonPorts } from '../build/find-python.ts';
import type { Context } from '../inputs.ts';
import { unpackSdist } from './unpack-sdist.ts';

/** The sdist of the release, unpacked. */
export interface OpenedSdist {
  readonly folder: string;
  /** When its metadata was written, seconds since the epoch: the same for every job, since the bytes are. */
  readonly date: string;
}

/**
 * Fetches the sdist that another job built, by its digest, and unpacks it: the wheels are built from the bytes that are released.
 * @returns undefined unless the inputs name its artifact
 * @throws InputError E_INPUT_INVALID; as fetchArtifact
 */
export async function openSdist(
  context: Context,
  temporaryDirectory: string,
  ports: PythonPorts,
): Promise<OpenedSdist | undefined> {
  const { inputs, log, signal } = context;
  const name = inputs['sdist-artifact'];
  if (name === undefined) return undefined;
  const sdists = inputs['sdist-digests']?.filter(({ kind }) => kind === 'sdist') ?? [];
  const [sdist] = sdists;
  if (inputs.native !== 'build' || inputs.formats !== 'wheel')
    throw refuse(name, 'wheels are built from it with "native: build" and "formats: wheel" only');
  if (sdist === undefined || sdists.length > 1)
    throw refuse(name, `input "sdist-digests" lists ${sdists.length} sdists instead of one`);
  const directory = join(temporaryDirectory, 'sdist-artifact');
  await mkdir(directory, { recursive: true });
  await fetchArtifact(context, { name, directory, promised: inputs['sdist-digests'] });
  const path = join(directory, sdist.name);
  // Read to its last byte before it is unpacked.
  await readDistributions([path], signal);
  const folder = await unpackSdist(path, join(temporaryDirectory, 'given-sdist'), ports);
  log.info(`The wheels are built from ${basename(path)} of the artifact ${neutralizeLine(name, 100)}.`);
  const { mtimeMs } = await stat(join(folder, 'PKG-INFO'));
  return { folder, date: String(Math.floor(mtimeMs / 1000)) };
}

const refuse = (name: string, reason: string): InputError =>
  new InputError(coreErrors.E_INPUT_INVALID, {
    message: `Input "sdist-artifact" is "${neutralizeLine(name, 100)}", but ${reason}.`,
    hint: 'Pass the "artifact-name" and "files" outputs of the job that built the sdist.',
  });
