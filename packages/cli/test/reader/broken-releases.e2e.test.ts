import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import type { FaultEffect } from '@slipway/gateway/faults';
import { uploadBlob } from '@slipway/oci/blobs/upload-blob';
import { getManifest, putManifest } from '@slipway/oci/manifests';
import { emptyConfigBytes, renderFileManifest } from '@slipway/oci/pyoci/package-manifests';
import { describe, expect, it } from 'vitest';
import { sdist, wheel } from '../../../../actions/pypi-publish/test/support/distributions.ts';
import { namespace, openReaderWorld, type ReaderWorld } from './reader-world.ts';

const jsonType = 'application/vnd.pypi.simple.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';
const name = `${namespace}/demo`;

async function openVersions(...versions: string[]): Promise<ReaderWorld> {
  const of = await openReaderWorld();
  for (const version of versions) await of.publish('demo', version, [wheel({ version }), sdist({ version })]);
  of.registry.setVisibility(name, 'public');
  return of;
}

async function readPage(
  url: string,
): Promise<{ readonly status: number; readonly versions: string[]; readonly names: string[] }> {
  const response = await fetch(`${url}demo/`, { headers: { accept: jsonType } });
  const text = await response.text();
  if (response.status !== 200) return { status: response.status, versions: [], names: [] };
  const { versions, files } = JSON.parse(text) as { versions: string[]; files: { filename: string }[] };
  return { status: 200, versions, names: files.map(({ filename }) => filename) };
}

/** A version as PyOCI once wrote it: its index tells neither digest nor size. @returns digest of the file's manifest */
async function publishWithoutDigest(of: ReaderWorld, version: string): Promise<string> {
  const { name: fileName, bytes } = wheel({ version });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const repository = of.repository('demo');
  const upload = (data: Uint8Array) =>
    uploadBlob(repository, {
      digest: `sha256:${createHash('sha256').update(data).digest('hex')}`,
      size: data.byteLength,
      async *open(start) {
        yield data.subarray(start);
      },
    });
  await upload(bytes);
  await upload(emptyConfigBytes);
  const facts = { project: 'demo', version, created: '2026-01-02T03:04:05Z', annotations: {} };
  const file = { fileName, sha256, size: bytes.byteLength, requiresPython: undefined };
  const manifest = renderFileManifest({ ...file, metadataSha256: undefined, projectUrls: {} }, facts);
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  await putManifest(repository, manifest.digest, manifest.bytes, mediaType);
  const platform = { architecture: 'py3-none-any.whl', os: 'any' };
  const entry = { mediaType, digest: manifest.digest, size: manifest.bytes.byteLength, platform };
  const artifactType = 'application/pyoci.package.v1';
  const index = { schemaVersion: 2, mediaType: indexType, artifactType, manifests: [entry] };
  await putManifest(repository, version, Buffer.from(JSON.stringify(index)), indexType);
  return manifest.digest;
}

const answerWith = (status: number, type: string, value: object): FaultEffect => ({
  kind: 'status',
  status,
  headers: { 'content-type': type },
  body: JSON.stringify(value),
});
const withoutSize = {
  schemaVersion: 2,
  mediaType: indexType,
  artifactType: 'application/pyoci.package.v1',
  manifests: [
    { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: `sha256:${'1'.repeat(64)}` },
  ],
};

describe('a version that is broken in the registry', () => {
  it('a version with a deleted manifest does not hide the others', async () => {
    const of = await openVersions('1.2.0');
    const digest = await publishWithoutDigest(of, '0.9');
    expect((await readPage(await of.serve())).versions).toEqual(['0.9', '1.2.0']);
    of.registry.deleteVersion(name, digest);
    expect((await readPage(await of.serve())).versions).toEqual(['1.2.0']);
  });

  it.each<[string, FaultEffect]>([
    ['its index has an entry without a size', answerWith(200, indexType, withoutSize)],
    ['it is answered with a page for people', { kind: 'html' }],
    [
      'its index has another digest than the registry says',
      {
        kind: 'status',
        status: 200,
        headers: { 'content-type': indexType, 'docker-content-digest': `sha256:${'2'.repeat(64)}` },
        body: '{}',
      },
    ],
    ['it alone is refused', answerWith(403, 'application/json', { errors: [{ code: 'DENIED' }] })],
  ])('a broken version does not hide the others when %s', async (_what, effect) => {
    const of = await openVersions('0.8', '1.2.0');
    of.world.gateway.faults.add({ on: { host: 'ghcr.io', method: 'GET', path: /manifests\/0\.8$/ }, effect });
    expect((await readPage(await of.serve())).versions).toEqual(['1.2.0']);
    expect(of.world.gateway.faults.strikes).toBe(1);
  });

  it('a project with only a broken version fails, so that no other index is used for its name', async () => {
    const of = await openVersions('0.8');
    const on = { host: 'ghcr.io', method: 'GET', path: /manifests\/0\.8$/ };
    of.world.gateway.faults.add({ on, effect: { kind: 'html' } });
    expect((await readPage(await of.serve())).status).toBe(502);
  });
});

describe('a tag that was put on another version', () => {
  it('a tag that points to a different version is not listed and not downloaded', async () => {
    const of = await openVersions('1.2.0', '9.9');
    const stored = await getManifest(of.repository('demo'), '9.9');
    await putManifest(of.repository('demo'), '1.2.1', stored?.bytes ?? Buffer.alloc(0), indexType);
    const directory = of.folder();
    const words = ['download', 'demo==1.2.1', '--namespace', namespace, '--directory', directory];
    const run = await of.run(words);
    expect([run.exitCode, readdirSync(directory)]).toEqual([2, []]);
    expect(run.output).toContain('contains no file of this version');
    const page = await readPage(await of.serve());
    expect(page.versions).toEqual(['1.2.0', '9.9']);
    expect(new Set(page.names).size).toBe(page.names.length);
  });
});

describe('a version that is spelled in another way', () => {
  it('a different spelling of a version is found, and a missing version lists the existing ones', async () => {
    const of = await openVersions('1.2.0', '1.10');
    const download = (wanted: string) =>
      of.run(['download', wanted, '--namespace', namespace, '--directory', of.folder()]);
    const same = await download('demo==1.2');
    expect(same.exitCode, same.output).toBe(0);
    expect(same.output).toContain(wheel({ version: '1.2.0' }).name);
    const other = await download('demo==1.3');
    expect(other.exitCode).toBe(2);
    expect(other.output).toContain('Available versions: 1.10, 1.2.0.');
    expect(other.output).not.toContain('GITHUB_TOKEN');
  });
});
