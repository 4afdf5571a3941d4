import { describe, expect, it } from 'vitest';
import type { Descriptor } from '../../src/descriptor.ts';
import { readImageTree, readLayoutTree } from '../../src/image/image-tree.ts';
import { openLayout } from '../../src/layout/layout.ts';
import { putManifest } from '../../src/manifests.ts';
import { mediaTypes } from '../../src/media-types.ts';
import { walkTree } from '../../src/walk-tree.ts';
import { document, makeImage } from '../images.ts';
import { layoutFiles, writeFiles } from '../layouts.ts';
import { listFor, pushAttestation, pushBlob, pushDocument, pushIndex, pushPlatform } from '../pushed.ts';
import { openOciWorld, temporaryDirectory } from '../world.ts';

async function openRepository() {
  const of = await openOciWorld();
  return { of, repository: of.connect().repository('octo/demo') };
}

const bare = ({ mediaType, digest, size }: Descriptor): Descriptor => ({ mediaType, digest, size });

describe('readImageTree', () => {
  it('an image tree contains the index, its platforms and the attestations of BuildKit', async () => {
    const { repository } = await openRepository();
    const amd64 = await pushPlatform(repository, 'linux/amd64');
    const arm64 = await pushPlatform(repository, 'linux/arm64/v8');
    const older = await pushAttestation(repository, amd64);
    const newer = await pushAttestation(repository, arm64, 'artifact');
    const root = await pushIndex(repository, [
      listFor('linux/amd64', amd64),
      listFor('linux/arm64/v8', arm64),
      older,
      newer,
    ]);
    const tree = await readImageTree(repository, root.digest);
    expect(tree.root.digest).toBe(root.digest);
    const nothing = { platform: undefined, attests: undefined };
    expect(tree.manifests).toEqual([
      { descriptor: root, kind: 'index', ...nothing },
      { descriptor: amd64, kind: 'platform', platform: 'linux/amd64', attests: undefined },
      { descriptor: arm64, kind: 'platform', platform: 'linux/arm64/v8', attests: undefined },
      { descriptor: bare(older), kind: 'attestation', platform: undefined, attests: amd64.digest },
      { descriptor: bare(newer), kind: 'attestation', platform: undefined, attests: arm64.digest },
    ]);
  });

  it('nested indexes are read and a manifest that is listed twice appears once', async () => {
    const { repository } = await openRepository();
    const amd64 = listFor('linux/amd64', await pushPlatform(repository, 'linux/amd64'));
    const arm64 = listFor('linux/arm64', await pushPlatform(repository, 'linux/arm64'));
    const inner = await pushIndex(repository, [arm64, amd64]);
    const root = await pushIndex(repository, [amd64, inner, inner, amd64]);
    const { manifests } = await readImageTree(repository, root.digest);
    expect(manifests.map(({ descriptor, platform }) => [descriptor.digest, platform])).toEqual([
      [root.digest, undefined],
      [amd64.digest, 'linux/amd64'],
      [inner.digest, undefined],
      [arm64.digest, 'linux/arm64'],
    ]);
  });

  it('a Docker index is read by its tag', async () => {
    const { repository } = await openRepository();
    const amd64 = await pushPlatform(repository, 'linux/amd64', { docker: true });
    const index = {
      schemaVersion: 2,
      mediaType: mediaTypes.dockerIndex,
      manifests: [listFor('linux/amd64', amd64)],
    };
    await putManifest(repository, '1.0', document(index), mediaTypes.dockerIndex);
    const { manifests } = await readImageTree(repository, '1.0');
    expect(manifests.map(({ kind, platform }) => [kind, platform])).toEqual([
      ['index', undefined],
      ['platform', 'linux/amd64'],
    ]);
  });

  it('a single manifest gets its platform from its config', async () => {
    const { repository } = await openRepository();
    const windows = await pushPlatform(repository, 'windows/amd64', { config: { 'os.version': '10.0.1' } });
    const { manifests } = await readImageTree(repository, windows.digest);
    expect(manifests).toEqual([
      { descriptor: windows, kind: 'platform', platform: 'windows(10.0.1)/amd64', attests: undefined },
    ]);
  });

  it('a platform that is missing in the index is read from the config', async () => {
    const { repository } = await openRepository();
    const arm = await pushPlatform(repository, 'linux/arm/v6');
    const root = await pushIndex(repository, [arm]);
    expect((await readImageTree(repository, root.digest)).manifests[1]?.platform).toBe('linux/arm/v6');
  });

  it('an entry that is not an image is marked as a plain manifest and rejected as a root', async () => {
    const { repository } = await openRepository();
    const chart = await pushDocument(repository, {
      mediaType: mediaTypes.ociManifest,
      config: await pushBlob(repository, 'application/vnd.cncf.helm.config.v1+json', Buffer.from('{}')),
      layers: [],
    });
    const root = await pushIndex(repository, [chart]);
    expect((await readImageTree(repository, root.digest)).manifests[1]?.kind).toBe('manifest');
    await expect(readImageTree(repository, chart.digest)).rejects.toMatchObject({
      code: 'E_OCI_IMAGE',
      message: expect.stringContaining('application/vnd.cncf.helm.config.v1+json'),
    });
  });

  it('a missing manifest and a missing tag are rejected by name', async () => {
    const { of, repository } = await openRepository();
    const amd64 = await pushPlatform(repository, 'linux/amd64');
    const root = await pushIndex(repository, [listFor('linux/amd64', amd64)]);
    of.emulated.deleteVersion('octo/demo', amd64.digest);
    await expect(readImageTree(repository, root.digest)).rejects.toMatchObject({
      code: 'E_OCI_NOT_FOUND',
      message: expect.stringContaining(amd64.digest),
    });
    await expect(readImageTree(repository, 'no-such-tag')).rejects.toMatchObject({ code: 'E_OCI_NOT_FOUND' });
  });

  it.each([
    ['size', { size: 1 }],
    ['type', { mediaType: mediaTypes.dockerManifest }],
  ])('an index with a wrong %s for an entry is rejected', async (_, lie) => {
    const { repository } = await openRepository();
    const amd64 = await pushPlatform(repository, 'linux/amd64');
    const root = await pushIndex(repository, [{ ...listFor('linux/amd64', amd64), ...lie }]);
    await expect(readImageTree(repository, root.digest)).rejects.toMatchObject({ code: 'E_OCI_IMAGE' });
  });

  it('an image with 100 platforms is read and one with 101 is rejected', { timeout: 120_000 }, async () => {
    const { repository } = await openRepository();
    const children = await Promise.all(
      Array.from({ length: 101 }, async (_, index) =>
        listFor(`linux/cpu${index}`, await pushPlatform(repository, `linux/cpu${index}`)),
      ),
    );
    const hundred = await pushIndex(repository, children.slice(0, 100));
    expect((await readImageTree(repository, hundred.digest)).manifests).toHaveLength(101);
    const more = await pushIndex(repository, children);
    await expect(readImageTree(repository, more.digest)).rejects.toMatchObject({
      code: 'E_OCI_IMAGE',
      message: expect.stringContaining('101 platforms'),
    });
  });

  it('a manifest with a thousand layers is read', async () => {
    const { repository } = await openRepository();
    const layer = await pushBlob(repository, 'application/vnd.oci.image.layer.v1.tar', Buffer.from('layer'));
    const image = await pushPlatform(repository, 'linux/amd64', {
      manifest: { layers: Array.from({ length: 1000 }, () => layer) },
    });
    expect((await readImageTree(repository, image.digest)).manifests[0]?.descriptor.size).toBe(image.size);
  });
});

describe('bounds of walkTree', () => {
  const digestOf = (number: number): string => `sha256:${number.toString(16).padStart(64, '0')}`;
  const list = (number: number, size = 10): Descriptor => ({
    mediaType: mediaTypes.ociIndex,
    digest: digestOf(number),
    size,
  });
  const walk = (children: (number: number) => readonly Descriptor[]) => {
    const node = (listed: Descriptor) => ({
      listed,
      bytes: new Uint8Array(),
      content: { schemaVersion: 2, manifests: children(Number(`0x${listed.digest.slice(7)}`)) },
    });
    return walkTree(node(list(1)), {
      read: async (listed) => node(listed),
      refuse: (what) => new Error(what),
    });
  };

  it('an index nested eight levels deep is read and one nested deeper is rejected', async () => {
    const chain = (length: number) => walk((number) => (number < length ? [list(number + 1)] : []));
    expect((await chain(9)).nodes).toHaveLength(9);
    await expect(chain(10)).rejects.toThrow('nested more than 8 levels deep');
  });

  it('a tree of 1000 manifests is read and a larger one is rejected', async () => {
    const wide = (count: number) =>
      walk((number) => (number > 1 ? [] : Array.from({ length: count }, (_, index) => list(index + 2))));
    expect((await wide(999)).nodes).toHaveLength(1000);
    await expect(wide(1000)).rejects.toThrow('more than 1000 manifests');
  });

  it('a manifest above 4 MiB and a tree above 64 MiB are rejected', async () => {
    const sized = (count: number, size: number) =>
      walk((number) =>
        number > 1 ? [] : Array.from({ length: count }, (_, index) => list(index + 2, size)),
      );
    const largest = 4 * 1024 * 1024;
    expect((await sized(16, largest)).nodes).toHaveLength(17);
    await expect(sized(1, largest + 1)).rejects.toThrow('is too large (4194305 bytes)');
    await expect(sized(17, largest)).rejects.toThrow('more than 67108864 bytes');
  });

  it('a document that is both an index and a manifest is rejected', async () => {
    const root = {
      listed: list(1),
      bytes: new Uint8Array(),
      content: { schemaVersion: 2, manifests: [], layers: [] },
    };
    const source = {
      read: () => Promise.reject(new Error('read')),
      refuse: (what: string) => new Error(what),
    };
    await expect(walkTree(root, source)).rejects.toThrow('neither an index nor a manifest, or both');
  });

  it('every child comes before its parents, whichever path leads to it', async () => {
    // 1 lists 2 and 3; 3 lists 2: from the root alone, 3 would come before 2.
    const { nodes, childrenFirst } = await walk((number) =>
      number === 1 ? [list(2), list(3)] : number === 3 ? [list(4), list(2)] : [],
    );
    const numbers = (all: typeof nodes) => all.map(({ listed }) => Number(`0x${listed.digest.slice(7)}`));
    expect(numbers(nodes)).toEqual([1, 2, 3, 4]);
    expect(numbers(childrenFirst)).toEqual([2, 4, 3, 1]);
  });
});

describe('readLayoutTree', () => {
  it('an image in a layout has the same tree as in a registry', async () => {
    const image = makeImage({ platforms: ['amd64', 'arm64'] });
    const layout = await openLayout(await writeFiles(await temporaryDirectory(), layoutFiles(image)));
    const entries = await readLayoutTree(layout, image.root);
    expect(entries.map(({ kind, platform }) => [kind, platform])).toEqual([
      ['index', undefined],
      ['platform', 'linux/amd64'],
      ['platform', 'linux/arm64'],
    ]);
  });
});
