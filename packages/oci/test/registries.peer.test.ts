import { systemClock } from '@slipway/core/clock';
import { describe, expect, it } from 'vitest';
import { listReferrers } from '../src/attachments/referrers.ts';
import { sourceOfBytes } from '../src/blobs/blob-source.ts';
import { downloadBlob, hasBlob } from '../src/blobs/blobs.ts';
import { uploadBlob } from '../src/blobs/upload-blob.ts';
import { uploadInChunks } from '../src/blobs/upload-chunks.ts';
import { openSession } from '../src/blobs/upload-session.ts';
import { digestBytes } from '../src/digest.ts';
import { openLayout } from '../src/layout/layout.ts';
import { pushLayout } from '../src/layout/push-layout.ts';
import { getManifest, putManifest, resolveDigest } from '../src/manifests.ts';
import { listTags } from '../src/tags.ts';
import { attachBlob } from './attach-blob.ts';
import { makeImage } from './images.ts';
import { layoutFiles, writeFiles } from './layouts.ts';
import { findProgram, runProgram, startDistribution, startGoRegistry } from './programs.ts';
import { connectTo, temporaryDirectory } from './world.ts';

const distribution = findProgram('docker-registry', 'SLIPWAY_DOCKER_REGISTRY');
if (distribution === undefined)
  console.log('not shown: the client against distribution (docker-registry is not installed)');
const distribution3 = findProgram('distribution', 'SLIPWAY_DISTRIBUTION');
if (distribution3 === undefined)
  console.log('not shown: the client against distribution 3 (SLIPWAY_DISTRIBUTION is not set)');
const goRegistry = findProgram('registry', 'SLIPWAY_REGISTRY');
if (goRegistry === undefined)
  console.log(
    'not shown: the client against the registry of go-containerregistry (SLIPWAY_REGISTRY is not set)',
  );

const skopeo = findProgram('skopeo', 'SLIPWAY_SKOPEO');
const oras = findProgram('oras', 'SLIPWAY_ORAS');
for (const [tool, path] of [
  ['skopeo', skopeo],
  ['oras', oras],
] as const)
  if (path === undefined) console.log(`not shown: what was pushed, read by ${tool} (it is not installed)`);

const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';

const peers = [
  { name: 'distribution 2.8', program: distribution, start: startDistribution, listedBy: 'tag' },
  { name: 'distribution 3', program: distribution3, start: startDistribution, listedBy: 'tag' },
  { name: 'go-containerregistry', program: goRegistry, start: startGoRegistry, listedBy: 'tag' },
] as const;

for (const { name, program, start, listedBy } of peers) {
  describe.skipIf(program === undefined)(`client against ${name}`, () => {
    const open = async () =>
      connectTo(await start(program ?? ''))
        .connect()
        .repository('octo/demo');

    it('a layout is pushed by digest and read back byte for byte', async () => {
      const repository = await open();
      const image = makeImage({ layerBytes: 300_000 });
      const layout = await openLayout(await writeFiles(await temporaryDirectory(), layoutFiles(image)));
      const pushed = await pushLayout(repository, layout, image.root);
      expect(await listTags(repository)).toEqual([]);
      for (const { digest } of pushed.manifests)
        expect(Buffer.from((await getManifest(repository, digest))?.bytes ?? '')).toEqual(
          Buffer.from(image.blobs.get(digest) ?? ''),
        );
      for (const digest of pushed.blobs.keys()) {
        const wanted = image.blobs.get(digest) ?? new Uint8Array();
        const chunks: Uint8Array[] = [];
        await downloadBlob(
          repository,
          { digest, size: wanted.byteLength },
          { restart: () => void chunks.splice(0), write: (chunk) => void chunks.push(chunk) },
        );
        expect(Buffer.concat(chunks).equals(Buffer.from(wanted))).toBe(true);
      }
      const again = await pushLayout(repository, layout, image.root);
      expect([...again.blobs.values()]).toEqual(again.manifests.length > 0 ? Array(4).fill('present') : []);
      await putManifest(
        repository,
        '1.2.0',
        image.blobs.get(image.root.digest) ?? new Uint8Array(),
        image.root.mediaType,
      );
      expect(await resolveDigest(repository, '1.2.0')).toBe(image.root.digest);
      expect(await listTags(repository)).toEqual(['1.2.0']);
      expect(await resolveDigest(repository, '9.9.9')).toBeUndefined();
    });

    it.skipIf(skopeo === undefined)('a pushed image is inspected by skopeo', async () => {
      const host = await start(program ?? '');
      const repository = connectTo(host).connect().repository('octo/demo');
      const image = makeImage();
      const directory = await writeFiles(await temporaryDirectory(), layoutFiles(image));
      await pushLayout(repository, await openLayout(directory), image.root);
      const address = `docker://${host}/octo/demo@${image.root.digest}`;
      const { stdout } = await runProgram(skopeo ?? '', ['inspect', '--raw', '--tls-verify=false', address]);
      expect(digestBytes(Buffer.from(stdout))).toBe(image.root.digest);
    });

    it.skipIf(oras === undefined)(
      'an attachment is discovered by oras and copied together with its image',
      async () => {
        const host = await start(program ?? '');
        const repository = connectTo(host).connect().repository('octo/demo');
        const image = makeImage();
        const directory = await writeFiles(await temporaryDirectory(), layoutFiles(image));
        await pushLayout(repository, await openLayout(directory), image.root);
        const { descriptor } = await attachBlob(repository, {
          subject: image.root,
          artifactType: bundleType,
          mediaType: bundleType,
          bytes: Buffer.from('{}'),
          annotations: { title: 'größer – 署名' },
        });
        const address = `${host}/octo/demo@${image.root.digest}`;
        const found = await runProgram(oras ?? '', [
          'discover',
          '--plain-http',
          '--format',
          'json',
          '--artifact-type',
          bundleType,
          address,
        ]);
        expect(found.stdout).toContain(descriptor.digest);
        await runProgram(oras ?? '', [
          'cp',
          '-r',
          '--from-plain-http',
          '--to-plain-http',
          address,
          `${host}/octo/copy:1.0`,
        ]);
        const copy = connectTo(host).connect().repository('octo/copy');
        expect((await listReferrers(copy, image.root.digest, bundleType)).entries).toMatchObject([
          { digest: descriptor.digest, size: descriptor.size },
        ]);
      },
    );

    it('a blob is uploaded in chunks', async () => {
      const repository = await open();
      const bytes = Buffer.alloc(1_000_000, 'chunk');
      const source = sourceOfBytes(digestBytes(bytes), bytes);
      const session = await openSession(repository, source.digest);
      if (session === undefined) throw new Error('the blob was there');
      await uploadInChunks(repository, source, session, 300_000);
      expect(await hasBlob(repository, source)).toBe(true);
    });

    it('bytes that do not match their digest are rejected', async () => {
      const repository = await open();
      const bytes = Buffer.from('what was hashed');
      const source = {
        ...sourceOfBytes(digestBytes(bytes), bytes),
        open: sourceOfBytes('', Buffer.from('what was hashee')).open,
      };
      await expect(uploadBlob(repository, source)).rejects.toMatchObject({ code: 'E_OCI_DIGEST' });
    });

    it('a blob of another repository is mounted', async () => {
      const registry = connectTo(await start(program ?? '')).connect();
      const bytes = Buffer.from('shared');
      const source = sourceOfBytes(digestBytes(bytes), bytes);
      expect(await uploadBlob(registry.repository('octo/one'), source)).toBe('uploaded');
      const state = await uploadBlob(registry.repository('octo/two'), source, { mountFrom: 'octo/one' });
      // One that shares all blobs says that it has it.
      expect(['mounted', 'present']).toContain(state);
    });

    it('five attachments made at the same moment are all kept, fifty times', async () => {
      const host = await start(program ?? '');
      const writers = Array.from({ length: 5 }, () => connectTo(host).connect().repository('octo/demo'));
      const [first] = writers;
      if (first === undefined) throw new Error('no writer');
      const race = async (run: number): Promise<void> => {
        const image = makeImage({ platforms: [`run${run}`], layerBytes: 10 });
        const directory = await writeFiles(await temporaryDirectory(), layoutFiles(image));
        await pushLayout(first, await openLayout(directory), image.root);
        const attached = await Promise.all(
          writers.map((writer, index) =>
            attachBlob(
              { ...writer, clock: systemClock },
              {
                subject: image.root,
                artifactType: bundleType,
                mediaType: bundleType,
                bytes: Buffer.from(`bundle ${run} ${index}`),
              },
              { settleMs: 200 },
            ),
          ),
        );
        expect(attached.map((each) => each.listedBy)).toEqual(Array(5).fill(listedBy));
        const { entries } = await listReferrers(first, image.root.digest, bundleType);
        expect(entries.map(({ digest }) => digest).sort()).toEqual(
          attached.map(({ descriptor }) => descriptor.digest).sort(),
        );
      };
      for (let run = 0; run < 50; run += 5)
        await Promise.all(Array.from({ length: 5 }, (_, offset) => race(run + offset)));
    });
  });
}
