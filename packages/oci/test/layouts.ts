import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { document, type Image } from './images.ts';

/** The files of an OCI layout of an image: name → bytes. */
export function layoutFiles(image: Image): ReadonlyMap<string, Uint8Array> {
  return new Map<string, Uint8Array>([
    ['oci-layout', document({ imageLayoutVersion: '1.0.0' })],
    ['index.json', document({ schemaVersion: 2, manifests: [image.root] })],
    ...[...image.blobs].map(([digest, bytes]) => [`blobs/${digest.replace(':', '/')}`, bytes] as const),
  ]);
}

/** Writes files below a folder. */
export async function writeFiles(directory: string, files: ReadonlyMap<string, Uint8Array>): Promise<string> {
  for (const [name, bytes] of files) {
    await mkdir(join(directory, name, '..'), { recursive: true });
    await writeFile(join(directory, name), bytes);
  }
  return directory;
}
