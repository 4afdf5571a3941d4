import { EnvironmentError, InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import { decodeClaims, requestIdToken } from '@slipway/github/job/id-token';
import { describeServer, nameServer, publicIssuer } from '@slipway/github/job/server';
import type { PackageRepository } from '@slipway/pypi/package-repository';
import {
  assertCanPublish,
  describePublisher,
  listClaimWarnings,
  type PublisherForm,
  publisherFormUrl,
  readPublisherClaims,
} from '@slipway/pypi/trusted-publishing/publisher-claims';
import { discoverAudience } from '@slipway/pypi/trusted-publishing/trusted-publishing';
import {
  createMintedCredentials,
  createPasswordCredentials,
  type UploadCredentials,
} from '@slipway/pypi/upload/upload-credentials';
import { rememberTokens } from './burn-tokens.ts';
import { publishErrors } from './errors.ts';
import type { Context } from './inputs.ts';

/** Who uploads, and as whom. */
export interface Publisher {
  readonly credentials: UploadCredentials;
  /** Undefined with user and password. */
  readonly trusted: { readonly form: PublisherForm; readonly repository: string } | undefined;
}

/** The publisher by user and password; undefined when neither is given. @throws InputError E_INPUT_INVALID for half of it */
export function readPasswordCredentials(
  { inputs }: Context,
  repository: PackageRepository,
): UploadCredentials | undefined {
  const { user, password } = inputs;
  if (password === '' && user === '') return undefined;
  if (password === '')
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: 'Input "user" is set, but "password" is empty.',
    });
  if (repository.kind !== 'other' && user !== '' && user !== '__token__') {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: `${repository.title} does not accept user names and passwords.`,
      hint: 'Leave both empty for trusted publishing, or set "user" to "__token__" and "password" to an API token.',
    });
  }
  return createPasswordCredentials(user === '' ? '__token__' : user, password);
}

/**
 * Rejects trusted publishing from a server whose ID tokens PyPI does not accept, based only on the server name: before
 * an ID token is requested, before the index is contacted, and before a link is printed that would register a
 * repository of the same name on github.com. Other indexes decide for themselves.
 * @throws EnvironmentError E_PYPI_ISSUER
 */
export function refuseServer(context: Context, repository: PackageRepository): void {
  const server = describeServer(context.job);
  if (server.kind === 'github.com' || repository.kind === 'other') return;
  if (readPasswordCredentials(context, repository) !== undefined) return;
  throw new EnvironmentError(publishErrors.E_PYPI_ISSUER, {
    message: `${repository.title} has no trusted publishing for ${nameServer(server)}: it does not accept ID tokens from ${server.idTokenIssuer}. Nothing was sent.`,
  });
}

/** @throws EnvironmentError E_PYPI_ISSUER for a token of another issuer than the one that PyPI knows */
function refuseIssuer(repository: PackageRepository, issuer: unknown): void {
  if (repository.kind === 'other' || issuer === publicIssuer) return;
  throw new EnvironmentError(publishErrors.E_PYPI_ISSUER, {
    message: `The ID token of this job was issued by ${neutralizeLine(String(issuer), 200)}, but ${repository.title} only accepts ID tokens from ${publicIssuer}. Nothing was sent.`,
    hint: 'If your enterprise uses a custom ID token issuer, ask its owners to disable it, or publish with an API token.',
  });
}

/**
 * Opens the way to upload: a password, or trusted publishing with the claims of this job explained before anything is minted.
 * @param projects normalized names, with whether the index has them
 * @throws InputError, EnvironmentError E_PYPI_ISSUER, E_PYPI_CLAIMS, E_GITHUB_ID_TOKEN_PERMISSION; RemoteError
 */
export async function openPublisher(
  context: Context,
  repository: PackageRepository,
  projects: readonly { readonly name: string; readonly exists: boolean }[],
): Promise<Publisher> {
  const { http, clock, log } = context;
  const credentials = readPasswordCredentials(context, repository);
  if (credentials !== undefined) return { credentials, trusted: undefined };
  const audience = await discoverAudience(http, repository);
  if (audience === undefined) {
    throw new InputError(coreErrors.E_INPUT_MISSING, {
      message: `${repository.title} does not support trusted publishing, and "user" and "password" are empty.`,
    });
  }
  const token = decodeClaims(await requestIdToken(context, audience));
  refuseIssuer(repository, token['iss']);
  const claims = readPublisherClaims(token);
  assertCanPublish(claims);
  const form = describePublisher(claims);
  await log.group('Trusted publisher', async () => {
    log.info(`owner: ${form.owner}`);
    log.info(`repository: ${form.repository}`);
    log.info(`workflow: ${form.workflow}`);
    log.info(`environment: ${form.environment === '' ? '(none)' : form.environment}`);
    for (const project of projects) {
      const url = publisherFormUrl(repository, form, project);
      if (url !== undefined)
        log.info(
          `${project.exists ? '' : 'the project does not exist yet; register a pending publisher: '}${url}`,
        );
    }
  });
  for (const warning of listClaimWarnings(claims, form)) log.warning(warning);
  const tokens: string[] = [];
  return {
    credentials: createMintedCredentials({
      http,
      clock,
      log,
      repository,
      audience,
      requestIdToken: (wanted) => requestIdToken(context, wanted),
      onMint: ({ value }) => {
        tokens.push(value);
        rememberTokens(context, tokens);
      },
    }),
    trusted: { form, repository: claims.repository },
  };
}
