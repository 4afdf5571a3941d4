/** One part of a form, its bytes untouched. */
export interface FormPart {
  readonly name: string;
  readonly filename: string | undefined;
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array;
}

/** The body of a request was not a form. */
export class MalformedForm extends Error {}

const crlf = Buffer.from('\r\n');
const headEnd = Buffer.from('\r\n\r\n');

function parameterOf(header: string, name: string): string | undefined {
  // RFC 7578: quoted or a token; browsers and clients escape the quote as %22 or with a backslash.
  const match = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]*))`, 'i').exec(header);
  if (match === null) return undefined;
  return (match[1] ?? match[2] ?? '').replaceAll(/\\(["\\])/g, '$1');
}

function decodeExtended(value: string | undefined): string | undefined {
  // RFC 5987 `filename*=UTF-8''…`, which urllib3 sends for names that are not ASCII.
  const text = /^utf-8''(?<text>.*)$/i.exec(value ?? '')?.groups?.['text'];
  return text === undefined ? undefined : decodeURIComponent(text);
}

/** Reads `multipart/form-data` (RFC 7578) byte for byte. @throws MalformedForm */
export function parseForm(contentType: string, body: Uint8Array): readonly FormPart[] {
  if (!/^multipart\/form-data\b/i.test(contentType)) throw new MalformedForm('not a form');
  const boundary = parameterOf(contentType, 'boundary');
  if (boundary === undefined || boundary === '') throw new MalformedForm('no boundary');
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const parts: FormPart[] = [];
  let position = bytes.indexOf(`--${boundary}`);
  if (position !== 0 && !bytes.subarray(position - 2, position).equals(crlf))
    throw new MalformedForm('no first boundary');
  position += delimiter.byteLength - 2;
  while (bytes.subarray(position, position + 2).toString('latin1') !== '--') {
    if (!bytes.subarray(position, position + 2).equals(crlf)) throw new MalformedForm('no line end');
    const headers = bytes.indexOf(headEnd, position);
    const end = headers < 0 ? -1 : bytes.indexOf(delimiter, headers + 2);
    if (end < 0) throw new MalformedForm('a part without an end');
    parts.push(readPart(bytes.subarray(position + 2, headers), bytes.subarray(headers + 4, end)));
    position = end + delimiter.byteLength;
  }
  return parts;
}

function readPart(head: Buffer, bytes: Buffer): FormPart {
  const headers = new Map(
    head
      .toString('utf8')
      .split('\r\n')
      .map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
      }),
  );
  const disposition = headers.get('content-disposition') ?? '';
  const name = parameterOf(disposition, 'name');
  if (name === undefined) throw new MalformedForm('a part without a name');
  const filename =
    decodeExtended(parameterOf(disposition, 'filename\\*')) ?? parameterOf(disposition, 'filename');
  return { name, filename, contentType: headers.get('content-type'), bytes };
}
