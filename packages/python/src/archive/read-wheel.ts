import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import { InputError } from '@slipway/core/errors/action-error';
import { type Archive, MemberCollector, quoteName, refuseArchive, type WantMember } from './archive.ts';
import { FileWindow } from './file-window.ts';
import { readDirectory } from './zip-directory.ts';
import { findMemberData, readZipEnd, type ZipDirectory, type ZipMember } from './zip-layout.ts';
import { isSmall, readLargeMember, readSmallMember } from './zip-members.ts';

/**
 * Reads a wheel without unpacking it, one member at a time, and counts and hashes every byte.
 * @param want members whose bytes are kept; at most 16 MiB each
 * @throws InputError E_DISTRIBUTION_INVALID for anything that installers read differently or that is unsafe to unpack
 */
export async function readWheel(path: string, want: WantMember = () => false): Promise<Archive> {
  const fileName = basename(path);
  const file = await openFile(path, fileName);
  try {
    const { size } = await file.stat();
    const window = new FileWindow(file);
    const directory = await readZipEnd(window, size);
    if (typeof directory === 'string') throw refuseArchive(fileName, directory);
    const collector = new MemberCollector(fileName, size, want);
    const members = await readDirectory(window, size, fileName, directory, collector);
    await readMembers(window, members, fileName, directory, collector);
    return collector.finish();
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw refuseArchive(fileName, `the wheel is not a valid ZIP archive (${String(cause)})`, cause);
  } finally {
    await file.close();
  }
}

async function openFile(path: string, fileName: string) {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw refuseArchive(fileName, 'the wheel cannot be opened', cause);
  }
}

async function readMembers(
  window: FileWindow,
  members: readonly ZipMember[],
  fileName: string,
  directory: ZipDirectory,
  collector: MemberCollector,
): Promise<void> {
  let end = 0;
  for (const member of members.toSorted((left, right) => left.offset - right.offset)) {
    const start = await findMemberData(window, member, end, directory);
    if (typeof start === 'string') throw refuseArchive(fileName, start);
    end = start + member.packedSize;
    if (member.name.endsWith('/')) continue;
    const sum = await takeMember(window, member, start, collector);
    if (sum !== member.crc32)
      throw refuseArchive(fileName, `the member ${quoteName(member.name)} is damaged (CRC-32)`);
  }
  if (end !== directory.offset)
    throw refuseArchive(fileName, 'the archive has bytes between its last member and its directory');
}

/** @returns the CRC-32 of its bytes */
async function takeMember(
  window: FileWindow,
  member: ZipMember,
  start: number,
  collector: MemberCollector,
): Promise<number> {
  let sum = 0;
  if (isSmall(member)) {
    collector.count(member.size);
    await readSmallMember(window, member, start, (bytes) => {
      collector.takeWhole(member.name, bytes);
      sum = crc32(bytes);
    });
    return sum;
  }
  await collector.take(member.name, readLargeMember(window, member, start), (chunk) => {
    collector.count(chunk.byteLength);
    sum = crc32(chunk, sum);
  });
  return sum;
}
