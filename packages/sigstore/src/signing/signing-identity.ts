import { verify, X509Certificate } from 'node:crypto';
import { X509Certificate as SigstoreCertificate } from '@sigstore/core';
import { EphemeralSigner } from '@sigstore/sign/dist/signer/fulcio/ephemeral.js';
import { FulcioSigner } from '@sigstore/sign/dist/signer/fulcio/index.js';
import type { Signature, Signer } from '@sigstore/sign/dist/signer/index.js';
import { EnvironmentError } from '@slipway/core/errors/action-error';
import type { Clock, Http, Log } from '@slipway/core/ports';
import { sigstoreErrors } from '../errors.ts';
import { readIdTokenClaims, textClaim } from '../id-token.ts';
import type { SigstoreInstance } from '../instance.ts';
import { askService, malformed } from './ask-service.ts';

/** A certificate with its key, which exists in the memory of this process only. Signs as often as asked. */
export interface SigningIdentity extends Signer {
  readonly certificate: X509Certificate;
  /** When to ask for the next one, by the clock of this machine. */
  readonly renewAtMs: number;
}

export interface IdentityOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  /** A new ID token with audience `sigstore`; each certificate takes one. */
  readonly requestIdToken: () => Promise<string>;
  readonly instance: Pick<SigstoreInstance, 'fulcioUrl' | 'trust'>;
  /** Ends the requests when it fires. */
  readonly signal?: AbortSignal | undefined;
}

// The log has to record a signature before the certificate ends; an attempt at the log never takes longer than this.
const renewBeforeEndMs = 90_000;
// A `FulcioSigner` asks for a certificate whenever it signs. It signs this once, and its key holder signs everything else.
const probe = Buffer.from('certificate');

/**
 * One attempt at a certificate for a new key, with a new ID token.
 * @throws RemoteError E_SIGSTORE_CERTIFICATE; EnvironmentError E_SIGSTORE_CERTIFICATE, E_SIGSTORE_ID_TOKEN
 */
export async function requestIdentity(options: IdentityOptions): Promise<SigningIdentity> {
  const { http, clock, log, instance, signal } = options;
  const token = await options.requestIdToken();
  log.mask(token);
  checkClaims(token);
  const keyHolder = new EphemeralSigner();
  const fulcio = new FulcioSigner({
    fulcioBaseURL: instance.fulcioUrl,
    identityProvider: { getToken: async () => token },
    keyHolder,
    timeout: 30_000,
  });
  const service = {
    http,
    name: 'Fulcio',
    kind: sigstoreErrors.E_SIGSTORE_CERTIFICATE,
    expected: 'a certificate for the requested key',
    accept: 'application/json',
    // Not repeated as it is: the next attempt has a new token, since this one lives for five minutes.
    idempotent: false,
    deadlineMs: 60_000,
    secrets: [token],
    refuse,
    signal,
  } as const;
  const askedAtMs = clock.now();
  const signed = await askService(service, () => fulcio.sign(probe));
  const certificate = readCertificate(signed, instance.trust);
  if (certificate === undefined) throw malformed(service);
  // Its life is measured from the moment of asking: the clock of the machine may be wrong, the length is not.
  const lifeMs = Date.parse(certificate.validTo) - Date.parse(certificate.validFrom);
  if (!(lifeMs > renewBeforeEndMs))
    throw malformed({ ...service, expected: 'a certificate that is valid long enough to sign' });
  const key = { $case: 'x509Certificate', certificate: certificate.toString() } as const;
  return {
    certificate,
    renewAtMs: askedAtMs + lifeMs - renewBeforeEndMs,
    sign: async (data) => ({ signature: (await keyHolder.sign(data)).signature, key }),
  };
}

/** @throws EnvironmentError E_SIGSTORE_ID_TOKEN for a token that the library would quote in an error of its own */
function checkClaims(token: string): void {
  const claims = readIdTokenClaims(token);
  textClaim(claims, 'sub');
  if (claims['email'] && !claims['email_verified'])
    throw new EnvironmentError(sigstoreErrors.E_SIGSTORE_ID_TOKEN, {
      message: 'The ID token of this job has a claim "email" that its issuer did not verify.',
    });
}

function refuse(message: string): EnvironmentError {
  return new EnvironmentError(sigstoreErrors.E_SIGSTORE_CERTIFICATE, {
    message,
    hint: 'Fulcio accepts ID tokens of GitHub Actions with audience "sigstore", at most five minutes old. Check the clock of the runner.',
  });
}

/** The certificate of a signature, when it is for the key that signed and, but for GitHub's instance, was logged. */
function readCertificate(
  { signature, key }: Signature,
  trust: SigstoreInstance['trust'],
): X509Certificate | undefined {
  if (key.$case !== 'x509Certificate') return undefined;
  try {
    const certificate = new X509Certificate(key.certificate);
    // GitHub's instance has no certificate log, and so no timestamps of one.
    const isLogged = trust === 'github' || SigstoreCertificate.parse(certificate.raw).extSCT !== undefined;
    return isLogged && verify('sha256', probe, certificate.publicKey, signature) ? certificate : undefined;
  } catch {
    return undefined;
  }
}
