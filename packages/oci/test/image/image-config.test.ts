import { describe, expect, it } from 'vitest';
import { readImageAnnotations, readImageConfig } from '../../src/image/image-config.ts';
import { getManifest } from '../../src/manifests.ts';
import { listFor, pushAttestation, pushBlob, pushIndex, pushPlatform } from '../pushed.ts';
import { openOciWorld } from '../world.ts';

const configType = 'application/vnd.oci.image.config.v1+json';
const key = 'org.opencontainers.image.version';

async function openRepository() {
  return (await openOciWorld()).connect().repository('octo/demo');
}

describe('readImageConfig', () => {
  it('platform and labels of an image are read from its config', async () => {
    const repository = await openRepository();
    const bytes = Buffer.from(
      JSON.stringify({
        os: 'linux',
        architecture: 'arm',
        variant: 'v7',
        created: '2026-01-02T03:04:05Z',
        config: { Labels: { [key]: '1.2.0', title: 'größer', wrong: 1 } },
      }),
    );
    expect(await readImageConfig(repository, await pushBlob(repository, configType, bytes))).toEqual({
      platform: { architecture: 'arm', os: 'linux', variant: 'v7' },
      labels: { [key]: '1.2.0', title: 'größer' },
    });
  });

  it('the config of an artifact is not read and an oversized config is rejected', async () => {
    const repository = await openRepository();
    const empty = await pushBlob(repository, 'application/vnd.oci.empty.v1+json', Buffer.from('{}'));
    expect(await readImageConfig(repository, empty)).toBeUndefined();
    await expect(
      readImageConfig(repository, { ...empty, mediaType: configType, size: 4 * 1024 * 1024 + 1 }),
    ).rejects.toMatchObject({ code: 'E_OCI_MALFORMED' });
  });

  it('a config that is not a JSON object is ignored', async () => {
    const repository = await openRepository();
    for (const text of ['[]', '{', 'null'])
      expect(
        await readImageConfig(repository, await pushBlob(repository, configType, Buffer.from(text))),
      ).toBeUndefined();
  });
});

describe('readImageAnnotations', () => {
  const labelled = { config: { config: { Labels: { [key]: '1.2.0', title: 'größer' } } } };

  it('an annotation of the index wins over the label of a platform', async () => {
    const repository = await openRepository();
    const amd64 = listFor('linux/amd64', await pushPlatform(repository, 'linux/amd64', labelled));
    const attestation = await pushAttestation(repository, amd64);
    const annotated = await pushIndex(repository, [amd64], { annotations: { [key]: '2.0' } });
    const plain = await pushIndex(repository, [attestation, amd64]);
    const nested = await pushIndex(repository, [plain]);
    const read = async (digest: string) => {
      const stored = await getManifest(repository, digest);
      return stored && (await readImageAnnotations(repository, stored, [key]))[key];
    };
    expect(await read(annotated.digest)).toBe('2.0');
    expect(await read(plain.digest)).toBe('1.2.0');
    expect(await read(nested.digest)).toBe('1.2.0');
    expect(await read(amd64.digest)).toBe('1.2.0');
    expect(await read((await pushPlatform(repository, 'linux/amd64')).digest)).toBeUndefined();
    const stored = await getManifest(repository, annotated.digest);
    // Each from where it is first told.
    expect(stored && (await readImageAnnotations(repository, stored, [key, 'title', 'none']))).toEqual({
      [key]: '2.0',
      title: 'größer',
    });
  });
});
