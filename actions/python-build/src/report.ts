import { join } from 'node:path';
import { renderFileList } from '@slipway/core/files/parse-file-list';
import { codeOf } from '@slipway/core/markdown';
import { formatSize } from '@slipway/core/text/format-size';
import { uploadArtifact } from '@slipway/github/artifacts/upload-artifact';
import { isPrerelease } from '@slipway/python/version/format-version';
import { parseVersion } from '@slipway/python/version/parse-version';
import type { BuiltDistribution } from './build/build-into.ts';
import type { Context } from './inputs.ts';
import type { WrittenSbom } from './write-sbom.ts';

/** Outputs the files and writes the summary. */
export function reportBuild(
  { setOutput, summary }: Context,
  built: readonly BuiltDistribution[],
  documents: readonly WrittenSbom[],
): void {
  const [first] = built;
  setOutput(
    'files',
    renderFileList(
      [...built, ...documents].map(({ fileName, sha256, size, kind }) => ({
        ...{ name: fileName, sha256, size, kind },
      })),
    ),
  );
  setOutput('name', first?.project ?? '');
  const version = first?.version ?? '';
  setOutput('version', version);
  setOutput('is-prerelease', String(isPrerelease(parseVersion(version))));
  summary.setTitle(`Built ${first?.project} ${first?.version}`);
  summary.addTable(
    ['File', 'Size', 'SHA-256'],
    [...built, ...documents].map(({ fileName, size, sha256 }) => [
      fileName,
      formatSize(size),
      codeOf(sha256),
    ]),
    [1],
  );
}

/** Uploads the files as an artifact of the run. */
export async function storeBuild(
  context: Context,
  name: string,
  directory: string,
  built: readonly { readonly fileName: string }[],
): Promise<void> {
  const files = built.map(({ fileName }) => join(directory, fileName));
  const { job, log, setOutput, signal } = context;
  const { id, digest } = await uploadArtifact(context, { name, files, rootDirectory: directory, signal });
  setOutput('artifact-id', String(id));
  setOutput('artifact-digest', digest);
  log.info(`Stored as the artifact ${name} of run ${job.runId}.`);
}
