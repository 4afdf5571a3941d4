import { EnvironmentError } from '@slipway/core/errors/action-error';
import { type AttestationBundle, storeAttestation } from '@slipway/github/attestations';
import { createGitHubClient } from '@slipway/github/client';
import { openRepository } from '@slipway/github/repository';
import { passportErrors } from './errors.ts';
import type { Context } from './inputs.ts';
import type { PassportContents } from './read-contents.ts';

/**
 * Stores a passport as an attestation of the repository, as far as its plan has them.
 * @returns the address of its page; undefined where it was not stored
 * @throws EnvironmentError E_PASSPORT_ATTESTATIONS, E_GITHUB_PERMISSION; and as GitHubClient.rest
 */
export async function storePassport(
  context: Context,
  bundle: object,
  { files }: PassportContents,
): Promise<string | undefined> {
  const { inputs, job, http, log } = context;
  if (inputs.attestations === 'false') return undefined;
  const { apiUrl, graphqlUrl } = job;
  const client = createGitHubClient({ http, apiUrl, graphqlUrl, token: inputs.token, log });
  const repository = openRepository(client, job.repository);
  const subject = files.find(({ kind }) => kind === 'manifest')?.sha256 ?? '';
  const stored = await storeAttestation(repository, bundle as AttestationBundle, subject, job.serverUrl);
  if (stored.state !== 'unavailable') return stored.url;
  if (inputs.attestations === 'true')
    throw new EnvironmentError(passportErrors.E_PASSPORT_ATTESTATIONS, {
      message: `The passport was signed, and GitHub did not store it: ${stored.reason}.`,
    });
  log.notice(
    `GitHub did not store the passport as an attestation: ${stored.reason}. The file of the passport is not affected.`,
  );
  return undefined;
}
