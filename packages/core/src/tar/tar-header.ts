import { TarProblem } from './tar-problem.ts';

/** The contents of one header block of a tar archive (POSIX.1-2017, pax, "ustar Interchange Format"). */
export interface TarHeader {
  /** The type flag; old archives with NUL are read as `0`. */
  readonly type: string;
  /** The flag was NUL: for such a file, Python looks at the end of this name, whatever a header before it says. */
  readonly isOldFile: boolean;
  readonly name: string;
  readonly linkName: string;
  /** Bytes of data after the block, without padding. */
  readonly size: number;
  /** The owner may execute it. */
  readonly isExecutable: boolean;
}

export const tarBlockBytes = 512;

// Readers differ in all numbers that are written differently: signs, underscores, digits after a NUL, base 64, and no digits at
// all.
const octal = /^ *[0-7]+[ \0]*$/;
const octalOrBlank = /^ *[0-7]*[ \0]*$/;
// What uv_build writes for user and group. All readers take it for 0.
const unset = /^\0+$/;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of a header, up to its first NUL. @throws TarProblem if it is not UTF-8: readers spell such names differently */
export function decodeTarText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  try {
    return utf8.decode(end < 0 ? bytes : bytes.subarray(0, end));
  } catch {
    throw new TarProblem('a name in the archive is not UTF-8');
  }
}

function sumBytes(block: Buffer): number {
  let sum = 0;
  for (const [index, byte] of block.entries()) sum += index >= 148 && index < 156 ? 0x20 : byte;
  return sum;
}

/**
 * Parses a header block in the one way that all readers share. Anything that only some readers accept (numbers in base 256 or
 * with signs, a prefix where GNU tar has times, a checksum over signed bytes, the format before POSIX) is a problem, not a
 * guess.
 * @throws TarProblem
 */
export function parseTarHeader(block: Buffer): TarHeader {
  const field = (start: number, end: number): string => block.toString('latin1', start, end);
  const checksum = field(148, 156);
  if (!octal.test(checksum) || Number.parseInt(checksum, 8) !== sumBytes(block))
    throw new TarProblem('a header in the archive has a wrong checksum');
  const magic = field(257, 265);
  const isGnu = magic === 'ustar  \0';
  if (!isGnu && !magic.startsWith('ustar\0'))
    throw new TarProblem('a header in the archive is in neither the ustar nor the GNU format');
  // Mode, user, group and time: if Python cannot read one of them, the archive ends there for Python. All readers support base
  // 256.
  const owner = [
    [100, 108],
    [108, 116],
    [116, 124],
    [136, 148],
  ] as const;
  const isOwnerPlain = owner.every(([start, end]) => {
    const first = block[start] ?? 0;
    if ((start === 108 || start === 116) && unset.test(field(start, end))) return true;
    return octal.test(field(start, end)) || (start !== 100 && (first === 0x80 || first === 0xff));
  });
  if (!isOwnerPlain || ![field(329, 337), field(337, 345)].every((text) => octalOrBlank.test(text)))
    throw new TarProblem('a number in a header of the archive is not octal');
  const size = field(124, 136);
  if (!octal.test(size)) throw new TarProblem('a size in a header of the archive is not octal');
  const flag = field(156, 157);
  const prefix = decodeTarText(block.subarray(345, 500));
  // GNU tar stores times there, which Python reads as the folder.
  if (isGnu && block.subarray(345, 500).some((byte) => byte !== 0))
    throw new TarProblem(
      'a GNU header in the archive contains data in the field that other formats use for the folder',
    );
  const name = decodeTarText(block.subarray(0, 100));
  return {
    type: flag === '\0' ? '0' : flag,
    isOldFile: flag === '\0',
    name: prefix === '' ? name : `${prefix}/${name}`,
    linkName: decodeTarText(block.subarray(157, 257)),
    size: Number.parseInt(size, 8),
    isExecutable: (Number.parseInt(field(100, 108), 8) & 0o100) !== 0,
  };
}
