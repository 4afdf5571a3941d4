import { describe, expect, it } from 'vitest';
import type { Descriptor } from '../src/descriptor.ts';
import { getManifest } from '../src/manifests.ts';
import { mediaTypes } from '../src/media-types.ts';
import { findMissingParts } from '../src/missing-parts.ts';
import type { Repository } from '../src/registry.ts';
import { listFor, pushBlob, pushDocument, pushIndex, pushPlatform } from './pushed.ts';
import { openOciWorld } from './world.ts';

const name = 'octo/demo';

async function find(repository: Repository, { digest }: Descriptor): Promise<readonly string[]> {
  const stored = await getManifest(repository, digest);
  if (stored === undefined) throw new Error(`there is no ${digest}`);
  return findMissingParts(repository, stored);
}

/** An index in an index, with two platforms. */
async function openImage() {
  const of = await openOciWorld();
  const repository = of.connect().repository(name);
  const amd64 = await pushPlatform(repository, 'linux/amd64');
  const arm64 = await pushPlatform(repository, 'linux/arm64');
  const inner = await pushIndex(repository, [listFor('linux/arm64', arm64)]);
  const root = await pushIndex(repository, [listFor('linux/amd64', amd64), inner]);
  return { of, repository, amd64, arm64, inner, root };
}

describe('findMissingParts', () => {
  it('a complete image lacks nothing, and this is determined without downloading a blob', async () => {
    const { of, repository, root } = await openImage();
    const before = of.world.journal.entries.length;
    expect(await find(repository, root)).toEqual([]);
    const blobs = of.world.journal.entries.slice(before).filter(({ path }) => path.includes('/blobs/'));
    expect(blobs.length).toBeGreaterThan(0);
    expect(new Set(blobs.map(({ method }) => method))).toEqual(new Set(['HEAD']));
  });

  it('deleted manifests and indexes are reported once each', async () => {
    const { of, repository, amd64, inner, root } = await openImage();
    for (const { digest } of [amd64, inner]) of.emulated.deleteVersion(name, digest);
    expect(await find(repository, root)).toEqual([amd64.digest, inner.digest]);
  });

  it('lost configs, lost layers and changed manifests are reported', async () => {
    const { of, repository, amd64, arm64, root } = await openImage();
    const { content } = (await getManifest(repository, amd64.digest)) ?? {};
    const [config = '', layer = ''] = [content?.config?.digest, content?.layers?.[0]?.digest];
    await of.emulated.damage.loseBlob(config);
    await of.emulated.damage.loseBlob(layer);
    expect(new Set(await find(repository, root))).toEqual(new Set([config, layer]));
    of.emulated.damage.replaceManifest(name, arm64.digest, Buffer.from('{}'));
    expect(new Set(await find(repository, root))).toEqual(new Set([arm64.digest, config, layer]));
  });

  it('a foreign layer that is stored elsewhere is not reported', async () => {
    const { repository } = await openImage();
    const foreign = {
      mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
      digest: `sha256:${'f'.repeat(64)}`,
      size: 7,
      urls: ['https://example.com/layer'],
    };
    const manifest = await pushDocument(repository, {
      mediaType: mediaTypes.ociManifest,
      config: await pushBlob(repository, 'application/vnd.oci.image.config.v1+json', Buffer.from('{}')),
      layers: [foreign],
    });
    expect(await find(repository, manifest)).toEqual([]);
  });
});
