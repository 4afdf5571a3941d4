import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMultipartBody } from '../src/upload/multipart-body.ts';

type Fields = readonly (readonly [name: string, value: string])[];

async function render(fields: Fields, content: Uint8Array, filename = 'a.whl') {
  const { contentType, body } = createMultipartBody(fields, {
    field: 'content',
    filename,
    size: content.byteLength,
    async *open() {
      yield content;
    },
  });
  if (typeof body === 'string' || body instanceof Uint8Array) throw new Error('the body is not streamed');
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.open()) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  expect(body.size).toBe(bytes.byteLength);
  return { bytes, boundary: contentType.replace('multipart/form-data; boundary=', '') };
}

/** The other side, by RFC 2046 alone: parts between delimiter lines, a blank line after the headers. */
function parse(bytes: Buffer, boundary: string): { headers: string; content: Buffer }[] {
  const text = bytes.toString('latin1');
  const pieces = text.split(`--${boundary}`);
  expect(pieces.at(0)).toBe('');
  expect(pieces.at(-1)).toBe('--\r\n');
  return pieces.slice(1, -1).map((piece) => {
    const end = piece.indexOf('\r\n\r\n');
    return {
      headers: Buffer.from(piece.slice(2, end), 'latin1').toString('utf8'),
      content: Buffer.from(piece.slice(end + 4, -2), 'latin1'),
    };
  });
}

const hostile = 'LF\nCRLF\r\nCR\rend --slipway-0\r\n--boundary--\r\n ☃ 𝒳 \0 "quoted"';

describe('createMultipartBody', () => {
  it('a text field is sent byte for byte with any line endings', async () => {
    const { bytes, boundary } = await render([['description', hostile]], Buffer.from([0, 255, 13, 10]));
    const [description, file] = parse(bytes, boundary);
    expect(description?.content.toString('utf8')).toBe(hostile);
    expect(description?.headers).toBe('content-disposition: form-data; name="description"');
    expect(file?.content).toEqual(Buffer.from([0, 255, 13, 10]));
  });
  it('quotes and line breaks in a name are escaped in its header', async () => {
    const { bytes, boundary } = await render([['a"\r\nx: y', '1']], Buffer.alloc(0), 'ä"\n.whl');
    const [field, file] = parse(bytes, boundary);
    expect(field?.headers).toBe('content-disposition: form-data; name="a%22%0D%0Ax: y"');
    expect(file?.headers.split('\r\n')).toEqual([
      'content-disposition: form-data; name="content"; filename="ä%22%0A.whl"',
      'content-type: application/octet-stream',
    ]);
  });
  it('any fields and any file are read back in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.stringMatching(/^[a-z_]{1,9}$/), fc.string({ unit: 'binary' }))),
        fc.uint8Array(),
        async (fields, content) => {
          const { bytes, boundary } = await render(fields, content);
          const parts = parse(bytes, boundary);
          expect(parts.slice(0, -1).map((part) => part.content)).toEqual(
            fields.map(([, value]) => Buffer.from(value)),
          );
          expect(parts.at(-1)?.content).toEqual(Buffer.from(content));
        },
      ),
      { numRuns: 200 },
    );
  });
});
