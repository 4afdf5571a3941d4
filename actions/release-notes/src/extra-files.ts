import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileList } from '@slipway/core/files/file-list';
import { compareFileList } from '@slipway/core/files/parse-file-list';
import type { ActionContext } from '@slipway/core/run-action';
import { fetchArtifact } from '@slipway/github/artifacts/fetch-artifact';
import type { Inputs, Output } from './inputs.ts';

/**
 * Fetches the extra artifacts, each into a folder of its own.
 * @returns absolute paths of their files
 * @throws IntegrityError E_FILES_DIFFER for a file that no list contains, or that is different; and as `fetchArtifact`
 */
export async function fetchExtraArtifacts(
  context: ActionContext<Inputs, Output>,
  names: readonly string[],
  promised: FileList | undefined,
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const name of names) {
    const directory = await mkdtemp(join(context.job.temporaryDirectory, 'slipway-extra-'));
    const files = await fetchArtifact(context, { name, directory, promised });
    if (promised !== undefined) {
      const own = new Set(files.map((file) => file.name));
      compareFileList(
        promised.filter((file) => own.has(file.name)),
        files.map((file) => ({ ...file, kind: 'other' as const })),
      );
    }
    paths.push(...files.map((file) => join(directory, file.name)));
  }
  return paths;
}
