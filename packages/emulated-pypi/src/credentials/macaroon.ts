import { createHmac, timingSafeEqual } from 'node:crypto';

/** A macaroon of first-party caveats: what a `pypi-` token is made of. */
export interface Macaroon {
  readonly location: string;
  readonly identifier: string;
  readonly caveats: readonly string[];
  readonly signature: Buffer;
}

// The binary format 2 of libmacaroons, which pymacaroons writes for PyPI.
const fields = { end: 0, location: 1, identifier: 2, verification: 4, signature: 6 } as const;
const version = 2;

function sign(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest >= 128 ? (rest % 128) | 128 : rest);
    if (rest < 128) return Buffer.from(bytes);
  }
}

function packet(type: number, data: Buffer): Buffer {
  return Buffer.concat([varint(type), varint(data.byteLength), data]);
}

function chain(key: Buffer, identifier: string, caveats: readonly string[]): Buffer {
  // `generate_derived_key` of pymacaroons.
  const derived = createHmac('sha256', 'macaroons-key-generator').update(key).digest();
  return caveats.reduce(sign, sign(derived, identifier));
}

/** Writes a token: `pypi-` and the macaroon in base64url. */
export function writeToken(
  key: Buffer,
  location: string,
  identifier: string,
  caveats: readonly string[],
): string {
  const end = Buffer.from([fields.end]);
  const bytes = Buffer.concat([
    Buffer.from([version]),
    packet(fields.location, Buffer.from(location)),
    packet(fields.identifier, Buffer.from(identifier)),
    end,
    ...caveats.flatMap((caveat) => [packet(fields.identifier, Buffer.from(caveat)), end]),
    end,
    packet(fields.signature, chain(key, identifier, caveats)),
  ]);
  return `pypi-${bytes.toString('base64url')}`;
}

/** Reads a token without verifying it; undefined for anything that is none. */
export function readToken(token: string): Macaroon | undefined {
  const encoded = /^pypi-(?<encoded>[A-Za-z0-9_-]+=*)$/.exec(token)?.groups?.['encoded'];
  const bytes = Buffer.from(encoded ?? '', 'base64url');
  if (bytes[0] !== version) return undefined;
  let at = 1;
  const number = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value += (byte & 127) * shift;
      if (byte < 128 || at > bytes.byteLength) return value;
    }
  };
  const next = (): { readonly type: number; readonly data: Buffer } => {
    const type = number();
    if (type === fields.end) return { type, data: Buffer.alloc(0) };
    const length = number();
    const data = bytes.subarray(at, at + length);
    at += length;
    return { type, data };
  };
  const section = (): ReadonlyMap<number, Buffer> => {
    const found = new Map<number, Buffer>();
    for (let field = next(); field.type !== fields.end; field = next()) {
      found.set(field.type, field.data);
      if (at >= bytes.byteLength) break;
    }
    return found;
  };
  const head = section();
  const identifier = head.get(fields.identifier)?.toString('utf8');
  const caveats: string[] = [];
  for (let part = section(); part.size > 0; part = section()) {
    // A third-party caveat has a verification id; the service knows none.
    if (part.has(fields.verification)) return undefined;
    caveats.push(part.get(fields.identifier)?.toString('utf8') ?? '');
    if (at >= bytes.byteLength) return undefined;
  }
  const last = next();
  if (identifier === undefined || last.type !== fields.signature || at !== bytes.byteLength) return undefined;
  const location = head.get(fields.location)?.toString('utf8') ?? '';
  return { location, identifier, caveats, signature: last.data };
}

/** Whether a token was made with the key, whatever caveats its holder added. */
export function hasValidSignature(macaroon: Macaroon, key: Buffer): boolean {
  const expected = chain(key, macaroon.identifier, macaroon.caveats);
  return (
    macaroon.signature.byteLength === expected.byteLength && timingSafeEqual(macaroon.signature, expected)
  );
}
