import { walkTar } from '@slipway/core/tar/walk-tar';
import { createChunkSource } from './chunk-source.ts';
import { gunzipFile } from './gunzip-file.ts';

/** One member of an sdist with its content; folders are omitted. */
export interface SdistMember {
  readonly name: string;
  /** `link` is a hard link. */
  readonly type: 'file' | 'link' | 'symlink';
  /** Empty for a file. */
  readonly linkName: string;
  readonly isExecutable: boolean;
  readonly content: Uint8Array;
}

const types = { file: 'file', 'hard-link': 'link', 'symbolic-link': 'symlink' } as const;

/**
 * The members of an sdist that `inspectDistribution` accepted, in their order, in memory.
 * @param maxBytes of all files; undefined is returned before more than that is read
 */
export async function readSdistMembers(path: string, maxBytes: number): Promise<SdistMember[] | undefined> {
  const chunks = gunzipFile(path);
  const members: SdistMember[] = [];
  let bytes = 0;
  try {
    for await (const { type, name, linkName, isExecutable, size, read } of walkTar(
      createChunkSource(chunks, () => undefined),
    )) {
      if (type === 'folder') continue;
      bytes += size;
      if (bytes > maxBytes) return undefined;
      const pieces: Buffer[] = [];
      for await (const piece of read()) pieces.push(Buffer.from(piece));
      members.push({ name, type: types[type], linkName, isExecutable, content: Buffer.concat(pieces) });
    }
  } finally {
    await chunks.return();
  }
  return members;
}
