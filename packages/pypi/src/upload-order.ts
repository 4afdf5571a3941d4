import type { UploadFile } from './upload-file.ts';

/**
 * The order of uploads: wheels by name, then sdists, so that an installer that looks in between does not build from source
 * what is about to be there as a wheel.
 */
export function orderUploads(files: readonly UploadFile[]): readonly UploadFile[] {
  const rank = ({ kind }: UploadFile): number => (kind === 'wheel' ? 0 : 1);
  return [...files].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

/**
 * Runs `upload` on the first file alone: what refuses it refuses the others too. The following files of its kind run at
 * most `limit` at a time, and sdists when all wheels are there. After a failure nothing new is started, and what is under
 * way is waited for.
 * @throws the first failure
 */
export async function uploadInOrder(
  files: readonly UploadFile[],
  limit: number,
  upload: (file: UploadFile) => Promise<void>,
): Promise<void> {
  const [first, ...rest] = orderUploads(files);
  if (first === undefined) return;
  await upload(first);
  await uploadParallel(
    rest.filter(({ kind }) => kind === 'wheel'),
    limit,
    upload,
  );
  await uploadParallel(
    rest.filter(({ kind }) => kind === 'sdist'),
    limit,
    upload,
  );
}

async function uploadParallel(
  files: readonly UploadFile[],
  limit: number,
  upload: (file: UploadFile) => Promise<void>,
): Promise<void> {
  const queue = files.values();
  const failures: unknown[] = [];
  const drain = async (): Promise<void> => {
    for (const file of queue) {
      try {
        await upload(file);
      } catch (cause) {
        failures.push(cause);
      }
      if (failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, files.length) }, drain));
  if (failures.length > 0) throw failures[0];
}
