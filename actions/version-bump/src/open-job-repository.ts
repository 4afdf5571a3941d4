import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { createGitHubClient } from '@slipway/github/client';
import { openRepository, type Repository } from '@slipway/github/repository';
import type { Context } from './inputs.ts';

/** The repository of the job, with the token of the inputs. @throws InputError E_INPUT_MISSING without a token */
export function openJobRepository({ inputs, job, http, log }: Context): Repository {
  const { token } = inputs;
  if (token === undefined || token === '') {
    throw new InputError(coreErrors.E_INPUT_MISSING, { message: 'The input "token" is empty.' });
  }
  const { apiUrl, graphqlUrl } = job;
  return openRepository(createGitHubClient({ http, apiUrl, graphqlUrl, token, log }), job.repository);
}
