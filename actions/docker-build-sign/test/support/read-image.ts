import { gunzipSync } from 'node:zlib';
import { type ManifestContent, parseManifest } from '@slipway/oci/descriptor';
import { openLayout } from '@slipway/oci/layout/layout';
import type { BuildResult } from '../../src/build/build-image.ts';

/** An image with everything in memory. */
export interface ReadImage {
  readonly root: ManifestContent;
  /** By platform. */
  readonly platforms: Readonly<
    Record<
      string,
      {
        readonly manifest: ManifestContent;
        readonly config: {
          readonly created: string;
          readonly config: { readonly Labels?: Record<string, string>; readonly Env?: readonly string[] };
        };
        /** Regular files of all layers, by path, with their times in seconds. */
        readonly files: ReadonlyMap<string, { readonly content: string; readonly time: number }>;
      }
    >
  >;
  /** Every blob, unpacked where it is packed, as text. */
  readonly everything: string;
}

function readTar(data: Buffer, into: Map<string, { content: string; time: number }>): void {
  const number = (header: Buffer, at: number, length: number): number =>
    Number.parseInt(header.toString('latin1', at, at + length).replace(/[\0 ]+$/, '') || '0', 8);
  for (let at = 0; at + 512 <= data.length; ) {
    const header = data.subarray(at, at + 512);
    if (header[0] === 0) break;
    const size = number(header, 124, 12);
    const name = header.toString('utf8', 0, header.indexOf(0));
    if (header[156] === 0x30)
      into.set(name, {
        content: data.toString('utf8', at + 512, at + 512 + size),
        time: number(header, 136, 12),
      });
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

export async function readImage(built: BuildResult): Promise<ReadImage> {
  const layout = await openLayout(built.layoutPath);
  const texts: string[] = [];
  const read = async (descriptor: { digest: string; size: number }): Promise<Buffer> => {
    const bytes = Buffer.from(await layout.read(descriptor));
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
    texts.push(plain.toString('latin1'));
    return plain;
  };
  const root = parseManifest(await read(built.root));
  if (root === undefined) throw new Error('the root is no manifest');
  for (const descriptor of root.manifests ?? []) {
    const manifest = parseManifest(await read(descriptor));
    for (const each of [manifest?.config, ...(manifest?.layers ?? [])]) if (each) await read(each);
  }
  const platforms: Record<string, ReadImage['platforms'][string]> = {};
  for (const { platform, manifest } of built.platforms) {
    if (manifest.config === undefined) throw new Error('there is no config');
    const files = new Map<string, { content: string; time: number }>();
    for (const layer of manifest.layers ?? []) readTar(await read(layer), files);
    platforms[platform] = { manifest, config: JSON.parse(String(await read(manifest.config))), files };
  }
  return { root, platforms, everything: texts.join('\n') };
}
