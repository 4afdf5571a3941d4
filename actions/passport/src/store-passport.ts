import { EnvironmentError } from '@slipway/core/errors/action-error';
import { type AttestationBundle, storeAttestation } from '@slipway/github/attestations';
import { createGitHubClient } from '@slipway/github/client';
import { openRepository, type Repository } from '@slipway/github/repository';
import { passportErrors } from './errors.ts';
import type { Context } from './inputs.ts';
import type { PassportContents } from './read-contents.ts';

/** Stores a passport as an attestation of the repository. @throws as `storeBundle` */
export async function storePassport(
  context: Context,
  bundle: object,
  { files }: PassportContents,
): Promise<string | undefined> {
  const manifest = files.find(({ kind }) => kind === 'manifest');
  return storeBundle(context, bundle, manifest?.sha256 ?? '');
}

/** The repository of this run, as the token of the job sees it. */
export function openStore({ inputs, job, http, log }: Context): Repository {
  const { apiUrl, graphqlUrl } = job;
  return openRepository(
    createGitHubClient({ http, apiUrl, graphqlUrl, token: inputs.token, log }),
    job.repository,
  );
}

/**
 * Stores a bundle as an attestation of the repository, as far as its plan has them.
 * @param subject hex SHA-256 of one of its subjects
 * @returns the address of its page; undefined where it was not stored
 * @throws EnvironmentError E_PASSPORT_ATTESTATIONS, E_GITHUB_PERMISSION; and as GitHubClient.rest
 */
export async function storeBundle(
  context: Context,
  bundle: object,
  subject: string,
): Promise<string | undefined> {
  const { inputs, job, log } = context;
  if (inputs.attestations === 'false') return undefined;
  const stored = await storeAttestation(
    openStore(context),
    bundle as AttestationBundle,
    subject,
    job.serverUrl,
  );
  if (stored.state !== 'unavailable') return stored.url;
  if (inputs.attestations === 'true')
    throw new EnvironmentError(passportErrors.E_PASSPORT_ATTESTATIONS, {
      message: `GitHub did not store the attestation: ${stored.reason}.`,
    });
  log.notice(
    `GitHub did not store the attestation: ${stored.reason}. The passport that is attached to the release is not affected.`,
  );
  return undefined;
}
