import { AsnConvert } from '@peculiar/asn1-schema';
import { TimeStampReq } from '@peculiar/asn1-tsp';

/** What an authority is asked to sign the time over. */
export interface AskedTimestamp {
  readonly hash: Buffer;
  /** Object identifier of the algorithm of the hash. */
  readonly hashIdentifier: string;
  /** Big-endian; undefined when none was sent. */
  readonly nonce: Buffer | undefined;
  readonly includesCertificate: boolean;
}

/** A request that the authority does not take; the message is its own. */
export class TimestampRefused extends Error {}

const failed = 'Error generating timestamp response';
const acceptedPolicy = '1.3.6.1.4.1.57264.2';

/** Names in the JSON form, and lengths in bytes, by object identifier. */
const hashes: readonly { readonly name: string; readonly identifier: string; readonly length: number }[] = [
  { name: 'sha256', identifier: '2.16.840.1.101.3.4.2.1', length: 32 },
  { name: 'sha384', identifier: '2.16.840.1.101.3.4.2.2', length: 48 },
  { name: 'sha512', identifier: '2.16.840.1.101.3.4.2.3', length: 64 },
];
const sha1 = { name: 'sha1', identifier: '1.3.14.3.2.26' };

function checkRequest(asked: AskedTimestamp, policy: string | undefined): AskedTimestamp {
  const known = hashes.find(({ identifier }) => identifier === asked.hashIdentifier);
  if (known === undefined)
    throw new TimestampRefused(
      asked.hashIdentifier === sha1.identifier ? 'Weak hash algorithm in timestamp request' : failed,
    );
  if (asked.hash.length !== known.length)
    throw new TimestampRefused('Message digest has incorrect length for specified algorithm');
  if (policy !== undefined && policy !== '' && policy !== acceptedPolicy)
    throw new TimestampRefused('unaccepted policy: requested TSA policy is not supported by the TSA');
  return asked;
}

/** X.690, 8.3: the shortest bytes of a number that is not negative. */
function bytesOfNumber(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return (bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}

function readJson(body: Buffer): AskedTimestamp {
  let fields: Readonly<Record<string, unknown>>;
  try {
    fields = JSON.parse(body.toString('utf8'));
  } catch {
    throw new TimestampRefused(failed);
  }
  const { artifactHash, hashAlgorithm, nonce, certificates, tsaPolicyOID: policy } = fields;
  const name = String(hashAlgorithm).toLowerCase();
  const known = [...hashes, sha1].find((hash) => hash.name === name);
  // Go's decoder takes the standard alphabet with its padding and nothing else.
  const isBase64 =
    typeof artifactHash === 'string' &&
    /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(artifactHash);
  if (known === undefined || !isBase64) throw new TimestampRefused(failed);
  return checkRequest(
    {
      hash: Buffer.from(artifactHash, 'base64'),
      hashIdentifier: known.identifier,
      nonce: typeof nonce === 'number' ? bytesOfNumber(BigInt(nonce)) : undefined,
      includesCertificate: certificates === true,
    },
    typeof policy === 'string' ? policy : undefined,
  );
}

function readDer(body: Buffer): AskedTimestamp {
  let request: TimeStampReq;
  try {
    request = AsnConvert.parse(body, TimeStampReq);
  } catch {
    throw new TimestampRefused(failed);
  }
  const { messageImprint, nonce, certReq, reqPolicy, extensions } = request;
  const asked = checkRequest(
    {
      hash: Buffer.from(messageImprint.hashedMessage.buffer),
      hashIdentifier: messageImprint.hashAlgorithm.algorithm,
      nonce: nonce === undefined ? undefined : Buffer.from(nonce),
      includesCertificate: certReq,
    },
    reqPolicy,
  );
  if (extensions !== undefined && extensions.length > 0)
    throw new TimestampRefused('unaccepted extension: requested extensions are not supported by the TSA');
  return asked;
}

/**
 * Reads a request in one of its two forms, in the order and with the words of the real service.
 * Source: https://github.com/sigstore/timestamp-authority, `pkg/api/timestamp.go` and `pkg/verification/verify_request.go`.
 * @param form `json`, or `timestamp-query` for DER
 * @throws TimestampRefused
 */
export function readTimestampRequest(form: string, body: Buffer): AskedTimestamp {
  if (form === 'json') return readJson(body);
  if (form === 'timestamp-query') return readDer(body);
  throw new TimestampRefused(failed);
}
