import type { Piece } from './generate-tar.ts';
import { change, type Mutation, other } from './mutation.ts';
import type { Random } from './random.ts';
import { gnuMagic, padBlocks, renderLongName, renderPax, renderPaxRecord } from './tar-blocks.ts';

const pax = (...records: readonly (readonly [key: string, value: Buffer | string])[]): Buffer =>
  renderPax('x', Buffer.concat(records.map(([key, value]) => renderPaxRecord(key, value))));
const global = (...records: readonly (readonly [key: string, value: string])[]): Buffer =>
  renderPax('g', Buffer.concat(records.map(([key, value]) => renderPaxRecord(key, value))));

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

/** Headers in front of a member that say something about it. */
export const extendedMutations: readonly Mutation[] = [
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
];
