import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { MemberCollector, refuseArchive } from './archive.ts';
import { FileWindow } from './file-window.ts';
import { readDirectory } from './zip-directory.ts';
import { findMemberData, readZipEnd } from './zip-layout.ts';
import { readLargeMember } from './zip-members.ts';

/** One member of a wheel with its content. */
export interface WheelMember {
  /** Ends with a slash for a folder. */
  readonly name: string;
  readonly isExecutable: boolean;
  readonly content: Uint8Array;
}

/**
 * The members of a wheel that `inspectDistribution` accepted, in their order, in memory.
 * @param maxBytes of all files; undefined is returned before more than that is read
 * @throws InputError E_DISTRIBUTION_INVALID for a file that changed since then
 */
export async function readWheelMembers(path: string, maxBytes: number): Promise<WheelMember[] | undefined> {
  const fileName = basename(path);
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const window = new FileWindow(file);
    const directory = await readZipEnd(window, size);
    if (typeof directory === 'string') throw refuseArchive(fileName, directory);
    const collector = new MemberCollector(fileName, size, () => false);
    const listed = await readDirectory(window, size, fileName, directory, collector);
    if (listed.reduce((sum, member) => sum + member.size, 0) > maxBytes) return undefined;
    const members: WheelMember[] = [];
    let end = 0;
    for (const member of listed.toSorted((left, right) => left.offset - right.offset)) {
      const start = await findMemberData(window, member, end, directory);
      if (typeof start === 'string') throw refuseArchive(fileName, start);
      end = start + member.packedSize;
      const pieces: Buffer[] = [];
      for await (const piece of readLargeMember(window, member, start)) pieces.push(piece);
      const isExecutable = (member.mode & 0o111) !== 0;
      members.push({ name: member.name, isExecutable, content: Buffer.concat(pieces) });
    }
    return members;
  } finally {
    await file.close();
  }
}
