import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { X509Certificate as ParsedCertificate } from '@sigstore/core';
import { certificateAlgorithm, createKeyPair, type KeyPair } from '../key-pair.ts';
import { createAuthorityCertificate, createSerialNumber } from './authority-certificate.ts';
import { createExtensions, subjectOf, type WorkflowClaims } from './certificate-extensions.ts';
import { createTimestampList } from './ct-log.ts';

/** Issues the certificates of workflows: a root, an intermediate that signs, a log of what was issued. */
export interface CertificateAuthority {
  /** DER, the intermediate first, then the root. */
  readonly chain: readonly Buffer[];
  /** Undefined where what is issued is not logged. */
  readonly ctLog: KeyPair | undefined;
  /** DER of a certificate that is good from now on. @param publicKey DER, SubjectPublicKeyInfo */
  issue(publicKey: Uint8Array, claims: WorkflowClaims): Promise<Buffer>;
}

export interface CertificateAuthorityOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** In the names of its certificates. */
  readonly organization: string;
  /** Whether what is issued is in a log of certificates. */
  readonly isLogged: boolean;
  /** How long a certificate is good for, in milliseconds. Default ten minutes, which is Fulcio's. */
  readonly lifetimeMs?: number | undefined;
}

const minuteMs = 60_000;

/** Makes an authority with throw-away keys. */
export async function createCertificateAuthority(
  options: CertificateAuthorityOptions,
): Promise<CertificateAuthority> {
  const { now, organization, isLogged, lifetimeMs = 10 * minuteMs } = options;
  const [rootKeys, keys, logKeys] = await Promise.all([createKeyPair(), createKeyPair(), createKeyPair()]);
  const ctLog = isLogged ? logKeys : undefined;
  const rootName = { name: `CN=sigstore, O=${organization}`, keys: rootKeys };
  const name = { name: `CN=sigstore-intermediate, O=${organization}`, keys };
  const root = await createAuthorityCertificate(rootName, rootName, now());
  const usage = [ExtendedKeyUsage.codeSigning];
  const intermediate = await createAuthorityCertificate(name, rootName, now(), usage);
  return {
    chain: [Buffer.from(intermediate.rawData), Buffer.from(root.rawData)],
    ctLog,
    async issue(publicKey, claims) {
      const issuedAt = now();
      const parameters = {
        serialNumber: createSerialNumber(),
        issuer: intermediate.subject,
        notBefore: new Date(issuedAt),
        notAfter: new Date(issuedAt + lifetimeMs),
        signingAlgorithm: certificateAlgorithm,
        publicKey: new Uint8Array(publicKey),
        signingKey: keys.privateKey,
        extensions: [
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new ExtendedKeyUsageExtension([ExtendedKeyUsage.codeSigning]),
          await SubjectKeyIdentifierExtension.create(new Uint8Array(publicKey)),
          await AuthorityKeyIdentifierExtension.create(keys.publicKey),
          new SubjectAlternativeNameExtension([{ type: 'url', value: subjectOf(claims) }], true),
          ...createExtensions(claims),
        ],
      };
      // RFC 6962, 3.2: what the log signs is the certificate's body without the timestamps; they are its last extension.
      const before = await X509CertificateGenerator.create(parameters);
      if (ctLog === undefined) return Buffer.from(before.rawData);
      const tbs = ParsedCertificate.parse(Buffer.from(before.rawData)).tbsCertificate.toDER();
      const timestamps = createTimestampList(ctLog, tbs, keys.keyId, issuedAt);
      const certificate = await X509CertificateGenerator.create({
        ...parameters,
        extensions: [...parameters.extensions, new Extension('1.3.6.1.4.1.11129.2.4.2', false, timestamps)],
      });
      return Buffer.from(certificate.rawData);
    },
  };
}
