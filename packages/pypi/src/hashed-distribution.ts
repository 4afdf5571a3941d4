import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { UploadFile } from './upload-file.ts';

/** A distribution on disk that was inspected and hashed. */
export interface HashedDistribution extends Pick<UploadFile, 'name' | 'sha256' | 'size'> {
  readonly path: string;
  readonly distribution: Pick<UploadFile, 'kind' | 'project' | 'version' | 'pythonTag'> & {
    readonly metadata: {
      readonly fields: UploadFile['metadata'];
      readonly description: string | undefined;
    };
  };
}

const chunkBytes = 64 * 1024;

/** The bytes of a file, which have to be those that were hashed: the last chunk is held back until that is certain. */
async function* readVerified({ path, name, sha256 }: HashedDistribution): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let held: Uint8Array | undefined;
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (held !== undefined) yield held;
    held = chunk;
  }
  const found = hash.digest('hex');
  if (found !== sha256) {
    throw new IntegrityError(coreErrors.E_DIGEST_MISMATCH, {
      message: `${name} changed after it was checked: SHA-256 ${found} instead of ${sha256}.`,
    });
  }
  if (held !== undefined) yield held;
}

/** A checked file as the index takes it. */
export function toUploadFile(file: HashedDistribution, attestations: readonly object[]): UploadFile {
  const { distribution, name, sha256, size } = file;
  return {
    name,
    size,
    sha256,
    kind: distribution.kind,
    project: distribution.project,
    version: distribution.version,
    pythonTag: distribution.pythonTag,
    metadata: distribution.metadata.fields,
    description: distribution.metadata.description,
    attestations,
    open: () => readVerified(file),
  };
}
