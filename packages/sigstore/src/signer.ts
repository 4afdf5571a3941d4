import { createHash } from 'node:crypto';
import {
  type Bundle,
  envelopeToJSON,
  type SerializedBundle,
  type TransparencyLogEntry,
  toDSSEBundle,
  toMessageSignatureBundle,
} from '@sigstore/bundle';
import { dsse } from '@sigstore/core';
import {
  ActionError,
  type ActionErrorOptions,
  InputError,
  RemoteError,
} from '@slipway/core/errors/action-error';
import type { ErrorKind } from '@slipway/core/errors/define-errors';
import { sigstoreErrors } from './errors.ts';
import { type CertificateOptions, requestCertificate, type SigningCertificate } from './fulcio.ts';
import { type InTotoStatement, statementPayloadType } from './in-toto.ts';
import type { SigstoreInstance } from './instance.ts';
import { createLogEntry, type ProposedEntry, proposeEnvelope, proposeSignature } from './rekor.ts';
import { createLogEntryV2 } from './rekor-v2.ts';
import { serializeBundle } from './serialize-bundle.ts';
import { requestTimestamp } from './timestamp.ts';
import { isTransient, retryWithinBudget } from './transient.ts';

export interface SignerOptions extends CertificateOptions {
  readonly instance: SigstoreInstance;
  /** How long outages of the services are sat out, for each statement. Default 20 minutes. */
  readonly budgetMs?: number;
  /** Ends the waiting for services when it fires. */
  readonly signal?: AbortSignal;
}

/** Signs statements with one certificate, as long as it lasts, for all of them. May be called for several at once. */
export interface Signer {
  /**
   * Signs a statement, has it recorded in the transparency log and its time signed, as far as the instance does, and answers the
   * bundle (version 0.3) as JSON.
   * @throws RemoteError E_SIGSTORE_CERTIFICATE, E_SIGSTORE_LOG, E_SIGSTORE_TIMESTAMP; EnvironmentError E_SIGSTORE_CERTIFICATE,
   * E_SIGSTORE_ID_TOKEN
   */
  signStatement(statement: InTotoStatement): Promise<SerializedBundle>;
  /**
   * Signs bytes as they are; the bundle has their digest and the signature. Only a log of API v1 will do: who reads such
   * signatures, cosign's older format among them, tells the time of signing by that log's promise.
   * @throws InputError E_SIGSTORE_FORMAT with any other instance, before anything is asked of it; and as `signStatement` does
   */
  signBlob(blob: Uint8Array): Promise<SerializedBundle>;
}

/** What is signed by the certificate at hand: the bundle without its entry, and what a log is asked to record. */
interface Signed {
  readonly bundle: Bundle;
  /** For a log of API v1. */
  readonly entry: ProposedEntry;
  /** SHA-256 of what was signed, for a log of API v2. */
  readonly digest: Buffer;
  /** DER. */
  readonly signature: Buffer;
}

const defaultBudgetMs = 20 * 60_000;

/** Names the service in an error of the transport; an error that has its reason already stays as it is. */
function explain(kind: ErrorKind, service: string, cause: unknown): unknown {
  if (!(cause instanceof ActionError) || !cause.code.startsWith('E_HTTP_')) return cause;
  const options: ActionErrorOptions = { message: `${service} could not be used: ${cause.message}`, cause };
  return new RemoteError(kind, {
    ...options,
    // What is transient stays so by its mark: an outage page has any status.
    status: cause instanceof RemoteError && !isTransient(cause) ? cause.status : undefined,
    retryable: isTransient(cause),
  });
}

/** Makes a signer. Nothing is asked of any service before the first statement. */
export function createSigner(options: SignerOptions): Signer {
  const { clock, log, instance, budgetMs = defaultBudgetMs, signal } = options;
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
      throw explain(sigstoreErrors.E_SIGSTORE_CERTIFICATE, 'Fulcio', cause);
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
      const proof = await prove(options, signed, usable);
      if (proof === undefined) {
        signed = undefined;
        throw tryAgain('The log has this entry already and does not hand it out: a new signature is made.');
      }
      const { validFrom, validTo } = usable.certificate;
      if (proof.timesMs.some((time) => time > Date.parse(validTo))) {
        current = undefined;
        throw tryAgain('The signature was recorded after its certificate had ended.');
      }
      // The clock of who tells the time is behind that of who issued the certificate, and will catch up.
      if (proof.timesMs.some((time) => time < Date.parse(validFrom)))
        throw tryAgain('The signature was dated before its certificate began.');
      const { verificationMaterial: material } = signed.bundle;
      material.tlogEntries = proof.entry === undefined ? [] : [proof.entry];
      if (proof.timestamp !== undefined)
        material.timestampVerificationData = { rfc3161Timestamps: [{ signedTimestamp: proof.timestamp }] };
      return serializeBundle(signed.bundle);
    };
    return retryWithinBudget({ clock, log, giveUpAtMs, what: 'Sigstore', signal }, attempt);
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
        const digest = createHash('sha256').update(toSign).digest();
        return { bundle, entry: proposeEnvelope(envelope, certificate.toString()), digest, signature };
      });
    },
    async signBlob(blob) {
      if (instance.log?.version !== 1) {
        throw new InputError(sigstoreErrors.E_SIGSTORE_FORMAT, {
          message: `Bytes cannot be signed ${instance.log === undefined ? 'without a log' : 'with a log of version 2'}: no time would be promised for the signature.`,
        });
      }
      const digest = createHash('sha256').update(blob).digest();
      return record(({ certificate, sign }) => {
        const signature = sign(blob);
        const bundle = toMessageSignatureBundle({ digest, signature, certificate: certificate.raw });
        const entry = proposeSignature(digest.toString('hex'), signature, certificate.toString());
        return { bundle, entry, digest, signature };
      });
    },
  };
}

/** What shows that a signature was made while its certificate lasted. */
interface Proof {
  readonly entry: TransparencyLogEntry | undefined;
  readonly timestamp: Buffer | undefined;
  /** Every time that is told of the signature, in milliseconds since the epoch. */
  readonly timesMs: readonly number[];
}

function tryAgain(message: string): RemoteError {
  return new RemoteError(sigstoreErrors.E_SIGSTORE_LOG, { message, retryable: true });
}

/** One attempt at the entry in the log and the timestamp, as far as the instance has them; undefined as `createLogEntryV2` is. */
async function prove(
  { http, instance }: SignerOptions,
  { entry, digest, signature }: Signed,
  { certificate }: SigningCertificate,
): Promise<Proof | undefined> {
  const { log, timestampUrl } = instance;
  const named = async <Result>(kind: ErrorKind, service: string, asked: Promise<Result>): Promise<Result> =>
    asked.catch((cause: unknown) => {
      throw explain(kind, service, cause);
    });
  const record = (): Promise<TransparencyLogEntry | undefined> | undefined => {
    if (log === undefined) return undefined;
    return log.version === 1
      ? createLogEntry({ http, rekorUrl: log.url, entry })
      : createLogEntryV2({ http, rekorUrl: log.url, digest, signature, certificate: certificate.raw });
  };
  const recorded = record();
  const [logged, stamped] = await Promise.all([
    recorded === undefined ? undefined : named(sigstoreErrors.E_SIGSTORE_LOG, 'Rekor', recorded),
    timestampUrl === undefined
      ? undefined
      : named(
          sigstoreErrors.E_SIGSTORE_TIMESTAMP,
          'The timestamp authority',
          requestTimestamp({ http, timestampUrl, signature }),
        ),
  ]);
  if (log !== undefined && logged === undefined) return undefined;
  const timesMs = stamped === undefined ? [] : [stamped.signedAtMs];
  // A log of API v2 tells no time.
  if (logged !== undefined && log?.version === 1) timesMs.push(Number(logged.integratedTime) * 1000);
  return { entry: logged, timestamp: stamped?.bytes, timesMs };
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}
