import type { CertificateAuthority } from './certificate-authority.ts';
import { fulcioHost } from './fulcio.ts';
import type { KeyPair } from './key-pair.ts';
import { rekorHost, type TransparencyLog } from './transparency-log.ts';

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

/**
 * What a verifier has to trust in this world, in the JSON form of Sigstore's TrustedRoot message: cosign reads it with
 * `--trusted-root`, sigstore-js and sigstore-python by their own means.
 * Source: https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_trustroot.proto
 */
export function describeTrustedRoot(
  authority: CertificateAuthority,
  log: TransparencyLog,
  nowMs: number,
): Readonly<Record<string, unknown>> {
  const start = new Date(nowMs - startsMs).toISOString();
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [describeLog(`https://${rekorHost}`, log.keys, start)],
    certificateAuthorities: [
      {
        subject: { organization: 'sigstore.dev (emulated)', commonName: 'sigstore' },
        uri: `https://${fulcioHost}`,
        certChain: {
          certificates: authority.chain.map((der) => ({ rawBytes: der.toString('base64') })),
        },
        validFor: { start },
      },
    ],
    ctlogs: [describeLog('https://ctfe.sigstore.dev/2022', authority.ctLog, start)],
    timestampAuthorities: [],
  };
}
