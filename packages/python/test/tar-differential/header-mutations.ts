import type { Piece } from './generate-tar.ts';
import { change, type Mutation } from './mutation.ts';
import type { Random } from './random.ts';
import { gnuMagic, posixMagic } from './tar-blocks.ts';

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
/** Fields of a member's own header. */
export const headerMutations: readonly Mutation[] = [
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
];

/** Whatever nobody thought of. */
export const randomMutations: readonly Mutation[] = [
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
];
