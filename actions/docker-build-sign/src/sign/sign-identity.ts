import { join } from 'node:path';
import type { TrustedRoot } from '@sigstore/protobuf-specs';
import { EnvironmentError, InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import { decodeClaims, requestIdToken } from '@slipway/github/job/id-token';
import { describeServer, isIssuerOf, nameServer } from '@slipway/github/job/server';
import {
  githubInstance,
  publicGood,
  type SigstoreInstance,
  selectVersion2,
} from '@slipway/sigstore/instance';
import { type ProvenanceClaims, readProvenanceClaims } from '@slipway/sigstore/statements/provenance';
import { loadTrustedRoot } from '@slipway/sigstore/verification/trusted-root';
import { imageErrors } from '../errors.ts';
import type { Context } from '../inputs.ts';

/** Who signs, where, and what verifies it. */
export interface SigningIdentity {
  readonly instance: SigstoreInstance;
  readonly trustedRoot: TrustedRoot;
  /** URI of the workflow file at its ref, as the certificate has it. */
  readonly identity: string;
  readonly issuer: string;
  readonly claims: ProvenanceClaims;
}

/** An ID token of the job for Sigstore; a new one for each certificate. */
export const askIdToken = (context: Context): Promise<string> => requestIdToken(context, 'sigstore');

/**
 * Finds out who signs, and with which instance of Sigstore: the name of a private repository and its workflows do not go into
 * a public log unless that is asked for.
 * @throws EnvironmentError E_SIGSTORE_ISSUER, E_GITHUB_ID_TOKEN_PERMISSION; RemoteError E_GITHUB_ID_TOKEN, E_SIGSTORE_TRUST; InputError E_INPUT_INVALID
 */
export async function findSigningIdentity(context: Context): Promise<SigningIdentity> {
  const { inputs, job, http, clock, log } = context;
  const server = describeServer(job);
  // Looked at before anything is asked for: an ID token that nobody trusts is shown to nobody.
  if (server.kind !== 'github.com') {
    throw new EnvironmentError(imageErrors.E_SIGSTORE_ISSUER, {
      message: `The image cannot be signed: Sigstore does not trust the ID tokens of ${nameServer(server)} (${server.idTokenIssuer}). Nothing was built.`,
    });
  }
  const token = await askIdToken(context);
  const all = decodeClaims(token);
  if (!isIssuerOf(server, all['iss'])) {
    throw new EnvironmentError(imageErrors.E_SIGSTORE_ISSUER, {
      message: `The ID token of this job was issued by ${neutralizeLine(String(all['iss']), 200)} instead of ${server.idTokenIssuer}. Nothing was built.`,
    });
  }
  const claims = readProvenanceClaims(token);
  // `public`, `private`, `internal`.
  const visibility = String(all['repository_visibility'] ?? '');
  const isPublic =
    inputs.transparency === 'public' || (inputs.transparency === 'auto' && visibility === 'public');
  if (inputs.transparency === 'public' && visibility !== 'public')
    log.notice(
      'The public transparency log will show the name of this repository and of its workflow ("transparency" is "public").',
    );
  if (!isPublic && inputs['rekor-version'] === '2') {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message:
        'Input "rekor-version" is "2", but this repository is not public, so signatures are not logged.',
      hint: 'Remove "rekor-version", or allow the public log with "transparency: public".',
    });
  }
  const trustedRoot = await loadTrustedRoot({
    path: job.variable('SIGSTORE_TRUSTED_ROOT'),
    trust: isPublic ? 'public-good' : 'github',
    http,
    cacheDirectory: join(job.temporaryDirectory, 'slipway-sigstore'),
    log,
  });
  const instance = !isPublic
    ? githubInstance
    : inputs['rekor-version'] === '2'
      ? selectVersion2(trustedRoot, clock.now())
      : publicGood;
  return {
    instance,
    trustedRoot,
    identity: `${job.serverUrl}/${claims.job_workflow_ref}`,
    issuer: String(all['iss'] ?? ''),
    claims,
  };
}
