import { generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { EnvironmentError, RemoteError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Clock, Http, Log } from '@slipway/core/ports';
import { redactText } from '@slipway/core/redact';
import { sigstoreErrors } from './errors.ts';
import { readIdTokenClaims, textClaim } from './id-token.ts';
import type { SigstoreInstance } from './instance.ts';

/** A certificate with its key, which exists in the memory of this process alone. */
export interface SigningCertificate {
  readonly certificate: X509Certificate;
  /** When to ask for the next one, by the clock of this machine. */
  readonly renewAtMs: number;
  /** ECDSA over SHA-256, DER. */
  sign(data: Uint8Array): Buffer;
}

export interface CertificateOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  /** A new ID token with audience `sigstore`; each certificate takes one. */
  readonly requestIdToken: () => Promise<string>;
  readonly instance: Pick<SigstoreInstance, 'fulcioUrl' | 'trust'>;
}

// The log has to record a signature before the certificate ends; one attempt at the log takes no longer than this.
const renewBeforeEndMs = 90_000;

function leafOf(answer: unknown, trust: SigstoreInstance['trust']): string | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { signedCertificateEmbeddedSct: embedded, signedCertificateDetachedSct: detached } =
    answer as Readonly<Record<string, unknown>>;
  // GitHub's instance has no certificate log, and so no timestamps of one.
  const found = embedded ?? (trust === 'github' ? detached : undefined);
  const chain = (found as { readonly chain?: { readonly certificates?: readonly unknown[] } } | undefined)
    ?.chain;
  const [leaf] = Array.isArray(chain?.certificates) ? chain.certificates : [];
  return typeof leaf === 'string' ? leaf : undefined;
}

function malformed(message: string, cause?: unknown): RemoteError {
  return new RemoteError(sigstoreErrors.E_SIGSTORE_CERTIFICATE, { message, cause, retryable: true });
}

/**
 * One attempt at a certificate for a new key, with a new ID token. Source: Fulcio's API v2, `POST /api/v2/signingCert`.
 * @throws RemoteError E_SIGSTORE_CERTIFICATE and those of `Http`; EnvironmentError E_SIGSTORE_ID_TOKEN
 */
export async function requestCertificate(options: CertificateOptions): Promise<SigningCertificate> {
  const { http, clock, log, instance } = options;
  const token = await options.requestIdToken();
  log.mask(token);
  const subject = textClaim(readIdTokenClaims(token), 'sub');
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = keys.publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const askedAtMs = clock.now();
  const response = await http.request({
    method: 'POST',
    url: `${instance.fulcioUrl}/api/v2/signingCert`,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      credentials: { oidcIdentityToken: token },
      publicKeyRequest: {
        publicKey: { algorithm: 'ECDSA', content: publicKey },
        proofOfPossession: sign('sha256', Buffer.from(subject, 'utf8'), keys.privateKey).toString('base64'),
      },
    }),
    // Not repeated as it is: the next attempt has a new token, since this one lives for five minutes.
    idempotent: false,
    acceptedStatuses: [400, 401, 403, 404, 422],
    attemptTimeoutMs: 30_000,
  });
  if (response.status >= 400) {
    const said = neutralizeLine(redactText(response.text(), [token]), 400);
    throw new EnvironmentError(sigstoreErrors.E_SIGSTORE_CERTIFICATE, {
      message: `Fulcio answered ${response.status} to the request for a signing certificate: ${said}`,
      hint: 'Fulcio takes ID tokens of GitHub Actions with audience "sigstore", at most five minutes old; check the clock of the runner.',
    });
  }
  const leaf = leafOf(response.json(), instance.trust);
  if (leaf === undefined)
    throw malformed('Fulcio answered without a certificate that has its timestamp inside.');
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(leaf);
  } catch (cause) {
    throw malformed('Fulcio answered with something that is not a certificate.', cause);
  }
  if (!certificate.checkPrivateKey(keys.privateKey))
    throw malformed('Fulcio answered with a certificate for another key.');
  // Its life is measured from the moment of asking: the clock of the machine may be wrong, the length is not.
  const lifeMs = Date.parse(certificate.validTo) - Date.parse(certificate.validFrom);
  if (!(lifeMs > renewBeforeEndMs)) throw malformed('Fulcio answered with a certificate that ends at once.');
  return {
    certificate,
    renewAtMs: askedAtMs + lifeMs - renewBeforeEndMs,
    sign: (data) => sign('sha256', data, keys.privateKey),
  };
}
