import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { InputError } from '@slipway/core/errors/action-error';
import { extract } from 'tar-stream';
import { type Archive, MemberCollector, quoteName, refuseArchive, type WantMember } from './archive.ts';
import { SdistLinks } from './sdist-links.ts';

/**
 * Reads a source distribution (`.tar.gz`) without unpacking it: every byte counted and hashed.
 * @param want members whose bytes are kept; at most 16 MiB each
 * @throws InputError E_DISTRIBUTION_INVALID for what is neither a file nor a folder nor a link inside the sdist, or should not be unpacked
 */
export async function readSdist(path: string, want: WantMember = () => false): Promise<Archive> {
  const fileName = basename(path);
  try {
    const { size } = await stat(path);
    const collector = new MemberCollector(fileName, size, want);
    const gunzip = createGunzip();
    const tar = extract();
    // Folders, headers and padding count too: an archive of nothing else is one all the same.
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        try {
          collector.count(chunk.byteLength);
          done(null, chunk);
        } catch (cause) {
          done(cause instanceof Error ? cause : new Error(String(cause)));
        }
      },
    });
    await Promise.all([
      readMembers(tar, fileName, collector),
      pipeline(createReadStream(path), gunzip, meter, tar),
    ]);
    if (gunzip.bytesWritten !== size) throw refuseArchive(fileName, 'there is other data behind its end');
    const archive = collector.finish();
    if (archive.members.length === 0) throw refuseArchive(fileName, 'it holds no file');
    return archive;
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw refuseArchive(fileName, `it cannot be read as a .tar.gz (${String(cause)})`, cause);
  }
}

async function readMembers(
  tar: ReturnType<typeof extract>,
  fileName: string,
  collector: MemberCollector,
): Promise<void> {
  const names: string[] = [];
  const links = new SdistLinks();
  const refuse = (name: string, reason: string): never => {
    throw refuseArchive(fileName, `the member ${quoteName(name)} ${reason}`);
  };
  for await (const entry of tar) {
    const { name, type, size, linkname } = entry.header;
    collector.admit(name);
    names.push(name);
    if (type === 'file') {
      links.addFile(name);
      await collector.take(name, entry as AsyncIterable<Uint8Array>);
      continue;
    }
    if (type === 'directory') {
      if (size > 0) throw refuseArchive(fileName, `the folder ${quoteName(name)} holds data`);
    } else if (type === 'symlink' || type === 'link') {
      const target = linkname ?? '';
      const reason =
        size > 0
          ? 'is a link that holds data'
          : type === 'link'
            ? links.addHardLink(name, target)
            : links.addSymbolicLink(name, target);
      if (reason !== undefined) refuse(name, reason);
      collector.takeLink(name, target);
    } else refuse(name, `is neither a file nor a folder nor a link (${type ?? 'unknown type'})`);
    entry.resume();
  }
  const problem = links.findProblem(names);
  if (problem !== undefined) throw refuseArchive(fileName, `the member ${problem}`);
}
