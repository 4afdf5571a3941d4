import { archiveMutations, gzipMutations } from './archive-mutations.ts';
import { extendedMutations } from './extended-mutations.ts';
import type { Piece } from './generate-tar.ts';
import { headerMutations, randomMutations } from './header-mutations.ts';
import type { Effect, Mutation } from './mutation.ts';
import type { Random } from './random.ts';

/** All changes, by kind. Their order decides what a seed stands for. */
export const mutations: readonly Mutation[] = [
  ...extendedMutations,
  ...headerMutations,
  ...archiveMutations,
  ...randomMutations,
  ...gzipMutations,
];

/** Does one change to a random member of an archive. */
export function applyMutation(mutation: Mutation, pieces: Piece[], random: Random): Effect {
  return mutation.apply(random.pick(pieces), random, pieces) ?? {};
}
