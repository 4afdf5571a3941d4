import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

export interface CertificateOptions {
  /** The world's directory; `ca.pem` and `bundle.pem` are written into it. */
  readonly directory: string;
  /** Every name the leaf certificate answers for. */
  readonly hosts: readonly string[];
  /** PEM of the authorities the user trusts already. */
  readonly userTrust: string;
}

/** A throw-away authority and one leaf certificate; the authority's key is forgotten at once. */
export interface Certificates {
  /** PEM chain and PKCS#8 key of the TLS server. */
  readonly certificate: string;
  readonly privateKey: string;
  readonly caPem: string;
  /** Path of the authority alone. */
  readonly caPath: string;
  /** Path of the user's own authorities with ours. */
  readonly bundlePath: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 24 * 60 * 60 * 1000;

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

function randomSerialNumber(): string {
  // RFC 5280, 4.1.2.2: positive, so the first bit stays clear.
  return `00${Buffer.from(webcrypto.getRandomValues(new Uint8Array(16))).toString('hex')}`;
}

/** Makes the certificates of one world: valid for two days around now, for exactly the hosts given. */
export async function createCertificates(options: CertificateOptions): Promise<Certificates> {
  const validity = { notBefore: new Date(Date.now() - dayMs), notAfter: new Date(Date.now() + dayMs) };
  const authorityKeys = await generateKeys();
  const authority = await X509CertificateGenerator.createSelfSigned({
    serialNumber: randomSerialNumber(),
    name: 'O=Slipway rehearsal, CN=Slipway rehearsal authority (throw-away)',
    ...validity,
    signingAlgorithm: algorithm,
    keys: authorityKeys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const leafKeys = await generateKeys();
  const leaf = await X509CertificateGenerator.create({
    serialNumber: randomSerialNumber(),
    subject: 'O=Slipway rehearsal, CN=Slipway rehearsal gateway',
    issuer: authority.subject,
    ...validity,
    signingAlgorithm: algorithm,
    publicKey: leafKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(options.hosts.map((value) => ({ type: 'dns', value }))),
      // Python's strict mode (3.13 on) refuses a leaf without it.
      await AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
      await SubjectKeyIdentifierExtension.create(leafKeys.publicKey),
    ],
  });
  const caPem = `${authority.toString('pem')}\n`;
  const caPath = join(options.directory, 'ca.pem');
  const bundlePath = join(options.directory, 'bundle.pem');
  await mkdir(options.directory, { recursive: true });
  await writeFile(caPath, caPem);
  await writeFile(bundlePath, `${options.userTrust}\n${caPem}`);
  return {
    certificate: `${leaf.toString('pem')}\n${caPem}`,
    privateKey: PemConverter.encode(
      await webcrypto.subtle.exportKey('pkcs8', leafKeys.privateKey),
      'PRIVATE KEY',
    ),
    caPem,
    caPath,
    bundlePath,
  };
}
