import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { id_signedData } from '@peculiar/asn1-cms';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  Accuracy,
  id_ct_tstInfo,
  MessageImprint,
  PKIStatus,
  PKIStatusInfo,
  TimeStampResp,
  TimeStampToken,
  TSTInfo,
} from '@peculiar/asn1-tsp';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import {
  AuthorityKeyIdentifierExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import {
  createAuthorityCertificate,
  createSerialNumber,
  createValidity,
} from '../fulcio/authority-certificate.ts';
import { certificateAlgorithm, createKeyPair } from '../key-pair.ts';
import { signContent } from './signed-data.ts';
import type { AskedTimestamp } from './timestamp-request.ts';

/** Signs times over hashes (RFC 3161). */
export interface TimestampAuthority {
  /** DER: the certificate that signs, then its root. */
  readonly chain: readonly Buffer[];
  /** DER of a TimeStampResp that grants what was asked. */
  sign(asked: AskedTimestamp): Buffer;
}

export interface TimestampAuthorityOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** In the names of its certificates. */
  readonly organization: string;
}

// The default of `--default-policy-oid`, and the only one that is accepted.
const policy = '1.3.6.1.4.1.57264.2';

function exact(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

/** Makes an authority with throw-away keys. */
export async function createTimestampAuthority(
  options: TimestampAuthorityOptions,
): Promise<TimestampAuthority> {
  const { now, organization } = options;
  const [rootKeys, keys] = await Promise.all([createKeyPair(), createKeyPair()]);
  const rootName = { name: `CN=sigstore-tsa-selfsigned, O=${organization}`, keys: rootKeys };
  const root = await createAuthorityCertificate(rootName, rootName, now());
  const leaf = await X509CertificateGenerator.create({
    serialNumber: createSerialNumber(),
    subject: `CN=sigstore-tsa, O=${organization}`,
    issuer: rootName.name,
    ...createValidity(now()),
    signingAlgorithm: certificateAlgorithm,
    publicKey: keys.publicKey,
    signingKey: rootKeys.privateKey,
    extensions: [
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      // RFC 3161, 2.3: this use alone, and critical.
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.timeStamping], true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  });
  const certificate = Buffer.from(leaf.rawData);
  return {
    chain: [certificate, Buffer.from(root.rawData)],
    sign({ hash, hashIdentifier, nonce, includesCertificate }) {
      // In whole seconds, as Go's encoder writes a time.
      const time = new Date(Math.floor(now() / 1000) * 1000);
      const info = new TSTInfo({
        policy,
        messageImprint: new MessageImprint({
          hashAlgorithm: new AlgorithmIdentifier({ algorithm: hashIdentifier, parameters: null }),
          hashedMessage: new OctetString(hash),
        }),
        // RFC 5280, 4.1.2.2: positive, and without zeros in front.
        serialNumber: exact(Buffer.concat([Buffer.from([0x40]), randomBytes(19)])),
        genTime: time,
        accuracy: new Accuracy({ seconds: 1 }),
        ...(nonce === undefined ? {} : { nonce: exact(nonce) }),
      });
      const signedData = signContent(
        { certificate, keys },
        {
          type: id_ct_tstInfo,
          content: Buffer.from(AsnConvert.serialize(info)),
          signingTime: time,
          includesCertificate,
        },
      );
      return Buffer.from(
        AsnConvert.serialize(
          new TimeStampResp({
            status: new PKIStatusInfo({ status: PKIStatus.granted }),
            timeStampToken: new TimeStampToken({ contentType: id_signedData, content: exact(signedData) }),
          }),
        ),
      );
    },
  };
}
