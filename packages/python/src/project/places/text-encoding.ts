import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { pythonErrors } from '../../errors.ts';

/** A file as text, and the way back to exactly its bytes. */
export interface DecodedFile {
  readonly text: string;
  readonly encode: (text: string) => Uint8Array;
}

interface Codec {
  readonly decode: (bytes: Buffer) => string;
  readonly encode: (text: string) => Buffer;
}

const utf8: Codec = {
  decode: (bytes) => bytes.toString('utf8'),
  encode: (text) => Buffer.from(text, 'utf8'),
};
// Every byte is one character, and back: what an ASCII version stands between does not matter.
const bytewise: Codec = {
  decode: (bytes) => bytes.toString('latin1'),
  encode: (text) => Buffer.from(text, 'latin1'),
};
const utf16: Codec = {
  decode: (bytes) => bytes.toString('utf16le'),
  encode: (text) => Buffer.from(text, 'utf16le'),
};
const swapped: Codec = {
  decode: (bytes) => Buffer.from(bytes).swap16().toString('utf16le'),
  encode: (text) => Buffer.from(text, 'utf16le').swap16(),
};

function listCodecs(bytes: Buffer): Codec[] {
  if (bytes.length % 2 === 0 && bytes[0] === 0xff && bytes[1] === 0xfe) return [utf16, bytewise];
  if (bytes.length % 2 === 0 && bytes[0] === 0xfe && bytes[1] === 0xff) return [swapped, bytewise];
  return [utf8, bytewise];
}

/**
 * Reads the bytes of a file in the first encoding that leads back to the same bytes, so that a file is never re-encoded: UTF-16 by
 * its byte order mark, UTF-8, or byte by byte for every other one.
 * @throws InputError E_PROJECT_INVALID for a TOML file that is not UTF-8, which TOML requires
 */
export function decodeFile(file: Uint8Array, path: string): DecodedFile {
  const bytes = Buffer.from(file);
  for (const { decode, encode } of listCodecs(bytes)) {
    const text = decode(bytes);
    if (!encode(text).equals(bytes)) continue;
    if (encode === utf8.encode || !/\.(?:toml|lock)$/.test(path)) return { text, encode };
  }
  throw new InputError(pythonErrors.E_PROJECT_INVALID, {
    message: `${neutralizeLine(path, 200)} is not UTF-8.`,
  });
}
