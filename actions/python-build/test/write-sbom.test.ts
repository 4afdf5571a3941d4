import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '@slipway/testkit/temporary-directory';
import { expect, it } from 'vitest';
import { writeSbom } from '../src/write-sbom.ts';
import { distribution } from './distributions.ts';

const sdist = distribution('demo-1.0.tar.gz', { sha256: 'ab'.repeat(32) });

it('a bill of materials is written beside its distribution, with the time of the commit', async () => {
  const output = await temporaryDirectory();
  const written = await writeSbom(sdist, output, '1704164645');
  const text = await readFile(join(output, written.fileName), 'utf8');
  expect(written).toMatchObject({
    fileName: 'demo-1.0.tar.gz.cdx.json',
    kind: 'other',
    size: Buffer.byteLength(text),
  });
  expect(JSON.parse(text)).toMatchObject({
    ...{ bomFormat: 'CycloneDX', specVersion: '1.6' },
    metadata: { timestamp: '2024-01-02T03:04:05.000Z', component: { hashes: [{ content: sdist.sha256 }] } },
  });
});

it.each(['', '-1', 'now', '1704164645.5', '999999999999'])('a source date of "%s" is none', async (date) => {
  const output = await temporaryDirectory();
  const { fileName } = await writeSbom(sdist, output, date);
  const { metadata } = JSON.parse(await readFile(join(output, fileName), 'utf8')) as { metadata: object };
  expect(metadata).not.toHaveProperty('timestamp');
});
