import { createHash } from 'node:crypto';
import type { PackageSource, ReleaseFacts } from '../../src/pyoci/package-file.ts';
import { planRelease } from '../../src/pyoci/plan-release.ts';
import { proveRelease, type Restoration } from '../../src/pyoci/prove-release.ts';
import { restoreFile } from '../../src/pyoci/send-file.ts';
import { writeRelease } from '../../src/pyoci/write-release.ts';
import type { Repository } from '../../src/registry.ts';

/** What the releases of these tests have in common. */
export const facts: ReleaseFacts = {
  project: 'demo',
  version: '1.0',
  created: '2026-01-01T00:00:00Z',
  annotations: {},
};

/** A file of demo 1.0. @param tag `py3-none-any`, or `.tar.gz` for the sdist */
export function source(tag: string, text = tag): PackageSource {
  const bytes = Buffer.from(text);
  return {
    fileName: tag === '.tar.gz' ? 'demo-1.0.tar.gz' : `demo-1.0-${tag}.whl`,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.byteLength,
    requiresPython: undefined,
    metadataSha256: undefined,
    projectUrls: {},
    async *open(start) {
      yield bytes.subarray(start);
    },
  };
}

export interface PublishOptions {
  readonly isWhole?: boolean;
  readonly facts?: ReleaseFacts;
}

/** Plans and writes a release. @returns digest of the index */
export async function publish(
  repository: Repository,
  files: readonly PackageSource[],
  options: PublishOptions = {},
): Promise<string> {
  return writeRelease(await planRelease(repository, files, options.facts ?? facts, options), () => undefined);
}

/** Plans, writes and proves a release as the action does. @returns digest of the index */
export async function publishAndProve(
  repository: Repository,
  files: readonly PackageSource[],
  options: PublishOptions = {},
): Promise<string> {
  const plan = await planRelease(repository, files, options.facts ?? facts, options);
  await writeRelease(plan, () => undefined);
  const restoration: Restoration = {
    isOld: ({ fileName }) => plan.present.has(fileName),
    restore: (file, manifestDigest) => restoreFile(plan, file, manifestDigest),
  };
  return (await proveRelease(repository, facts, files, restoration)).indexDigest;
}
