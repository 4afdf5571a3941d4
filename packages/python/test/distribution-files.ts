import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { onTestFinished } from 'vitest';
import { demoMetadata } from './zip-writer.ts';

/** Writes bytes under a name into a folder that goes when the test ends. */
export function writeDistribution(fileName: string, bytes: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-python-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, fileName);
  writeFileSync(path, bytes);
  return path;
}

/** A `.tar.gz` of these members, in their order. */
export async function writeTar(
  members: readonly (readonly [header: Partial<Header> & { name: string }, text?: string])[],
): Promise<Buffer> {
  const tar = pack();
  for (const [header, text] of members) {
    if (text === undefined) tar.entry({ size: 0, ...header }).end(Buffer.alloc(0));
    else tar.entry(header, text);
  }
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar as AsyncIterable<Buffer>) chunks.push(chunk);
  return gzipSync(Buffer.concat(chunks));
}

export const sdistName = 'demo-1.2.0.tar.gz';

/** The members of a sound source distribution `demo-1.2.0`. */
export function sdistMembers(metadata = demoMetadata): (readonly [{ name: string }, string])[] {
  return [
    [{ name: 'demo-1.2.0/PKG-INFO' }, metadata],
    [{ name: 'demo-1.2.0/pyproject.toml' }, '[project]\nname = "demo"\n'],
  ];
}
