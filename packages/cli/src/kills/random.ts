import { createHash } from 'node:crypto';

/** Random numbers that are determined by a seed text. */
export interface Random {
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
}

/** Opens the sequence of a seed. */
export function createRandom(seed: string): Random {
  let count = 0;
  const between = (from: number, to: number): number => {
    count += 1;
    const bytes = createHash('sha256').update(`${seed} ${count}`).digest();
    return from + Math.floor((bytes.readUInt32BE() / 2 ** 32) * (to - from + 1));
  };
  return { between, pick: (items) => items[between(0, items.length - 1)] ?? items[0] };
}
