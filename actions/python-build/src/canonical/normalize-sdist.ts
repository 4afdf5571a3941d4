import { rename, writeFile } from 'node:fs/promises';
import { InputError } from '@slipway/core/errors/action-error';
import { readSdistMembers, type SdistMember } from '@slipway/python/archive/sdist-members';
import { gzipSync } from 'fflate';
import { pack } from 'tar-stream';
import { buildErrors } from '../errors.ts';

// The start of DOS time, which ZIP files cannot go below: the date of an sdist without a commit.
const defaultDate = 315_532_800;

/**
 * Rewrites an inspected sdist in a canonical form, in place: members by name, one date, no owners, the modes 644 and 755, and a
 * compression that is the same on every machine. The content and the kind of each member stay.
 * @param date seconds since the epoch
 * @param maxBytes of its files, which are held in memory
 * @throws InputError E_BUILD_FAILED for an sdist with more than that
 */
export async function normalizeSdist(
  path: string,
  date: number | undefined,
  maxBytes = 512 * 1024 * 1024,
): Promise<void> {
  const members = await readSdistMembers(path, maxBytes);
  if (members === undefined) {
    throw new InputError(buildErrors.E_BUILD_FAILED, {
      message: `The files of the sdist have more than ${maxBytes} bytes in all; at most ${maxBytes} are normalized.`,
      hint: 'Set "reproducible" to "check" or "off".',
    });
  }
  const tar = await writeTar([...members].sort(byName), date ?? defaultDate);
  // zlib's output depends on its version and on the processor; this one's does not.
  const partial = `${path}.partial`;
  await writeFile(partial, gzipSync(tar, { level: 9, mtime: 0 }));
  await rename(partial, path);
}

/** A hard link comes after what it links to, so links are last. */
function byName(left: SdistMember, right: SdistMember): number {
  const order = Number(left.type === 'link') - Number(right.type === 'link');
  return order !== 0 ? order : left.name < right.name ? -1 : 1;
}

async function writeTar(members: readonly SdistMember[], date: number): Promise<Uint8Array> {
  const writer = pack();
  const chunks: Buffer[] = [];
  const finished = (async () => {
    for await (const chunk of writer as AsyncIterable<Buffer>) chunks.push(chunk);
  })();
  const mtime = new Date(date * 1000);
  for (const { name, type, linkName, isExecutable, content } of members) {
    const header = {
      name,
      type,
      mtime,
      mode: isExecutable ? 0o755 : 0o644,
      uid: 0,
      gid: 0,
      uname: '',
      gname: '',
      ...(linkName === '' ? {} : { linkname: linkName }),
    };
    await new Promise<void>((resolve, reject) => {
      const done = (error?: Error | null): void => (error ? reject(error) : resolve());
      if (type === 'file') writer.entry(header, Buffer.from(content), done);
      else writer.entry(header, done);
    });
  }
  writer.finalize();
  await finished;
  return Buffer.concat(chunks);
}
