import { GraphQLError } from 'graphql';
import { Refusal } from '../answers.ts';
import { authorize, type Caller } from '../caller.ts';
import type { World } from '../github-state.ts';
import type { Repository } from '../repository.ts';

/** What every resolver gets. */
export interface GraphqlContext {
  readonly world: World;
  readonly caller: Caller;
}

export type FailureType = 'NOT_FOUND' | 'FORBIDDEN' | 'STALE_DATA' | 'UNPROCESSABLE' | 'BAD_USER_INPUT';

/** An error with the `type` GitHub gives to it. */
export function failure(type: FailureType, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

const types: Readonly<Record<number, FailureType>> = { 403: 'FORBIDDEN', 404: 'NOT_FOUND' };

/** A refusal of the shared parts in the words of GraphQL; anything else passes as it is. */
export function translate(error: unknown): unknown {
  return error instanceof Refusal ? failure(types[error.status] ?? 'UNPROCESSABLE', error.message) : error;
}

/** @throws GraphQLError FORBIDDEN or NOT_FOUND */
export function allow(
  { world, caller }: GraphqlContext,
  repository: Repository,
  level: 'read' | 'write',
  scope: 'contents' | 'discussions' = 'contents',
): void {
  try {
    authorize(world, caller, repository, { scope, level });
  } catch (error) {
    throw translate(error);
  }
}
