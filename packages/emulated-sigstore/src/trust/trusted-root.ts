import type { CertificateAuthority } from '../fulcio/certificate-authority.ts';
import type { KeyPair } from '../key-pair.ts';
import type { TimestampAuthority } from '../timestamps/timestamp-authority.ts';

/** The JSON form of Sigstore's TrustedRoot message. */
export type TrustedRootJson = Readonly<Record<string, unknown>>;

/** What an instance of Sigstore is made of, for who has to trust it. */
export interface InstanceDescription {
  readonly organization: string;
  readonly fulcioHost: string;
  readonly authority: CertificateAuthority;
  /** Logs of signatures by host. */
  readonly logs: readonly { readonly host: string; readonly keys: KeyPair; readonly start?: string }[];
  readonly timestamps: { readonly uri: string; readonly authority: TimestampAuthority };
  readonly nowMs: number;
}

const startsMs = 24 * 60 * 60 * 1000;

function describeLog(baseUrl: string, keys: KeyPair, start: string) {
  return {
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: {
      rawBytes: keys.publicDer.toString('base64'),
      keyDetails: 'PKIX_ECDSA_P256_SHA_256',
      validFor: { start },
    },
    logId: { keyId: keys.keyId.toString('base64') },
  };
}

function describeChain(chain: readonly Buffer[]) {
  return { certificates: chain.map((der) => ({ rawBytes: der.toString('base64') })) };
}

/**
 * What a verifier has to trust in this world, in the JSON form of Sigstore's TrustedRoot message: cosign reads it with
 * `--trusted-root`, sigstore-js and sigstore-python by their own means.
 * Source: https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_trustroot.proto
 */
export function describeTrustedRoot(instance: InstanceDescription): TrustedRootJson {
  const { organization, fulcioHost, authority, logs, timestamps, nowMs } = instance;
  const start = new Date(nowMs - startsMs).toISOString();
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: logs.map((log) => describeLog(`https://${log.host}`, log.keys, log.start ?? start)),
    certificateAuthorities: [
      {
        subject: { organization, commonName: 'sigstore' },
        uri: `https://${fulcioHost}`,
        certChain: describeChain(authority.chain),
        validFor: { start },
      },
    ],
    ctlogs:
      authority.ctLog === undefined
        ? []
        : [describeLog('https://ctfe.sigstore.dev/2022', authority.ctLog, start)],
    timestampAuthorities: [
      {
        subject: { organization, commonName: 'sigstore-tsa-selfsigned' },
        uri: timestamps.uri,
        certChain: describeChain(timestamps.authority.chain),
        validFor: { start },
      },
    ],
  };
}
