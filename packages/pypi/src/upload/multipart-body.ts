import { randomBytes } from 'node:crypto';
import type { HttpBody } from '@slipway/core/ports';

/** The file part: streamed, and opened again for every attempt. */
export interface FilePart {
  readonly field: string;
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
  open(): AsyncIterable<Uint8Array>;
}

export interface MultipartBody {
  /** For the `content-type` header. */
  readonly contentType: string;
  readonly body: HttpBody;
}

// WHATWG HTML, "multipart/form-data encoding algorithm": only these are escaped in a name, everything else is raw UTF-8.
function escapeName(name: string): string {
  return name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
}

function renderField(boundary: string, name: string, value: string): string {
  return `--${boundary}\r\ncontent-disposition: form-data; name="${escapeName(name)}"\r\n\r\n${value}\r\n`;
}

/**
 * A multipart/form-data body (RFC 7578) whose text fields are sent byte for byte. The `FormData` of the platform rewrites
 * line endings of text fields, which would change the description of a project.
 */
export function createMultipartBody(
  fields: readonly (readonly [name: string, value: string])[],
  file: FilePart,
): MultipartBody {
  const boundary = chooseBoundary(fields);
  const head = Buffer.from(
    `${fields.map(([name, value]) => renderField(boundary, name, value)).join('')}` +
      `--${boundary}\r\ncontent-disposition: form-data; name="${escapeName(file.field)}"; ` +
      `filename="${escapeName(file.filename)}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: {
      size: head.byteLength + file.size + tail.byteLength,
      async *open() {
        yield head;
        yield* file.open();
        yield tail;
      },
    },
  };
}

// 24 random bytes meet the bytes of a file by chance in no lifetime; what can be looked through is looked through.
function chooseBoundary(fields: readonly (readonly [name: string, value: string])[]): string {
  for (;;) {
    const boundary = `slipway-${randomBytes(24).toString('hex')}`;
    if (!fields.some(([name, value]) => name.includes(boundary) || value.includes(boundary))) return boundary;
  }
}
