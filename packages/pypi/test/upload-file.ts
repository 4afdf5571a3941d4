import { createHash } from 'node:crypto';
import type { UploadFile } from '../src/upload-file.ts';

/** A file of the demo project whose bytes are its name, unless told otherwise. */
export function demoFile(changes: Partial<UploadFile> & { readonly content?: Uint8Array } = {}): UploadFile {
  const { content: given, ...rest } = changes;
  const name = rest.name ?? 'demo-1.0-py3-none-any.whl';
  const content = given ?? Buffer.from(name);
  const kind = name.endsWith('.whl') ? 'wheel' : 'sdist';
  return {
    name,
    size: content.byteLength,
    sha256: createHash('sha256').update(content).digest('hex'),
    kind,
    project: 'demo',
    version: '1.0',
    pythonTag: kind === 'wheel' ? 'py3' : 'source',
    metadata: [
      ['Metadata-Version', '2.4'],
      ['Name', 'demo'],
      ['Version', '1.0'],
    ],
    description: undefined,
    attestations: [],
    async *open() {
      yield content;
    },
    ...rest,
  };
}
