import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import { lstat, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Descriptor, isDescriptor } from '../descriptor.ts';
import { type Digest, digestLike } from '../digest.ts';
import { refuseLayout } from './layout-error.ts';
import { scanTar } from './tar-index.ts';

/** An OCI layout on disk (image-spec, "OCI Image Layout"), a directory or a tar archive of one. */
export interface Layout {
  readonly path: string;
  /** The entries of index.json. */
  readonly entries: readonly Descriptor[];
  /** A manifest or config in memory, its digest and size checked. @throws InputError E_OCI_LAYOUT */
  read(descriptor: Pick<Descriptor, 'digest' | 'size'>): Promise<Uint8Array>;
  /** The size of a blob on disk; undefined if it is missing. */
  sizeOf(digest: Digest): number | undefined | Promise<number | undefined>;
  /** The bytes of a blob from an offset on, as a stream. */
  open(digest: Digest, start: number): AsyncIterable<Uint8Array>;
}

/** Where a named file of a layout is: a range of bytes of a file. */
interface Place {
  readonly path: string;
  readonly offset: number;
  readonly size: number;
}

// Pieces already sent wait to be collected: larger ones take more memory, and no less time.
const pieceBytes = 32 * 1024;
const maxDocumentLength = 8 * 1024 * 1024;

const blobName = (digest: Digest): string => `blobs/${digest.replace(':', '/')}`;

/**
 * Opens a layout; blobs stay on disk until they are read.
 * @throws InputError E_OCI_LAYOUT
 */
export async function openLayout(path: string): Promise<Layout> {
  let stats: Stats;
  try {
    stats = await lstat(path);
  } catch {
    throw refuseLayout(path, 'no such file or folder');
  }
  const find = stats.isDirectory() ? findInDirectory(path) : await findInTar(path, stats.size);
  const load = async (name: string): Promise<Uint8Array> => {
    const place = await find(name);
    if (place === undefined) throw refuseLayout(path, `it contains no "${name}"`);
    if (place.size > maxDocumentLength)
      throw refuseLayout(path, `"${name}" is too large (${place.size} bytes)`);
    return collect(place);
  };
  const version = parseJson(path, 'oci-layout', await load('oci-layout'));
  if (version['imageLayoutVersion'] !== '1.0.0')
    throw refuseLayout(path, `its "imageLayoutVersion" is not "1.0.0"`);
  const { manifests } = parseJson(path, 'index.json', await load('index.json'));
  if (!Array.isArray(manifests) || manifests.length === 0 || !manifests.every(isDescriptor))
    throw refuseLayout(path, 'its "index.json" lists no image');
  return {
    path,
    entries: manifests,
    async read({ digest, size }) {
      const bytes = await load(blobName(digest));
      if (bytes.byteLength !== size || digestLike(digest, bytes) !== digest)
        throw refuseLayout(path, `the content of ${digest} does not match its digest and size`);
      return bytes;
    },
    sizeOf: async (digest) => (await find(blobName(digest)))?.size,
    async *open(digest, start) {
      const place = await find(blobName(digest));
      if (place === undefined) throw refuseLayout(path, `blob ${digest} is missing`);
      yield* stream(place, start);
    },
  };
}

function findInDirectory(path: string): (name: string) => Promise<Place | undefined> {
  return async (name) => {
    const file = join(path, ...name.split('/'));
    const stats = await lstat(file).catch(() => undefined);
    // A link could lead anywhere.
    return stats?.isFile() === true ? { path: file, offset: 0, size: stats.size } : undefined;
  };
}

async function findInTar(path: string, size: number): Promise<(name: string) => Promise<Place | undefined>> {
  const files = await scanTar(path, size);
  return async (name) => {
    const found = files.get(name);
    return found === undefined ? undefined : { path, ...found };
  };
}

/** Reads a range piece by piece; what is taken away is noticed, and what is added is not read. */
async function* stream({ path, offset, size }: Place, start: number): AsyncGenerator<Uint8Array> {
  if (start >= size) return;
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    for (let at = offset + start; at < offset + size; ) {
      const length = Math.min(pieceBytes, offset + size - at);
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafeSlow(length), 0, length, at);
      if (bytesRead === 0) throw refuseLayout(path, 'it was truncated while it was being read');
      at += bytesRead;
      yield bytesRead === length ? buffer : buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function collect(place: Place): Promise<Uint8Array> {
  if (place.offset === 0) {
    const whole = await readFile(place.path);
    if (whole.byteLength === place.size) return whole;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream(place, 0)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function parseJson(path: string, name: string, bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw refuseLayout(path, `its "${name}" is not valid JSON`);
}
