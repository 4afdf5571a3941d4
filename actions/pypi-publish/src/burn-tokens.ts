import { resolvePackageRepository } from '@slipway/pypi/package-repository';
import { burnToken } from '@slipway/pypi/trusted-publishing/trusted-publishing';
import type { Context } from './inputs.ts';

const stateName = 'tokens';

/** Remembers the tokens of this job, so that they are ended whatever becomes of it. */
export function rememberTokens({ state }: Context, tokens: readonly string[]): void {
  state.set(stateName, JSON.stringify(tokens));
}

/**
 * Ends the life of every upload token that was minted; also after a failed or cancelled job.
 * @throws the first failure, when every token was tried
 */
export async function burnTokens({ inputs, http, log, state }: Context): Promise<void> {
  const tokens = JSON.parse(state.get(stateName) ?? '[]') as string[];
  if (tokens.length === 0) return;
  const repository = resolvePackageRepository(inputs['repository-url'], inputs['index-url']);
  const failures: unknown[] = [];
  for (const token of tokens) {
    log.mask(token);
    try {
      const burned = await burnToken(http, repository, token);
      log.info(
        burned
          ? 'Revoked an upload token.'
          : `${repository.title} cannot revoke tokens. This one expires in 15 minutes.`,
      );
    } catch (cause) {
      failures.push(cause);
    }
  }
  if (failures.length > 0) throw failures[0];
}
