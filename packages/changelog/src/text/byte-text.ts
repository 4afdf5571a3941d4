/** A file as text from which the very same bytes can be written again. */
export interface ByteText {
  readonly text: string;
  /** `bytes`: not UTF-8; each byte is one character of the text. */
  readonly encoding: 'utf-8' | 'bytes';
}

/** Reads UTF-8, and any other encoding byte by byte, so that what is not edited comes back as it was. */
export function decodeBytes(bytes: Uint8Array): ByteText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  // Invalid sequences become U+FFFD, which is longer or different when it is written again.
  if (Buffer.from(text, 'utf8').equals(buffer)) return { text, encoding: 'utf-8' };
  return { text: buffer.toString('latin1'), encoding: 'bytes' };
}

/** The bytes of an edited text; undefined when the file is not UTF-8 and cannot hold a character of the new text. */
export function encodeBytes(text: string, encoding: ByteText['encoding']): Uint8Array | undefined {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  // A character above U+00FF is not one byte.
  return /[\u0100-\uFFFF]/.test(text) ? undefined : Buffer.from(text, 'latin1');
}

/** The text for people: files that are not UTF-8 are read as Windows-1252, the superset of Latin-1. */
export function readForPeople(bytes: Uint8Array): string {
  const { text, encoding } = decodeBytes(bytes);
  return encoding === 'utf-8' ? text : new TextDecoder('windows-1252').decode(bytes);
}
