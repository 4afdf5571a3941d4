import type { Piece } from './generate-tar.ts';
import type { Random } from './random.ts';
import type { RawHeader } from './tar-blocks.ts';

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

/** Changes fields of a header. */
export const change = (piece: Piece, header: Partial<RawHeader>): undefined => {
  piece.header = { ...piece.header, ...header };
};

/** The name that a reader may be led to. */
export const other = 'demo-1.0/other.py';
