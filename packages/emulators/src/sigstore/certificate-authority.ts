import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { X509Certificate as ParsedCertificate } from '@sigstore/core';
import { createExtensions, subjectOf, type WorkflowClaims } from './certificate-extensions.ts';
import { createTimestampList } from './ct-log.ts';
import { certificateAlgorithm, createKeyPair, type KeyPair } from './key-pair.ts';

/** Issues the certificates of workflows: a root, an intermediate that signs, a log of what was issued. */
export interface CertificateAuthority {
  /** DER, the intermediate first, then the root. */
  readonly chain: readonly Buffer[];
  readonly ctLog: KeyPair;
  /** DER of a certificate that is good for ten minutes from now. @param publicKey DER, SubjectPublicKeyInfo */
  issue(publicKey: Uint8Array, claims: WorkflowClaims): Promise<Buffer>;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const organisation = 'O=sigstore.dev (emulated)';

function serialNumber(): string {
  // RFC 5280, 4.1.2.2: positive, so the first bit stays clear.
  return `00${randomBytes(16).toString('hex')}`;
}

async function createAuthorityCertificate(
  name: string,
  keys: KeyPair,
  issuer: { readonly name: string; readonly keys: KeyPair },
  now: number,
): Promise<X509Certificate> {
  const isRoot = issuer.name === name;
  return X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: name,
    issuer: issuer.name,
    notBefore: new Date(now - dayMs),
    notAfter: new Date(now + 30 * dayMs),
    signingAlgorithm: certificateAlgorithm,
    publicKey: keys.publicKey,
    signingKey: issuer.keys.privateKey,
    extensions: [
      new BasicConstraintsExtension(true, isRoot ? 1 : 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ...(isRoot ? [] : [new ExtendedKeyUsageExtension([ExtendedKeyUsage.codeSigning])]),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey),
    ],
  });
}

/** Makes an authority with throw-away keys. @param now milliseconds since the epoch */
export async function createCertificateAuthority(now: () => number): Promise<CertificateAuthority> {
  const [rootKeys, keys, ctLog] = await Promise.all([createKeyPair(), createKeyPair(), createKeyPair()]);
  const rootName = `CN=sigstore, ${organisation}`;
  const name = `CN=sigstore-intermediate, ${organisation}`;
  const root = await createAuthorityCertificate(
    rootName,
    rootKeys,
    { name: rootName, keys: rootKeys },
    now(),
  );
  const intermediate = await createAuthorityCertificate(
    name,
    keys,
    { name: rootName, keys: rootKeys },
    now(),
  );
  return {
    chain: [Buffer.from(intermediate.rawData), Buffer.from(root.rawData)],
    ctLog,
    async issue(publicKey, claims) {
      const issuedAt = now();
      const parameters = {
        serialNumber: serialNumber(),
        issuer: intermediate.subject,
        notBefore: new Date(issuedAt),
        notAfter: new Date(issuedAt + 10 * minuteMs),
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
