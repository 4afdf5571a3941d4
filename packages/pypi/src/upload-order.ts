import { runParallel } from '@slipway/core/async/run-parallel';
import { groupByProject } from './group-by-project.ts';
import type { UploadFile } from './upload-file.ts';

/**
 * The order of uploads: wheels by name, then sdists, so that an installer that looks in between does not build from source
 * what is about to be there as a wheel.
 */
function orderUploads(files: readonly UploadFile[]): readonly UploadFile[] {
  const rank = ({ kind }: UploadFile): number => (kind === 'wheel' ? 0 : 1);
  return [...files].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

/**
 * Uploads one project after the other, so that a rejected project leaves no other one half uploaded. Of each, `upload`
 * runs on the first file alone: what refuses it refuses the others too. The following files of its kind run at most
 * `limit` at a time, and sdists when all wheels are there. After a failure nothing new is started, and what is under
 * way is waited for.
 * @throws the first failure
 */
export async function uploadInOrder(
  files: readonly UploadFile[],
  limit: number,
  upload: (file: UploadFile) => Promise<void>,
): Promise<void> {
  for (const own of groupByProject(orderUploads(files)).values()) await uploadProject(own, limit, upload);
}

async function uploadProject(
  [first, ...rest]: readonly UploadFile[],
  limit: number,
  upload: (file: UploadFile) => Promise<void>,
): Promise<void> {
  if (first === undefined) return;
  await upload(first);
  await runParallel(
    rest.filter(({ kind }) => kind === 'wheel'),
    limit,
    upload,
  );
  await runParallel(
    rest.filter(({ kind }) => kind === 'sdist'),
    limit,
    upload,
  );
}
