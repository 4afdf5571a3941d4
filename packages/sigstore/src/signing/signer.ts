import type { Bundle, SerializedBundle } from '@sigstore/bundle';
import { RFC3161Timestamp } from '@sigstore/core';
import type { BundleBuilder, BundleBuilderOptions } from '@sigstore/sign/dist/bundler/base.js';
import { DSSEBundleBuilder } from '@sigstore/sign/dist/bundler/dsse.js';
import type { Signer as LibrarySigner, Signature } from '@sigstore/sign/dist/signer/index.js';
import { InputError, RemoteError } from '@slipway/core/errors/action-error';
import { sigstoreErrors } from '../errors.ts';
import { type InTotoStatement, statementPayloadType } from '../in-toto.ts';
import type { SigstoreInstance } from '../instance.ts';
import { serializeBundle } from '../serialize-bundle.ts';
import { BlobBundleBuilder } from './blob-bundle-builder.ts';
import { createLogWitness } from './log-witness.ts';
import { type IdentityOptions, requestIdentity, type SigningIdentity } from './signing-identity.ts';
import { createTimeWitness } from './time-witness.ts';
import { retryWithinBudget } from './transient.ts';

export interface SignerOptions extends IdentityOptions {
  readonly instance: SigstoreInstance;
  /** How long outages of the services are sat out, for each statement. Default 20 minutes. */
  readonly budgetMs?: number;
}

/** Signs statements with one certificate, as long as it lasts, for all of them. May be called for several at once. */
export interface Signer {
  /**
   * Signs a statement, has it recorded in the transparency log and its time signed, as far as the instance does, and returns the
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
  /** Signs bytes as they are, for readers of the new format only: any log, or the timestamp of the instance, tells the time. */
  signBytes(bytes: Uint8Array): Promise<SerializedBundle>;
}

type OpenBuilder = (options: BundleBuilderOptions) => BundleBuilder;

const defaultBudgetMs = 20 * 60_000;

/** Makes a signer. Nothing is asked of any service before the first statement. */
export function createSigner(options: SignerOptions): Signer {
  const { clock, log, instance, budgetMs = defaultBudgetMs, signal } = options;
  const witnesses = [
    ...(instance.log === undefined ? [] : [createLogWitness(instance.log, options)]),
    ...(instance.timestampUrl === undefined ? [] : [createTimeWitness(instance.timestampUrl, options)]),
  ];
  let current: Promise<SigningIdentity> | undefined;
  let renewAtMs = 0;

  const renew = async (giveUpAtMs: number): Promise<SigningIdentity> => {
    try {
      const identity = await retryWithinBudget({ clock, log, giveUpAtMs, what: 'Fulcio', signal }, () =>
        requestIdentity(options),
      );
      renewAtMs = identity.renewAtMs;
      log.info(`Signing certificate issued; the next one is due in ${seconds(renewAtMs - clock.now())} s`);
      return identity;
    } catch (cause) {
      current = undefined;
      throw cause;
    }
  };

  const findIdentity = (giveUpAtMs: number): Promise<SigningIdentity> => {
    if (current === undefined || clock.now() >= renewAtMs) {
      // Until the answer is there, everybody waits for the same one.
      renewAtMs = Number.POSITIVE_INFINITY;
      current = renew(giveUpAtMs);
    }
    return current;
  };

  const sign = async (
    artifact: { data: Buffer; type?: string },
    open: OpenBuilder,
  ): Promise<SerializedBundle> => {
    const giveUpAtMs = clock.now() + budgetMs;
    let identity: SigningIdentity | undefined;
    let builder: BundleBuilder | undefined;
    const attempt = async (): Promise<SerializedBundle> => {
      const usable = await findIdentity(giveUpAtMs);
      // The same signature is sent again as long as its certificate lasts: after a lost answer it is in the log already.
      if (builder === undefined || usable !== identity)
        builder = open({ signer: signOnce(usable), witnesses });
      identity = usable;
      const bundle = await builder.create(artifact).catch((cause: unknown) => {
        if (instance.log?.version !== 2 || !isConflict(cause)) throw cause;
        builder = undefined;
        throw tryAgain('The log already has this entry but does not return it. Creating a new signature.');
      });
      const { validFrom, validTo } = usable.certificate;
      const timesMs = listTimes(bundle);
      if (timesMs.some((time) => time > Date.parse(validTo))) {
        current = undefined;
        throw tryAgain('The signature was recorded after its certificate had expired.');
      }
      // The clock of who tells the time is behind that of who issued the certificate, and will catch up.
      if (timesMs.some((time) => time < Date.parse(validFrom)))
        throw tryAgain('The signature is dated before its certificate became valid.');
      return serializeBundle(bundle);
    };
    return retryWithinBudget({ clock, log, giveUpAtMs, what: 'Sigstore', signal }, attempt);
  };

  const signBytes = (bytes: Uint8Array): Promise<SerializedBundle> =>
    sign({ data: Buffer.from(bytes) }, (parts) => new BlobBundleBuilder(parts));

  return {
    signStatement: (statement) =>
      sign(
        { data: Buffer.from(JSON.stringify(statement), 'utf8'), type: statementPayloadType },
        (parts) => new DSSEBundleBuilder(parts),
      ),
    async signBlob(blob) {
      if (instance.log?.version !== 1) {
        throw new InputError(sigstoreErrors.E_SIGSTORE_FORMAT, {
          message: `Bytes cannot be signed ${instance.log === undefined ? 'without a log' : 'with a log of version 2'}: the signature would have no verified time.`,
        });
      }
      return signBytes(blob);
    },
    signBytes,
  };
}

/** A signer of one artifact that answers every time with the signature it made first. */
function signOnce(identity: SigningIdentity): LibrarySigner {
  let signature: Promise<Signature> | undefined;
  return {
    sign(data) {
      signature ??= identity.sign(data);
      return signature;
    },
  };
}

/** Every time that is told of a signature, in milliseconds since the epoch. A log of API v2 tells none. */
function listTimes({ verificationMaterial: material }: Bundle): number[] {
  const { tlogEntries, timestampVerificationData: data } = material;
  return [
    ...tlogEntries
      .filter(({ inclusionPromise }) => inclusionPromise !== undefined)
      .map(({ integratedTime }) => Number(integratedTime) * 1000),
    ...(data?.rfc3161Timestamps ?? []).map(({ signedTimestamp }) =>
      RFC3161Timestamp.parse(Buffer.from(signedTimestamp)).signingTime.getTime(),
    ),
  ];
}

function isConflict(cause: unknown): boolean {
  return cause instanceof RemoteError && cause.code === 'E_SIGSTORE_LOG' && cause.status === 409;
}

function tryAgain(message: string): RemoteError {
  return new RemoteError(sigstoreErrors.E_SIGSTORE_LOG, { message, retryable: true });
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}
