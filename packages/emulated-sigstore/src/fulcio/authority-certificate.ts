import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { certificateAlgorithm, type KeyPair } from '../key-pair.ts';

/** Whose name a certificate has, and whose key. */
export interface NamedKeys {
  readonly name: string;
  readonly keys: KeyPair;
}

/** A day in milliseconds. */
const dayMs = 24 * 60 * 60_000;

/** RFC 5280, 4.1.2.2: positive, so the first bit stays clear. */
export function createSerialNumber(): string {
  return `00${randomBytes(16).toString('hex')}`;
}

/** From the day before to a month later: what services of a world that lives for minutes are issued with. */
export function createValidity(nowMs: number): { readonly notBefore: Date; readonly notAfter: Date } {
  return { notBefore: new Date(nowMs - dayMs), notAfter: new Date(nowMs + 30 * dayMs) };
}

/**
 * Makes the certificate of an authority: a root, when it is its own issuer, or one that issues for it.
 * @param usage object identifiers of what an intermediate may issue for
 */
export async function createAuthorityCertificate(
  subject: NamedKeys,
  issuer: NamedKeys,
  nowMs: number,
  usage: readonly string[] = [],
): Promise<X509Certificate> {
  const isRoot = issuer.name === subject.name;
  return X509CertificateGenerator.create({
    serialNumber: createSerialNumber(),
    subject: subject.name,
    issuer: issuer.name,
    ...createValidity(nowMs),
    signingAlgorithm: certificateAlgorithm,
    publicKey: subject.keys.publicKey,
    signingKey: issuer.keys.privateKey,
    extensions: [
      new BasicConstraintsExtension(true, isRoot ? 1 : 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ...(isRoot ? [] : [new ExtendedKeyUsageExtension([...usage])]),
      await SubjectKeyIdentifierExtension.create(subject.keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey),
    ],
  });
}
