import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, IntegrityError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import {
  compareFileList,
  joinFileLists,
  kindOfFile,
  renderFileList,
} from '@slipway/core/files/parse-file-list';
import { codeOf } from '@slipway/core/markdown';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { ActionContext } from '@slipway/core/run-action';
import { count } from '@slipway/core/text/count';
import { fetchArtifact } from '@slipway/github/artifacts/fetch-artifact';
import { checksumsErrors } from './errors.ts';
import type { Inputs, Output } from './inputs.ts';
import { judgeCollection, type LegFiles } from './judge-collection.ts';

type Context = ActionContext<Inputs, Output>;

/**
 * Proves that what several jobs built is one release: each artifact has exactly the files of its job's list, and the lists fit
 * together. Nothing is kept, joined or stored.
 * @throws InputError E_INPUT_INVALID; IntegrityError E_COLLECTION_INVALID, E_FILES_DIFFER; as fetchArtifact
 */
export async function collectLists(context: Context): Promise<void> {
  const { inputs, log, setOutput, summary } = context;
  const legs = pairLists(inputs);
  const findings = judgeCollection(legs, inputs.expected);
  if (findings.length > 0) {
    throw new IntegrityError(checksumsErrors.E_COLLECTION_INVALID, {
      message: `The files of ${legs.length} jobs are not one release: ${findings.join('; ')}.`,
    });
  }
  for (const leg of legs) await proveArtifact(context, leg);
  const files = joinFileLists(legs.map(({ files: own }) => own));
  log.info(`${files.length} files of ${legs.length} jobs are one release.`);
  setOutput('files', renderFileList(files));
  summary.setTitle(`Collected ${count(files.length, 'file')} of ${count(legs.length, 'job')}`);
  summary.addTable(
    ['Artifact', 'File', 'SHA-256'],
    legs.flatMap(({ artifact, files: own }) =>
      own.map(({ name, sha256 }) => [artifact, name, codeOf(sha256)]),
    ),
  );
}

/** The list of each artifact, by their order. */
function pairLists({ digests, 'artifact-name': names }: Inputs): readonly LegFiles[] {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  const problem =
    digests.length === 0
      ? 'Input "digests" is empty, so there is nothing to collect.'
      : names.length !== digests.length
        ? `Input "artifact-name" has ${names.length} lines and "digests" ${digests.length}: a job that is skipped has no line in either, and one that built has one in both.`
        : twice === undefined
          ? undefined
          : `Input "artifact-name" contains "${neutralizeLine(twice, 100)}" twice.`;
  if (problem !== undefined) throw new InputError(coreErrors.E_INPUT_INVALID, { message: problem });
  return digests.map((files, index) => ({ artifact: names[index] ?? '', files }));
}

/** The artifact has the files of the list, and no other. */
async function proveArtifact(context: Context, { artifact, files }: LegFiles): Promise<void> {
  const directory = await mkdtemp(join(context.job.temporaryDirectory, 'collect-'));
  try {
    try {
      const fetched = await fetchArtifact(context, { name: artifact, directory, promised: files });
      compareFileList(
        files,
        fetched.map((file) => ({ ...file, kind: kindOfFile(file.name) })),
      );
    } catch (cause) {
      if (!(cause instanceof IntegrityError) || cause.code !== 'E_FILES_DIFFER') throw cause;
      throw new IntegrityError(coreErrors.E_FILES_DIFFER, {
        message: `The artifact ${neutralizeLine(artifact, 100)} is not what its job stored. ${cause.message}`,
        hint: 'Another job may have replaced the artifact. Look for a second job that stores one of this name, then start a new run.',
        cause,
      });
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
