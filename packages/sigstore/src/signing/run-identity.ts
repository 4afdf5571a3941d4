import type { TrustedRoot } from '@sigstore/protobuf-specs';
import { EnvironmentError, InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { JobEnvironment } from '@slipway/core/job-environment';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Clock, Http, Log } from '@slipway/core/ports';
import { sigstoreErrors } from '../errors.ts';
import { readIdTokenClaims } from '../id-token.ts';
import { githubInstance, publicGood, type SigstoreInstance, selectVersion2 } from '../instance.ts';
import { type ProvenanceClaims, readProvenanceClaims } from '../statements/provenance.ts';
import { loadTrustedRoot, trustedRootOf } from '../verification/trusted-root.ts';
import type { ReleaseSigner } from './release-signer.ts';

/** The GitHub that a job runs on, as far as signatures go. */
export interface SigningServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** As a person calls it. */
  readonly title: string;
  /** `iss` of its ID tokens. */
  readonly idTokenIssuer: string;
  /** Whether Sigstore trusts that issuer. */
  readonly isTrusted: boolean;
  isIssuer(issuer: unknown): boolean;
}

export interface RunIdentityOptions {
  readonly server: SigningServer;
  /** A new ID token with audience `sigstore`. */
  readonly requestIdToken: () => Promise<string>;
  /** Whether the public log may name the repository; `auto` by its visibility. */
  readonly transparency: 'auto' | 'public' | 'private';
  /** Of the public log; default 1. */
  readonly logVersion?: '1' | '2';
}

/** The job that signs, as every action's context has it. */
export interface SigningJob {
  readonly job: JobEnvironment;
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
}

/** Who signs, where, and what verifies it. */
export interface RunIdentity {
  readonly instance: SigstoreInstance;
  readonly trustedRoot: TrustedRoot;
  /** URI of the workflow file at its ref, as the certificate has it. */
  readonly identity: string;
  readonly issuer: string;
  readonly claims: ProvenanceClaims;
}

/**
 * Finds out who signs, and with which instance of Sigstore: the name of a private repository and its workflows do not go into
 * a public log unless that is asked for.
 * @throws EnvironmentError E_SIGSTORE_ISSUER, E_SIGSTORE_ID_TOKEN; RemoteError E_SIGSTORE_TRUST; InputError E_INPUT_INVALID; and
 * as `requestIdToken`
 */
export async function identifyRun(
  { job, http, clock, log }: SigningJob,
  { server, requestIdToken, transparency, logVersion = '1' }: RunIdentityOptions,
): Promise<RunIdentity> {
  // Looked at before anything is asked for: an ID token that nobody trusts is shown to nobody.
  if (!server.isTrusted) {
    throw new EnvironmentError(sigstoreErrors.E_SIGSTORE_ISSUER, {
      message: `Nothing can be signed here: Sigstore does not trust the ID tokens of ${server.title} (${server.idTokenIssuer}).`,
    });
  }
  const token = await requestIdToken();
  const all = readIdTokenClaims(token);
  if (!server.isIssuer(all['iss'])) {
    throw new EnvironmentError(sigstoreErrors.E_SIGSTORE_ISSUER, {
      message: `The ID token of this job was issued by ${neutralizeLine(String(all['iss']), 200)} instead of ${server.idTokenIssuer}.`,
    });
  }
  const claims = readProvenanceClaims(token);
  // `public`, `private`, `internal`.
  const visibility = String(all['repository_visibility'] ?? '');
  const isPublic = transparency === 'public' || (transparency === 'auto' && visibility === 'public');
  if (transparency === 'public' && visibility !== 'public')
    log.notice(
      'The public transparency log will show the name of this repository and of its workflow ("transparency" is "public").',
    );
  if (!isPublic && logVersion === '2') {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message:
        'Input "rekor-version" is "2", but this repository is not public, so signatures are not logged.',
      hint: 'Remove "rekor-version", or allow the public log with "transparency: public".',
    });
  }
  const trustedRoot = await loadTrustedRoot({
    ...trustedRootOf(job),
    trust: isPublic ? 'public-good' : 'github',
    http,
    log,
  });
  const chooseLog = (): SigstoreInstance =>
    logVersion === '2' ? selectVersion2(trustedRoot, clock.now()) : publicGood;
  return {
    instance: isPublic ? chooseLog() : githubInstance,
    trustedRoot,
    identity: `${server.url}/${claims.job_workflow_ref}`,
    issuer: String(all['iss'] ?? ''),
    claims,
  };
}

/** What a signature by this very run has to show. */
export function signerOf({ claims, issuer, identity }: RunIdentity, serverUrl: string): ReleaseSigner {
  return {
    isIssuer: (found) => found === issuer,
    repository: `${serverUrl}/${claims.repository}`,
    ref: claims.ref,
    commit: claims.sha,
    workflow: `${serverUrl}/${claims.workflow_ref}`,
    identity,
  };
}
