import { gzipSync } from 'node:zlib';
import type { Mutation } from './mutation.ts';
import type { Random } from './random.ts';
import { padBlocks, renderHeader } from './tar-blocks.ts';

const pack = (tar: Buffer): Buffer => gzipSync(tar);
const cut = (tar: Buffer, random: Random): number => 512 * random.below(Math.max(1, tar.length / 512));

/** What stands where the archive ends, or should. */
export const archiveMutations: readonly Mutation[] = [
  {
    name: 'archive behind its end',
    apply: () => ({
      tar: (tar, random) =>
        Buffer.concat([
          tar,
          renderHeader({ name: 'demo-1.0/hidden.py', type: '0', size: 3 }),
          padBlocks(random.bytes(3)),
          Buffer.alloc(1024),
        ]),
    }),
  },
  {
    name: 'block of zeros in the middle',
    apply: () => ({
      tar: (tar, random) => {
        const at = cut(tar, random);
        return Buffer.concat([
          tar.subarray(0, at),
          Buffer.alloc(512 * (1 + random.below(2))),
          tar.subarray(at),
        ]);
      },
    }),
  },
  { name: 'no end', apply: () => ({ tar: (tar) => tar.subarray(0, trimZeros(tar)) }) },
  {
    name: 'one block of zeros at the end',
    apply: () => ({ tar: (tar) => tar.subarray(0, trimZeros(tar) + 512) }),
  },
  { name: 'cut off', apply: () => ({ tar: (tar, random) => tar.subarray(0, random.below(tar.length)) }) },
  {
    name: 'bytes behind the end',
    apply: () => ({
      tar: (tar, random) => Buffer.concat([tar, random.bytes(random.pick([1, 100, 512, 1024]))]),
    }),
  },
  {
    name: 'block left out, repeated or moved',
    apply: () => ({
      tar: (tar, random) => {
        const [from, to] = [cut(tar, random), cut(tar, random)];
        const block = tar.subarray(from, from + 512);
        const rest = random.chance(0.5)
          ? tar
          : Buffer.concat([tar.subarray(0, from), tar.subarray(from + 512)]);
        return random.chance(0.3) ? rest : Buffer.concat([rest.subarray(0, to), block, rest.subarray(to)]);
      },
    }),
  },
];

/** The layer of gzip. */
export const gzipMutations: readonly Mutation[] = [
  {
    name: 'two members of gzip',
    apply: () => ({
      pack: (tar, random) => {
        const at = random.chance(0.5) ? tar.length : cut(tar, random);
        return Buffer.concat([pack(tar.subarray(0, at)), pack(at === tar.length ? tar : tar.subarray(at))]);
      },
    }),
  },
  {
    name: 'bytes behind gzip',
    apply: () => ({
      pack: (tar, random) => Buffer.concat([pack(tar), random.pick([Buffer.alloc(9), random.bytes(20)])]),
    }),
  },
  {
    name: 'wrong sum of gzip',
    apply: () => ({
      pack: (tar, random) => {
        const bytes = pack(tar);
        const at = bytes.length - 1 - random.below(8);
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        return bytes;
      },
    }),
  },
];

function trimZeros(tar: Buffer): number {
  let end = tar.length;
  while (end > 0 && tar.subarray(end - 512, end).every((byte) => byte === 0)) end -= 512;
  return end;
}
