import type { TrustedRoot } from '@sigstore/protobuf-specs';
import { RemoteError } from '@slipway/core/errors/action-error';
import { sigstoreErrors } from './errors.ts';

/** A transparency log, by the version of its API. */
export interface LogInstance {
  /** Without a slash at the end. */
  readonly url: string;
  /** 1 promises that an entry will stay, with a time; 2 proves that it is there, and needs a time from elsewhere. */
  readonly version: 1 | 2;
}

/** The services that make a signature, and the trust in them. */
export interface SigstoreInstance {
  readonly trust: 'public-good' | 'github';
  readonly fulcioUrl: string;
  /** Undefined where nothing is logged. */
  readonly log: LogInstance | undefined;
  /** Of a timestamp authority (RFC 3161); undefined where the log tells the time. */
  readonly timestampUrl: string | undefined;
}

/** Sigstore's public-good instance with the log of API v1: what PyPI trusts, and every cosign verifies. */
export const publicGood: SigstoreInstance = {
  trust: 'public-good',
  fulcioUrl: 'https://fulcio.sigstore.dev',
  log: { url: 'https://rekor.sigstore.dev', version: 1 },
  timestampUrl: undefined,
};

/**
 * GitHub's instance for private repositories: no public log, the time is told by an authority.
 * Source: https://docs.github.com/actions/concepts/security/artifact-attestations, and `actions/attest`, `endpoints.ts`.
 */
export const githubInstance: SigstoreInstance = {
  trust: 'github',
  fulcioUrl: 'https://fulcio.githubapp.com',
  log: undefined,
  timestampUrl: 'https://timestamp.githubapp.com/api/v1/timestamp',
};

/**
 * The public-good instance with the newest log of API v2. Such logs are one for each year, and the trusted root names them.
 * @throws RemoteError E_SIGSTORE_TRUST when it names no such log, or no timestamp authority
 */
export function selectVersion2(trustedRoot: TrustedRoot, nowMs: number): SigstoreInstance {
  const isOpen = (
    validFor: { readonly start?: Date | undefined; readonly end?: Date | undefined } | undefined,
  ) =>
    (validFor?.start?.getTime() ?? 0) <= nowMs &&
    nowMs < (validFor?.end?.getTime() ?? Number.POSITIVE_INFINITY);
  const startOf = (log: TrustedRoot['tlogs'][number]): number =>
    log.publicKey?.validFor?.start?.getTime() ?? 0;
  const [log] = trustedRoot.tlogs
    .filter(({ baseUrl, publicKey }) => baseUrl !== publicGood.log?.url && isOpen(publicKey?.validFor))
    .sort((left, right) => startOf(right) - startOf(left));
  const authority = trustedRoot.timestampAuthorities.find(({ validFor }) => isOpen(validFor));
  if (log === undefined || authority === undefined) {
    throw new RemoteError(sigstoreErrors.E_SIGSTORE_TRUST, {
      message: `The trusted root contains no active ${log === undefined ? 'log of version 2' : 'timestamp authority'}.`,
      hint: 'Remove "rekor-version". Every verifier supports version 1 of the log.',
    });
  }
  return {
    ...publicGood,
    log: { url: log.baseUrl.replace(/\/$/, ''), version: 2 },
    timestampUrl: `${authority.uri.replace(/\/(?:api\/v1\/timestamp\/?)?$/, '')}/api/v1/timestamp`,
  };
}
