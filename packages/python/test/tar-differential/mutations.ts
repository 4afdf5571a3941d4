import { gzipSync } from 'node:zlib';
import type { Piece } from './generate-tar.ts';
import type { Random } from './random.ts';
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

/** What is done to the finished archive, or instead of packing it. */
export interface Effect {
  readonly tar?: (tar: Buffer, random: Random) => Buffer;
  readonly pack?: (tar: Buffer, random: Random) => Buffer;
}

/** One way in which an archive may be read differently by different readers; some of them are harmless. */
export interface Mutation {
  readonly name: string;
  apply(piece: Piece, random: Random, pieces: Piece[]): Effect | undefined;
}

const change = (piece: Piece, header: Partial<RawHeader>): undefined => {
  piece.header = { ...piece.header, ...header };
};
const pax = (...records: readonly (readonly [key: string, value: Buffer | string])[]): Buffer =>
  renderPax('x', Buffer.concat(records.map(([key, value]) => renderPaxRecord(key, value))));
const global = (...records: readonly (readonly [key: string, value: string])[]): Buffer =>
  renderPax('g', Buffer.concat(records.map(([key, value]) => renderPaxRecord(key, value))));
const pack = (tar: Buffer): Buffer => gzipSync(tar);
const other = 'demo-1.0/other.py';
const cut = (tar: Buffer, random: Random): number => 512 * random.below(Math.max(1, tar.length / 512));

const sparse: Readonly<Record<string, (random: Random) => Buffer>> = {
  'sparse 0.0': () =>
    pax(
      ['GNU.sparse.size', '4096'],
      ['GNU.sparse.numblocks', '1'],
      ['GNU.sparse.offset', '0'],
      ['GNU.sparse.numbytes', '10'],
    ),
  'sparse 0.1': () =>
    pax(['GNU.sparse.map', '0,10'], ['GNU.sparse.size', '4096'], ['GNU.sparse.name', other]),
  'sparse 1.0': () =>
    pax(
      ['GNU.sparse.major', '1'],
      ['GNU.sparse.minor', '0'],
      ['GNU.sparse.name', other],
      ['GNU.sparse.realsize', '4096'],
    ),
  'sparse name alone': () => pax(['GNU.sparse.name', other]),
  'sparse size alone': () => pax(['GNU.sparse.size', '1']),
  'sparse realsize alone': () => pax(['GNU.sparse.realsize', '1']),
};

const sizes: readonly (Buffer | string)[] = [
  Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10]),
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe, 0]),
  '-0000000012\0',
  '+0000000012\0',
  '0000000_012\0',
  '\0\0\0\0\0\0\0\0\0\0\0\0',
  '            ',
  '         12 ',
  '12\0 junk    ',
  '0o12\0       ',
  '0000000018\0\0',
  '\n0000000012\0',
  '000000000012',
];

const numbers = [
  '        ',
  '\0\0\0\0\0\0\0\0',
  '-000001\0',
  '00x0644\0',
  '99999999',
  '+000644\0',
  '0_00644\0',
  '644 \0 \0 ',
];
const paxData: readonly (Buffer | string)[] = [
  '30 path=demo-1.0/short.py\n',
  '12 path=demo-1.0/long.py\n',
  '027 path=demo-1.0/zero.py\n',
  ' 26 path=demo-1.0/blank.py\n',
  '26 path=demo-1.0/noend.pyX',
  'path=demo-1.0/nolength.py\n',
  '-5 path=x\n',
  '0 path=x\n',
  '8 path=\n',
  '6 path\n',
  '5 =x\n\n',
  Buffer.from('19 path=demo-1.0/\xff\n', 'latin1'),
  '25 path=demo-1.0/nul\0.py\n',
  '11 mtime=x\n9 uid=-\n',
];

/** All changes, by kind. */
export const mutations: readonly Mutation[] = [
  ...Object.entries(sparse).map(([name, render]) => ({
    name,
    apply(piece: Piece, random: Random): undefined {
      piece.before.push(render(random));
      if (random.chance(0.5)) piece.data = Buffer.concat([padBlocks(Buffer.from('1\n0\n10\n')), piece.data]);
      change(piece, { size: piece.data.length });
    },
  })),
  {
    name: 'sparse type of old GNU tar',
    apply: (piece) =>
      change(piece, {
        type: 'S',
        magic: gnuMagic,
        patches: [
          [386, Buffer.from('00000000000\0' + '00000000012\0')],
          [483, Buffer.from('00000010000\0')],
        ],
      }),
  },
  {
    name: 'global header',
    apply(piece, random) {
      piece.before.unshift(
        global(
          random.pick([
            ['path', other],
            ['size', '10'],
            ['linkpath', other],
            ['comment', '0123456789abcdef'],
            ['mtime', '1700000000'],
            ['GNU.sparse.name', other],
            ['hdrcharset', 'BINARY'],
            ['uname', 'somebody'],
            ['demo.unknown', 'x'],
          ] as const),
        ),
      );
    },
  },
  {
    name: 'record of an extended header',
    apply(piece, random) {
      const size = Number(piece.header.size);
      piece.before.push(
        pax(
          random.pick([
            ['path', other],
            ['path', `${other}/`],
            ['path', `./${other}`],
            ['path', 'demo-1.0/../x'],
            ['path', ''],
            ['linkpath', 'demo-1.0/PKG-INFO'],
            ['size', String(size)],
            ['size', String(size + 512)],
            ['size', String(Math.max(0, size - 512))],
            ['size', '0'],
            ['size', `+${size}`],
            ['size', ` ${size}`],
            ['size', `${size}.0`],
            ['size', `0x${size}`],
            ['size', '1_0'],
            ['size', '-1'],
            ['size', ''],
            ['SCHILY.realsize', '1'],
            ['SCHILY.xattr.user.note', 'x'],
            ['LIBARCHIVE.creationtime', '1'],
            ['hdrcharset', 'BINARY'],
            ['hdrcharset', 'ISO-IR 10646 2000 UTF-8'],
            ['mtime', '-1'],
            ['mtime', 'nan'],
            ['uid', '3000000000'],
            ['uid', 'x'],
            ['VENDOR.anything', 'x'],
            ['typeflag', '5'],
          ] as const),
        ),
      );
    },
  },
  {
    name: 'two records of a key',
    apply: (piece) => void piece.before.push(pax(['path', other], ['path', 'demo-1.0/second.py'])),
  },
  {
    name: 'malformed extended header',
    apply: (piece, random) =>
      void piece.before.push(renderPax('x', Buffer.from(random.pick(paxData) as string))),
  },
  {
    name: 'extended header of Solaris',
    apply: (piece) => void piece.before.push(renderPax('X', renderPaxRecord('path', other))),
  },
  {
    name: 'several headers of a member',
    apply(piece, random) {
      const makers = [
        () => renderLongName('L', other),
        () => renderLongName('K', 'demo-1.0/PKG-INFO'),
        () => pax(['path', 'demo-1.0/second.py']),
        () => pax(['mtime', '1']),
        () => global(['comment', 'x']),
      ];
      for (let at = 0; at < 2; at += 1) piece.before.push(random.pick(makers)());
    },
  },
  {
    name: 'long name that is not plain',
    apply: (piece, random) =>
      void piece.before.push(
        renderLongName(
          'L',
          random.pick(['', 'demo-1.0/a\0b.py', `${other}/`, '../x', Buffer.from('demo-1.0/\xe9', 'latin1')]),
        ),
      ),
  },
  { name: 'size in another form', apply: (piece, random) => change(piece, { size: random.pick(sizes) }) },
  {
    name: 'size of something that holds nothing',
    apply(piece, random) {
      piece.data = random.bytes(700);
      change(piece, { type: random.pick(['1', '2', '5', '3', '6']), size: 700, link: 'demo-1.0/PKG-INFO' });
      if (random.chance(0.5)) piece.data = Buffer.alloc(0);
    },
  },
  {
    name: 'number in another form',
    apply: (piece, random) =>
      change(piece, { [random.pick(['mode', 'uid', 'gid', 'devMajor'] as const)]: random.pick(numbers) }),
  },
  {
    name: 'time in another form',
    apply: (piece, random) =>
      change(piece, {
        mtime: random.pick([
          '            ',
          '-1\0         ',
          'x',
          Buffer.from([0xff, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0]),
          Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0x60, 0, 0, 0]),
        ]),
      }),
  },
  {
    name: 'checksum in another form',
    apply(piece, random) {
      change(piece, {
        checksum: random.pick(['signed', 'wrong', 'spaces', 'zeros', 'unterminated'] as const),
      });
      if (random.chance(0.5)) change(piece, { patches: [[270, Buffer.from([0xe9, 0xff])]] });
    },
  },
  {
    name: 'another type',
    apply: (piece, random) => change(piece, { type: random.pick([...'3467ADEIMNSVXZgxLK', '\u0001', ' ']) }),
  },
  {
    name: 'another magic',
    apply: (piece, random) =>
      change(piece, {
        magic: random.pick([
          '\0\0\0\0\0\0\0\0',
          gnuMagic,
          posixMagic,
          'ustar\0\0\0',
          'ustar\u0000 \0',
          'ustar   ',
          'USTAR\u000000',
          'ustar\u000099',
        ]),
        ...(random.chance(0.5)
          ? { prefix: random.pick(['demo-1.0/prefix', '00000000001\u000000000000002', '\0hidden']) }
          : {}),
      }),
  },
  {
    name: 'prefix as the format star has it',
    apply: (piece) =>
      change(piece, {
        prefix: 'demo-1.0/star',
        patches: [
          [476, Buffer.from('14371573000 14371573000 ')],
          [508, Buffer.from('tar\0')],
        ],
      }),
  },
  {
    name: 'name with something behind its end',
    apply: (piece) =>
      change(piece, {
        name: Buffer.concat([
          Buffer.from(piece.header.name as string).subarray(0, 60),
          Buffer.from('\0tail'),
        ]),
      }),
  },
  {
    name: 'name that is not UTF-8',
    apply: (piece) => change(piece, { name: Buffer.from('demo-1.0/caf\xe9', 'latin1') }),
  },
  {
    name: 'slash at the end of a name',
    apply: (piece, random) =>
      change(piece, {
        name: `demo-1.0/slash${random.below(9)}/`,
        type: random.pick(['0', '\0', '1', '2']),
        link: 'PKG-INFO',
      }),
  },
  {
    name: 'name twice',
    apply(piece, _random, pieces) {
      pieces.push({
        before: [...piece.before],
        header: { ...piece.header, type: '0', size: 3 },
        data: Buffer.from('two'),
      });
    },
  },
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
  ...Array.from({ length: 6 }, (_, at) => ({
    name: 'random bytes in a header',
    apply(piece: Piece, random: Random): undefined {
      const patches = Array.from({ length: 1 + random.below(3) }, (): readonly [number, Buffer] => [
        random.pick([
          random.below(512),
          random.below(100),
          100 + random.below(56),
          156,
          257 + random.below(8),
          345 + random.below(155),
        ]),
        at % 2 === 0 ? random.bytes(1) : Buffer.from(random.pick(['0', '7', ' ', '\0', '/', '.', '-', 'x'])),
      ]);
      change(piece, { patches });
    },
  })),
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

/** Does one change to a random member of an archive. */
export function applyMutation(mutation: Mutation, pieces: Piece[], random: Random): Effect {
  return mutation.apply(random.pick(pieces), random, pieces) ?? {};
}
