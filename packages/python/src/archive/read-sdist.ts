import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { TarProblem } from '@slipway/core/tar/tar-problem';
import { type TarMember, walkTar } from '@slipway/core/tar/walk-tar';
import { type Archive, MemberCollector, quoteName, refuseArchive, type WantMember } from './archive.ts';
import { createChunkSource } from './chunk-source.ts';
import { gunzipFile } from './gunzip-file.ts';
import { SdistLinks } from './sdist-links.ts';

/**
 * Reads an sdist (`.tar.gz`) without unpacking it, and counts and hashes every byte.
 * @param want members whose bytes are kept; at most 16 MiB each
 * @throws InputError E_DISTRIBUTION_INVALID for anything except a file, a folder or a link inside the sdist, for anything
 * unsafe to unpack, and for anything that Python, GNU tar and others read differently
 */
export async function readSdist(path: string, want: WantMember = () => false): Promise<Archive> {
  const fileName = basename(path);
  const chunks = gunzipFile(path);
  try {
    const { size } = await stat(path);
    const collector = new MemberCollector(fileName, size, want);
    // Folders, headers and padding count too, because an archive can consist of nothing else.
    const source = createChunkSource(chunks, (chunk) => collector.count(chunk.byteLength));
    await readMembers(walkTar(source), fileName, collector);
    const archive = collector.finish();
    if (archive.members.length === 0) throw refuseArchive(fileName, 'the archive contains no files');
    return archive;
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    if (cause instanceof TarProblem) throw refuseArchive(fileName, cause.message, cause);
    throw refuseArchive(fileName, `the archive is not a valid .tar.gz file (${String(cause)})`, cause);
  } finally {
    // Closes the file if the archive was not read to its end.
    await chunks.return();
  }
}

async function readMembers(
  members: AsyncIterable<TarMember>,
  fileName: string,
  collector: MemberCollector,
): Promise<void> {
  const names: string[] = [];
  const links = new SdistLinks();
  for await (const { type, name, linkName, read } of members) {
    collector.admit(name);
    names.push(name);
    if (type === 'file') {
      links.addFile(name);
      await collector.take(name, read());
    } else if (type !== 'folder') {
      const reason =
        type === 'hard-link' ? links.addHardLink(name, linkName) : links.addSymbolicLink(name, linkName);
      if (reason !== undefined) throw refuseArchive(fileName, `the member ${quoteName(name)} ${reason}`);
      collector.takeLink(name, linkName);
    }
  }
  const problem = links.findProblem(names);
  if (problem !== undefined) throw refuseArchive(fileName, `the member ${problem}`);
}
