import type { KeyPair } from '../key-pair.ts';

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

/** RFC 6962, 3.2: the signed certificate timestamp of a precertificate, in its TLS encoding. */
function signTimestamp(log: KeyPair, tbs: Buffer, issuerKeyHash: Buffer, timestampMs: number): Buffer {
  const timestamp = Buffer.alloc(8);
  timestamp.writeBigUInt64BE(BigInt(timestampMs));
  const tbsLength = Buffer.alloc(3);
  tbsLength.writeUIntBE(tbs.length, 0, 3);
  const noExtensions = uint16(0);
  const signature = log.sign(
    // Version 1, certificate_timestamp, the time, precert_entry.
    Buffer.concat([Buffer.from([0, 0]), timestamp, uint16(1), issuerKeyHash, tbsLength, tbs, noExtensions]),
  );
  return Buffer.concat([
    Buffer.from([0]),
    log.keyId,
    timestamp,
    noExtensions,
    // RFC 5246, 7.4.1.4.1: SHA-256, ECDSA.
    Buffer.from([4, 3]),
    uint16(signature.length),
    signature,
  ]);
}

/**
 * The value of the extension 1.3.6.1.4.1.11129.2.4.2 (RFC 6962, 3.3): a list of one timestamp inside an OCTET STRING.
 * @param tbs DER of the certificate's body without this extension
 */
export function createTimestampList(
  log: KeyPair,
  tbs: Buffer,
  issuerKeyHash: Buffer,
  timestampMs: number,
): Buffer {
  const timestamp = signTimestamp(log, tbs, issuerKeyHash, timestampMs);
  const list = Buffer.concat([uint16(timestamp.length + 2), uint16(timestamp.length), timestamp]);
  // X.690: the long form of the length from 128 octets on; a list of one timestamp is about 120.
  const length = list.length > 0x7f ? [0x81, list.length] : [list.length];
  return Buffer.concat([Buffer.from([0x04, ...length]), list]);
}
