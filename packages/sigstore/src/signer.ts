import { createHash } from 'node:crypto';
import {
  type Bundle,
  bundleToJSON,
  envelopeToJSON,
  type SerializedBundle,
  toDSSEBundle,
  toMessageSignatureBundle,
} from '@sigstore/bundle';
import { dsse } from '@sigstore/core';
import { ActionError, type ActionErrorOptions, RemoteError } from '@slipway/core/errors/action-error';
import type { ErrorCode } from '@slipway/core/errors/catalogue';
import { type CertificateOptions, requestCertificate, type SigningCertificate } from './fulcio.ts';
import { type InTotoStatement, statementPayloadType } from './in-toto.ts';
import { createLogEntry, type ProposedEntry, proposeEnvelope, proposeSignature } from './rekor.ts';
import { isTransient, retryWithinBudget } from './transient.ts';

export interface SignerOptions extends CertificateOptions {
  readonly rekorUrl: string;
  /** How long outages of the services are sat out, for each statement. Default 20 minutes. */
  readonly budgetMs?: number;
  /** Ends the waiting for services when it fires. */
  readonly signal?: AbortSignal;
}

/** Signs statements with one certificate, as long as it lasts, for all of them. May be called for several at once. */
export interface Signer {
  /**
   * Signs a statement, has it recorded in the transparency log, and answers the bundle (version 0.3) as JSON.
   * @throws RemoteError E_SIGSTORE_CERTIFICATE, E_SIGSTORE_LOG; EnvironmentError E_SIGSTORE_CERTIFICATE, E_SIGSTORE_ID_TOKEN
   */
  signStatement(statement: InTotoStatement): Promise<SerializedBundle>;
  /** Signs bytes as they are; the bundle has their digest and the signature. @throws as `signStatement` does */
  signBlob(blob: Uint8Array): Promise<SerializedBundle>;
}

/** What is signed by the certificate at hand: the bundle without its entry, and the entry to ask for. */
interface Signed {
  readonly bundle: Bundle;
  readonly entry: ProposedEntry;
}

/** Addresses of Sigstore's public-good instance, the only one PyPI trusts. */
export const publicGood = {
  fulcioUrl: 'https://fulcio.sigstore.dev',
  rekorUrl: 'https://rekor.sigstore.dev',
} as const;

const defaultBudgetMs = 20 * 60_000;

/** Names the service in an error of the transport; an error that has its reason already stays as it is. */
function explain(code: ErrorCode, service: string, cause: unknown): unknown {
  if (!(cause instanceof ActionError) || !cause.code.startsWith('E_HTTP_')) return cause;
  const options: ActionErrorOptions = { message: `${service} could not be used: ${cause.message}`, cause };
  return new RemoteError(code, {
    ...options,
    status: cause instanceof RemoteError ? cause.status : undefined,
    retryable: isTransient(cause),
  });
}

/** Makes a signer. Nothing is asked of any service before the first statement. */
export function createSigner(options: SignerOptions): Signer {
  const { http, clock, log, rekorUrl, budgetMs = defaultBudgetMs, signal } = options;
  let current: Promise<SigningCertificate> | undefined;
  let renewAtMs = 0;

  const renew = async (giveUpAtMs: number): Promise<SigningCertificate> => {
    try {
      const certificate = await retryWithinBudget({ clock, log, giveUpAtMs, what: 'Fulcio', signal }, () =>
        requestCertificate(options),
      );
      renewAtMs = certificate.renewAtMs;
      log.info(`Signing certificate issued; the next one is due in ${seconds(renewAtMs - clock.now())} s`);
      return certificate;
    } catch (cause) {
      current = undefined;
      throw explain('E_SIGSTORE_CERTIFICATE', 'Fulcio', cause);
    }
  };

  const findCertificate = (giveUpAtMs: number): Promise<SigningCertificate> => {
    if (current === undefined || clock.now() >= renewAtMs) {
      // Until the answer is there, everybody waits for the same one.
      renewAtMs = Number.POSITIVE_INFINITY;
      current = renew(giveUpAtMs);
    }
    return current;
  };

  const record = async (signWith: (certificate: SigningCertificate) => Signed): Promise<SerializedBundle> => {
    const giveUpAtMs = clock.now() + budgetMs;
    let certificate: SigningCertificate | undefined;
    let signed: Signed | undefined;
    const attempt = async (): Promise<SerializedBundle> => {
      const usable = await findCertificate(giveUpAtMs);
      if (signed === undefined || usable !== certificate) {
        // The same signature is sent again as long as its certificate lasts: after a lost answer it is in the log already.
        certificate = usable;
        signed = signWith(usable);
      }
      const { bundle, entry } = signed;
      const logged = await createLogEntry({ http, rekorUrl, entry });
      if (Number(logged.integratedTime) * 1000 > Date.parse(usable.certificate.validTo)) {
        current = undefined;
        throw new RemoteError('E_SIGSTORE_LOG', {
          message: 'Rekor recorded the signature after the certificate had ended.',
          retryable: true,
        });
      }
      bundle.verificationMaterial.tlogEntries = [logged];
      return bundleToJSON(bundle);
    };
    try {
      return await retryWithinBudget({ clock, log, giveUpAtMs, what: 'Rekor', signal }, attempt);
    } catch (cause) {
      throw explain('E_SIGSTORE_LOG', 'Rekor', cause);
    }
  };

  return {
    signStatement(statement) {
      const artifact = Buffer.from(JSON.stringify(statement), 'utf8');
      const toSign = dsse.preAuthEncoding(statementPayloadType, artifact);
      return record(({ certificate, sign }) => {
        const signature = sign(toSign);
        const parts = {
          artifact,
          artifactType: statementPayloadType,
          signature,
          certificate: certificate.raw,
        };
        const bundle = toDSSEBundle(parts);
        const envelope = JSON.stringify(envelopeToJSON(bundle.content.dsseEnvelope));
        return { bundle, entry: proposeEnvelope(envelope, certificate.toString()) };
      });
    },
    signBlob(blob) {
      const digest = createHash('sha256').update(blob).digest();
      return record(({ certificate, sign }) => {
        const signature = sign(blob);
        const bundle = toMessageSignatureBundle({ digest, signature, certificate: certificate.raw });
        const entry = proposeSignature(digest.toString('hex'), signature, certificate.toString());
        return { bundle, entry };
      });
    },
  };
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}
