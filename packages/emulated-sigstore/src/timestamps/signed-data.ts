import { createHash } from 'node:crypto';
import {
  Attribute,
  CertificateChoices,
  CertificateSet,
  CMSVersion,
  DigestAlgorithmIdentifiers,
  EncapsulatedContent,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedData,
  SignerIdentifier,
  SignerInfo,
  SignerInfos,
  SigningTime,
} from '@peculiar/asn1-cms';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Certificate } from '@peculiar/asn1-x509';
import type { KeyPair } from '../key-pair.ts';

/** Whose certificate and key sign. */
export interface ContentSigner {
  /** DER. */
  readonly certificate: Buffer;
  readonly keys: Pick<KeyPair, 'sign'>;
}

export interface SignedContent {
  /** Object identifier of what is signed. */
  readonly type: string;
  readonly content: Buffer;
  /** Whole seconds are kept. */
  readonly signingTime: Date;
  /** Whether the certificate is inside. */
  readonly includesCertificate: boolean;
}

const sha256Identifier = '2.16.840.1.101.3.4.2.1';
// RFC 5758, 3.2: without parameters.
const ecdsaWithSha256 = '1.2.840.10045.4.3.2';

function sha256(data: Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}

function der(value: object): Buffer {
  return Buffer.from(AsnConvert.serialize(value));
}

function exact(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

function createAttribute(attrType: string, value: Uint8Array): Attribute {
  return new Attribute({ attrType, attrValues: [exact(value)] });
}

/** RFC 5652, 11.1 to 11.3, and RFC 5035, 3: what a signature of a timestamp has to cover. */
function createAttributes(signer: ContentSigner, signed: SignedContent): Attribute[] {
  // SEQUENCE of certificates, each by its SHA-256, which is the default algorithm and so left out.
  const signingCertificate = Buffer.concat([
    Buffer.from([0x30, 0x26, 0x30, 0x24, 0x30, 0x22, 0x04, 0x20]),
    sha256(signer.certificate),
  ]);
  // A SEQUENCE of nothing but the identifier, without its head.
  const contentType = der(new AlgorithmIdentifier({ algorithm: signed.type })).subarray(2);
  const attributes = [
    createAttribute('1.2.840.113549.1.9.3', contentType),
    createAttribute('1.2.840.113549.1.9.4', der(new OctetString(sha256(signed.content)))),
    createAttribute('1.2.840.113549.1.9.5', der(new SigningTime(signed.signingTime))),
    createAttribute('1.2.840.113549.1.9.16.2.47', signingCertificate),
  ];
  // X.690, 11.6: the elements of a set in the order of their encodings.
  return attributes.sort((left, right) => Buffer.compare(der(left), der(right)));
}

/** X.690, 8.12: a SET of these encodings. */
function encodeSet(elements: readonly Buffer[]): Buffer {
  const content = Buffer.concat(elements);
  const { length } = content;
  const head = length > 0xff ? [0x82, length >> 8, length & 0xff] : length > 0x7f ? [0x81, length] : [length];
  return Buffer.concat([Buffer.from([0x31, ...head]), content]);
}

/** Signs content as CMS does (RFC 5652, 5), with ECDSA over SHA-256. The answer is the DER of a SignedData. */
export function signContent(signer: ContentSigner, signed: SignedContent): Buffer {
  const certificate = AsnConvert.parse(signer.certificate, Certificate);
  const { issuer, serialNumber } = certificate.tbsCertificate;
  const digestAlgorithm = new AlgorithmIdentifier({ algorithm: sha256Identifier });
  const signedAttrs = createAttributes(signer, signed);
  const signature = signer.keys.sign(encodeSet(signedAttrs.map(der)));
  return der(
    new SignedData({
      // RFC 5652, 5.1: because the content is not plain data.
      version: CMSVersion.v3,
      digestAlgorithms: new DigestAlgorithmIdentifiers([digestAlgorithm]),
      encapContentInfo: new EncapsulatedContentInfo({
        eContentType: signed.type,
        eContent: new EncapsulatedContent({ single: new OctetString(signed.content) }),
      }),
      ...(signed.includesCertificate
        ? { certificates: new CertificateSet([new CertificateChoices({ certificate })]) }
        : {}),
      signerInfos: new SignerInfos([
        new SignerInfo({
          version: CMSVersion.v1,
          sid: new SignerIdentifier({
            issuerAndSerialNumber: new IssuerAndSerialNumber({ issuer, serialNumber }),
          }),
          digestAlgorithm,
          signedAttrs,
          signatureAlgorithm: new AlgorithmIdentifier({ algorithm: ecdsaWithSha256 }),
          signature: new OctetString(signature),
        }),
      ]),
    }),
  );
}
