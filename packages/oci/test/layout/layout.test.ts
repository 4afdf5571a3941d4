import { execFileSync } from 'node:child_process';
import { readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { registryFaults } from '@slipway/emulated-registry/registry-faults';
import { describe, expect, it } from 'vitest';
import type { Descriptor } from '../../src/descriptor.ts';
import { digestBytes } from '../../src/digest.ts';
import { openLayout } from '../../src/layout/layout.ts';
import { pushLayout } from '../../src/layout/push-layout.ts';
import { getManifest } from '../../src/manifests.ts';
import { mediaTypes } from '../../src/media-types.ts';
import { document, type Image, makeImage } from '../images.ts';
import { layoutFiles, writeFiles } from '../layouts.ts';
import { openOciWorld, temporaryDirectory } from '../world.ts';

async function writeLayout(image: Image): Promise<string> {
  return writeFiles(await temporaryDirectory(), layoutFiles(image));
}

async function pack(directory: string, format: string): Promise<string> {
  const path = join(await temporaryDirectory(), 'image.tar');
  const options = format === 'pax' ? ['--pax-option=comment=x'] : [];
  execFileSync('tar', ['-C', directory, `--format=${format}`, ...options, '-cf', path, '.']);
  return path;
}

const blobPath = (digest: string): string => join('blobs', ...digest.split(':'));

/** Wraps an image into one more index. */
function nest(image: Image): Image {
  const bytes = document({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [image.root] });
  const root = { mediaType: mediaTypes.ociIndex, digest: digestBytes(bytes), size: bytes.byteLength };
  return { blobs: new Map([...image.blobs, [root.digest, bytes]]), root };
}

describe('OCI layout', () => {
  it.each(['folder', 'ustar', 'gnu', 'pax'])(
    'a layout in the form "%s" is pushed by digest with identical bytes',
    async (kind) => {
      const of = await openOciWorld();
      const repository = of.connect().repository('octo/demo');
      const image = nest(makeImage({ layerBytes: 70_000 }));
      const directory = await writeLayout(image);
      const layout = await openLayout(kind === 'folder' ? directory : await pack(directory, kind));
      expect(layout.entries).toEqual([image.root]);
      const pushed = await pushLayout(repository, layout, image.root);
      expect(pushed.root).toEqual(image.root);
      expect(pushed.manifests.at(-1)).toEqual(image.root);
      for (const [digest, bytes] of image.blobs) {
        const found =
          (await of.emulated.readBlob('octo/demo', digest)) ??
          of.emulated.readManifest('octo/demo', digest)?.bytes;
        expect(Buffer.from(found ?? '').equals(Buffer.from(bytes))).toBe(true);
      }
      expect(of.emulated.listPackages()[0]?.tags).toEqual({});
    },
  );

  it('a layer shared by several platforms is sent once and the index is sent last', async () => {
    const of = await openOciWorld();
    const image = makeImage({ platforms: ['amd64', 'arm64', 's390x'], sharedLayer: true });
    const layout = await openLayout(await writeLayout(image));
    await pushLayout(of.connect().repository('octo/demo'), layout, image.root);
    const puts = of.world.journal.entries.filter(({ method }) => method === 'PUT').map(({ path }) => path);
    // One layer and three configs.
    expect(puts.filter((path) => path.includes('/upload/')).length).toBe(4);
    expect(puts.at(-1)).toContain(image.root.digest);
    expect(puts.slice(4).length).toBe(4);
  });

  it('a layout with Docker media types keeps them', async () => {
    const of = await openOciWorld();
    const repository = of.connect().repository('octo/demo');
    const image = makeImage({ docker: true });
    await pushLayout(repository, await openLayout(await writeLayout(image)), image.root);
    expect((await getManifest(repository, image.root.digest))?.mediaType).toBe(mediaTypes.dockerIndex);
  });

  it('an image listed for two platforms is pushed once', async () => {
    const of = await openOciWorld();
    const image = makeImage({ platforms: ['amd64'] });
    const [, , manifest = ''] = image.blobs.keys();
    const child = {
      mediaType: mediaTypes.ociManifest,
      digest: manifest,
      size: image.blobs.get(manifest)?.byteLength ?? 0,
    };
    const bytes = document({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [child, child] });
    const root = { mediaType: mediaTypes.ociIndex, digest: digestBytes(bytes), size: bytes.byteLength };
    const twice = { blobs: new Map([...image.blobs, [root.digest, bytes]]), root };
    const layout = await openLayout(await writeLayout(twice));
    const pushed = await pushLayout(of.connect().repository('octo/demo'), layout, root);
    expect(pushed.manifests.map(({ digest }) => digest)).toEqual([manifest, root.digest]);
  });

  it('a second run completes a push that failed halfway', async () => {
    const of = await openOciWorld({
      faults: registryFaults.find(({ name }) => name === 'registry-denied')?.faults ?? [],
    });
    const image = makeImage();
    const layout = await openLayout(await writeLayout(image));
    const repository = of.connect().repository('octo/demo');
    await expect(pushLayout(repository, layout, image.root)).rejects.toMatchObject({ code: 'E_OCI_DENIED' });
    of.world.gateway.faults.lift();
    await pushLayout(repository, layout, image.root);
    const states = (await pushLayout(repository, layout, image.root)).blobs;
    expect([...states.values()]).toEqual(['present', 'present', 'present', 'present']);
    expect((await getManifest(repository, image.root.digest))?.digest).toBe(image.root.digest);
  });

  const layerOf = (image: Image): string => [...image.blobs.keys()][0] ?? '';
  const manifestOf = (image: Image): string => [...image.blobs.keys()][2] ?? '';

  it.each<[string, (directory: string, image: Image) => Promise<unknown>, RegExp]>([
    ['a missing blob', (directory, image) => rm(join(directory, blobPath(layerOf(image)))), /is missing/],
    [
      'a truncated blob',
      (directory, image) => truncate(join(directory, blobPath(layerOf(image))), 5),
      /has 5 bytes/,
    ],
    [
      'a changed manifest',
      async (directory, image) => {
        const path = join(directory, blobPath(manifestOf(image)));
        const text = await readFile(path, 'utf8');
        await writeFile(path, text.replace('2', '3'));
      },
      /does not match its digest/,
    ],
    [
      'a blob that is a symbolic link',
      async (directory, image) => {
        const path = join(directory, blobPath(layerOf(image)));
        await rm(path);
        await symlink(join(directory, 'index.json'), path);
      },
      /is missing/,
    ],
  ])('a layout with %s is rejected before anything is sent', async (_what, harm, reason) => {
    const of = await openOciWorld();
    const image = makeImage();
    const directory = await writeLayout(image);
    await harm(directory, image);
    const layout = await openLayout(directory);
    await expect(pushLayout(of.connect().repository('octo/demo'), layout, image.root)).rejects.toMatchObject({
      code: 'E_OCI_LAYOUT',
      message: expect.stringMatching(reason),
    });
    expect(of.world.journal.entries).toEqual([]);
  });

  it.each<[string, (directory: string) => Promise<string>]>([
    ['a missing path', async (directory) => join(directory, 'nothing')],
    ['a compressed archive', async (directory) => compress(directory)],
    ['a truncated archive', async (directory) => cut(directory)],
    ['a file that is not an archive', async (directory) => join(directory, 'index.json')],
    [
      'a layout of a different version',
      async (directory) => {
        await writeFile(join(directory, 'oci-layout'), '{"imageLayoutVersion":"2.0.0"}');
        return directory;
      },
    ],
    [
      'a layout without manifests',
      async (directory) => {
        await writeFile(join(directory, 'index.json'), '{"schemaVersion":2,"manifests":[]}');
        return directory;
      },
    ],
    [
      'a layout that lists a path as a digest',
      async (directory) => {
        const entry = { mediaType: mediaTypes.ociIndex, digest: 'sha256:../../../etc/passwd', size: 1 };
        await writeFile(join(directory, 'index.json'), document({ schemaVersion: 2, manifests: [entry] }));
        return directory;
      },
    ],
  ])('%s is rejected', async (_what, make) => {
    const path = await make(await writeLayout(makeImage()));
    await expect(openLayout(path)).rejects.toMatchObject({ code: 'E_OCI_LAYOUT' });
  });

  it('a blob that shrinks while it is read is rejected', async () => {
    const image = makeImage({ layerBytes: 100_000 });
    const directory = await writeFiles(await temporaryDirectory(), layoutFiles(image));
    const layout = await openLayout(directory);
    const [digest = ''] = image.blobs.keys();
    const read = async (): Promise<void> => {
      for await (const _ of layout.open(digest, 0))
        await truncate(join(directory, 'blobs', ...digest.split(':')), 10);
    };
    await expect(read()).rejects.toMatchObject({ code: 'E_OCI_LAYOUT' });
  });

  it('a layout with indexes nested too deep is rejected', async () => {
    const of = await openOciWorld();
    let image: Image = makeImage();
    for (let depth = 0; depth < 10; depth += 1) image = nest(image);
    const layout = await openLayout(await writeLayout(image));
    const root = layout.entries[0] as Descriptor;
    await expect(pushLayout(of.connect().repository('octo/demo'), layout, root)).rejects.toThrow(
      /nested more than 8 levels deep/,
    );
  });
});

async function compress(directory: string): Promise<string> {
  const path = await pack(directory, 'ustar');
  await writeFile(path, gzipSync(await readFile(path)));
  return path;
}

async function cut(directory: string): Promise<string> {
  const path = await pack(directory, 'ustar');
  await truncate(path, 3000);
  return path;
}
