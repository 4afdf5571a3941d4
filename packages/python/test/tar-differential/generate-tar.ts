import { crc32, deflateRawSync } from 'node:zlib';
import { applyMutation, mutations } from './mutations.ts';
import { createRandom, type Random } from './random.ts';
import {
  gnuMagic,
  padBlocks,
  posixMagic,
  type RawHeader,
  renderHeader,
  renderLongName,
  renderPax,
  renderPaxRecord,
} from './tar-blocks.ts';

/** One member on its way: what stands before its header, the header, and its data. */
export interface Piece {
  before: Buffer[];
  header: RawHeader;
  data: Buffer;
}

/** A generated archive, and what was done to it. */
export interface GeneratedTar {
  readonly bytes: Buffer;
  /** Names of the changes, none for an archive that any tool could have made. */
  readonly changes: readonly string[];
}

const top = 'demo-1.0';
const words = ['a', 'PKG-INFO', 'src', 'x.py', 'setup.cfg', 'naïve', 'データ', 'b c', 'lib.so', '0'];

function makeName(random: Random, taken: Set<string>, long: boolean): string {
  for (;;) {
    const depth = 1 + random.below(3);
    const parts = Array.from({ length: depth }, () => `${random.pick(words)}${random.below(40)}`);
    if (long) parts.unshift(...Array.from({ length: 8 }, () => `folder-${'n'.repeat(random.below(20))}`));
    const name = `${top}/${parts.join('/')}`;
    const isFree = ![...taken].some(
      (other) => other === name || other.startsWith(`${name}/`) || name.startsWith(`${other}/`),
    );
    if (!isFree) continue;
    taken.add(name);
    return name;
  }
}

/** A name as one of the formats writes it: in the header, split at a slash, in an extended header, or in one of GNU tar. */
function writeName(
  name: string,
  random: Random,
  isFolder: boolean,
): Pick<Piece, 'before'> & { header: Partial<RawHeader> } {
  const isPlain = Buffer.byteLength(name) <= 100 && /^[ -~]*$/.test(name);
  const way = random.pick(
    isPlain ? (['plain', 'plain', 'plain', 'pax', 'gnu'] as const) : (['pax', 'gnu', 'split'] as const),
  );
  const start = name
    .slice(0, 60)
    .replaceAll(/[^ -~]/g, '_')
    .replace(/\/+$/, '');
  // Writers cut long names at 100 bytes, wherever that is.
  const short = !isFolder && random.chance(0.1) ? `${start}/` : start;
  if (way === 'plain') return { before: [], header: { name } };
  if (way === 'gnu')
    return {
      before: [renderLongName('L', name)],
      header: { name: short, magic: gnuMagic },
    };
  const slash = name.lastIndexOf('/');
  if (way === 'split' && slash > 0 && Buffer.byteLength(name.slice(0, slash)) <= 155)
    return { before: [], header: { name: name.slice(slash + 1), prefix: name.slice(0, slash) } };
  const records = [renderPaxRecord('path', name)];
  if (random.chance(0.3)) records.push(renderPaxRecord('mtime', '1700000000.25'));
  if (random.chance(0.2)) records.unshift(renderPaxRecord('comment', 'made by nobody'));
  return { before: [renderPax('x', Buffer.concat(records))], header: { name: short } };
}

function makePieces(random: Random): Piece[] {
  const taken = new Set<string>();
  const files: string[] = [];
  const pieces: Piece[] = [];
  const count = 1 + random.below(6);
  for (let index = 0; index < count; index += 1) {
    const name = makeName(random, taken, index > 0 && random.chance(0.15));
    const kind =
      index === 0 ? 'file' : random.pick(['file', 'file', 'file', 'folder', 'symlink', 'link'] as const);
    const { before, header } = writeName(kind === 'folder' ? `${name}/` : name, random, kind === 'folder');
    const base = {
      name,
      magic: random.chance(0.2) && header.prefix === undefined ? gnuMagic : posixMagic,
      ...header,
    };
    if (kind === 'folder')
      pieces.push({
        before,
        header: { ...base, type: '5', size: 0, mode: '0000755\0' },
        data: Buffer.alloc(0),
      });
    else if (kind === 'symlink')
      pieces.push({
        before,
        header: { ...base, type: '2', size: 0, link: name.split('/').at(-1) === 'a' ? 'b' : 'target' },
        data: Buffer.alloc(0),
      });
    else if (kind === 'link')
      pieces.push({
        before,
        header: { ...base, type: '1', size: 0, link: random.pick(files) },
        data: Buffer.alloc(0),
      });
    else {
      const data = random.bytes(random.pick([0, 1, 10, 511, 512, 513, 1500]));
      if (Buffer.byteLength(name) <= 100) files.push(name);
      // Large numbers are in base 256; uv_build leaves the owner out.
      const large = random.chance(0.1) ? Buffer.from([0x80, 0, 0, 0, 0, 0x7f, 0xff, 0xff]) : '0001750\0';
      const owner = random.chance(0.1) ? { uid: '\0'.repeat(8), gid: '\0'.repeat(8) } : { uid: large };
      pieces.push({
        before,
        header: {
          ...base,
          type: random.chance(0.1) && !String(base.name).endsWith('/') ? '\0' : '0',
          size: data.length,
          ...owner,
        },
        data,
      });
    }
  }
  return pieces;
}

/** Archive number `index`: the same for the same seed. */
export function generateTar(seed: number, index: number): GeneratedTar {
  const random = createRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  const pieces = makePieces(random);
  const changes: string[] = [];
  const number = random.chance(0.3) ? 0 : random.chance(0.8) ? 1 : 2;
  const late: ((tar: Buffer, random: Random) => Buffer)[] = [];
  let pack: (tar: Buffer, random: Random) => Buffer = gzip;
  for (let at = 0; at < number; at += 1) {
    const mutation = random.pick(mutations);
    changes.push(mutation.name);
    const effect = applyMutation(mutation, pieces, random);
    if (effect.tar !== undefined) late.push(effect.tar);
    if (effect.pack !== undefined) pack = effect.pack;
  }
  const blocks = pieces.flatMap(({ before, header, data }) => [
    ...before,
    renderHeader(header),
    padBlocks(data),
  ]);
  let tar = Buffer.concat([...blocks, Buffer.alloc(1024 + 512 * random.below(18))]);
  for (const change of late) tar = change(tar, random) as typeof tar;
  return { bytes: pack(tar, random), changes };
}

/** A gzip file of one member, with the fields that a tool may write (RFC 1952). */
function gzip(tar: Buffer, random: Random): Buffer {
  const named = random.chance(0.3);
  const head = Buffer.from([0x1f, 0x8b, 8, named ? 8 : 0, 0, 0, 0, 0, 2, 255]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(tar), 0);
  trailer.writeUInt32LE(tar.length, 4);
  return Buffer.concat([
    head,
    named ? Buffer.from('demo-1.0.tar\0') : Buffer.alloc(0),
    deflateRawSync(tar),
    trailer,
  ]);
}
