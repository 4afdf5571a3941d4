import type { UpdateRefsInput } from '@octokit/graphql-schema';
import { ActionError } from '@slipway/core/errors/action-error';
import { findRef, type Repository, readRepository } from '../repository.ts';

/** One ref with what it must be before and what it is after. */
export interface RefUpdate {
  /** `refs/heads/main`. */
  readonly ref: string;
  /** Undefined: the ref must not exist. */
  readonly before: string | undefined;
  readonly after: string;
  /** Lets the ref go to a commit that is no descendant. Default false. */
  readonly force?: boolean;
}

export interface RefUpdatesResult {
  readonly done: boolean;
  /** What each ref is now, in the order of the updates. */
  readonly now: readonly (string | undefined)[];
}

const zeroSha = '0'.repeat(40);

const mutation = `mutation ($input: UpdateRefsInput!) {
  updateRefs(input: $input) { clientMutationId }
}`;

/**
 * Changes all refs or none, each only while it is what `before` says (GraphQL reference, "updateRefs": "All updates are
 * performed atomically"). GitHub answers a `before` that does not hold with an error that has no reason, and an answer can
 * be lost: so what counts is what the refs are afterwards.
 * @returns `done: false` when a ref was something else before; nothing was changed then
 * @throws EnvironmentError E_GITHUB_RULES, E_GITHUB_PERMISSION; RemoteError when GitHub refused while every ref is as before
 */
export async function updateRefs(
  repository: Repository,
  updates: readonly RefUpdate[],
): Promise<RefUpdatesResult> {
  const { nodeId } = await readRepository(repository);
  const refUpdates = updates.map(({ ref, before, after, force }) => ({
    name: ref,
    beforeOid: before ?? zeroSha,
    afterOid: after,
    force: force ?? false,
  }));
  let failure: unknown;
  try {
    // Sent twice, it finds the refs changed and changes nothing.
    const input: UpdateRefsInput = { repositoryId: nodeId, refUpdates };
    await repository.graphql(mutation, { input }, { fields: [], idempotent: true });
  } catch (error) {
    if (!(error instanceof ActionError) || error.blame === 'environment') throw error;
    failure = error;
  }
  const now = await Promise.all(
    updates.map(async ({ ref }) => (await findRef(repository, ref.replace(/^refs\//, '')))?.sha),
  );
  const done = updates.every(({ after }, index) => now[index] === after);
  const untouched = updates.every(({ before }, index) => now[index] === before);
  if (!done && untouched && failure !== undefined) throw failure;
  return { done, now };
}
