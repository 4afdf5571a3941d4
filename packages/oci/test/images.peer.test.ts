import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@slipway/core/clock';
import { describe, expect, it } from 'vitest';
import { attachBundles, bundleMediaType, listBundles } from '../src/attachments/bundles.ts';
import { signatureTag } from '../src/attachments/signature-manifest.ts';
import { appendSignature, readSignatures } from '../src/attachments/signature-tag.ts';
import { readImageTree } from '../src/image/image-tree.ts';
import { openLayout } from '../src/layout/layout.ts';
import { pushLayout } from '../src/layout/push-layout.ts';
import { getManifest, putManifest } from '../src/manifests.ts';
import { mediaTypes } from '../src/media-types.ts';
import type { Repository } from '../src/registry.ts';
import { makeImage } from './images.ts';
import { joinImages } from './join-images.ts';
import { layoutFiles, writeFiles } from './layouts.ts';
import { findProgram, runProgram, startDistribution, startGoRegistry } from './programs.ts';
import { listFor, pushAttestation, pushBlob, pushIndex, pushPlatform } from './pushed.ts';
import { connectTo, temporaryDirectory } from './world.ts';

const registries = [
  {
    name: 'distribution 2.8',
    program: findProgram('docker-registry', 'SLIPWAY_DOCKER_REGISTRY'),
    start: startDistribution,
  },
  {
    name: 'distribution 3',
    program: findProgram('distribution', 'SLIPWAY_DISTRIBUTION'),
    start: startDistribution,
  },
  {
    name: 'go-containerregistry',
    program: findProgram('registry', 'SLIPWAY_REGISTRY'),
    start: startGoRegistry,
  },
] as const;
const skopeo = findProgram('skopeo', 'SLIPWAY_SKOPEO');
const crane = findProgram('crane', 'SLIPWAY_CRANE');
const oras = findProgram('oras', 'SLIPWAY_ORAS');
const cosigns = [
  { name: 'cosign 3', program: findProgram('cosign', 'SLIPWAY_COSIGN'), modern: true },
  { name: 'cosign 2.5', program: findProgram('cosign2.5', 'SLIPWAY_COSIGN25'), modern: false },
] as const;
for (const { name, program } of [
  ...registries,
  { name: 'skopeo', program: skopeo },
  { name: 'crane', program: crane },
  { name: 'oras', program: oras },
  ...cosigns,
])
  if (program === undefined)
    console.log(`not shown: images and signatures with ${name} (it is not installed)`);

/** An index of two platforms with attestations of both forms, joined from what two runners pushed. */
async function mergeTwo(repository: Repository) {
  const amd64 = await pushPlatform(repository, 'linux/amd64');
  const arm64 = await pushPlatform(repository, 'linux/arm64');
  const first = await pushIndex(repository, [
    listFor('linux/amd64', amd64),
    await pushAttestation(repository, amd64),
  ]);
  const second = await pushIndex(repository, [
    listFor('linux/arm64', arm64),
    await pushAttestation(repository, arm64, 'artifact'),
  ]);
  return joinImages(repository, [second.digest, first.digest], new Map([['title', 'größer – 署名']]));
}

async function tagImage(repository: Repository, digest: string, tag: string): Promise<void> {
  const stored = await getManifest(repository, digest);
  if (stored === undefined) throw new Error(`there is no ${digest}`);
  await putManifest(repository, tag, stored.bytes, stored.mediaType);
}

for (const { name, program, start } of registries) {
  describe.skipIf(program === undefined)(`images in ${name}`, () => {
    const open = async () => {
      const host = await start(program ?? '');
      return { host, repository: connectTo(host).connect().repository('octo/demo') };
    };

    it.skipIf(skopeo === undefined)(
      'a joined image is inspected and copied completely by skopeo',
      async () => {
        const { host, repository } = await open();
        const { descriptor, bytes } = await mergeTwo(repository);
        await tagImage(repository, descriptor.digest, '1.0');
        const source = `docker://${host}/octo/demo:1.0`;
        const raw = await runProgram(skopeo ?? '', ['inspect', '--raw', '--tls-verify=false', source]);
        expect(raw.stdout).toBe(Buffer.from(bytes).toString('utf8'));
        for (const architecture of ['amd64', 'arm64']) {
          const options = ['--override-arch', architecture, 'inspect', '--tls-verify=false', source];
          const { stdout } = await runProgram(skopeo ?? '', options);
          expect(JSON.parse(stdout)).toMatchObject({ Architecture: architecture, Os: 'linux' });
        }
        const directory = await temporaryDirectory();
        const copy = ['copy', '--all', '--preserve-digests', '--src-tls-verify=false', source];
        await runProgram(skopeo ?? '', [...copy, `oci:${directory}:demo`]);
        const index = JSON.parse(await readFile(join(directory, 'index.json'), 'utf8'));
        expect(index.manifests).toMatchObject([{ digest: descriptor.digest, size: descriptor.size }]);
        const tree = await readImageTree(repository, '1.0');
        expect(tree.manifests.map(({ kind, platform }) => platform ?? kind)).toEqual([
          'index',
          'linux/amd64',
          'linux/arm64',
          'attestation',
          'attestation',
        ]);
      },
    );

    it.skipIf(crane === undefined)(
      'a joined image with Docker or OCI media types is resolved per platform by crane',
      async () => {
        const { host, repository } = await open();
        const digests: string[] = [];
        for (const platform of ['linux/arm64', 'linux/amd64'])
          digests.push((await pushPlatform(repository, platform, { docker: true })).digest);
        for (const annotations of [new Map<string, string>(), new Map([['title', 'größer']])]) {
          const { descriptor } = await joinImages(repository, digests, annotations);
          expect(descriptor.mediaType).toBe(
            annotations.size === 0 ? mediaTypes.dockerIndex : mediaTypes.ociIndex,
          );
          const address = `${host}/octo/demo@${descriptor.digest}`;
          const digest = ['digest', '--insecure', '--platform', 'linux/amd64', address];
          expect((await runProgram(crane ?? '', digest)).stdout.trim()).toBe(digests[1]);
        }
      },
    );

    it('a manifest with a thousand layers and 3 MiB of annotations is stored', async () => {
      const { repository } = await open();
      const layer = await pushBlob(
        repository,
        'application/vnd.oci.image.layer.v1.tar',
        Buffer.from('layer'),
      );
      const annotations = { long: 'ö'.repeat(1.5 * 1024 * 1024) };
      const image = await pushPlatform(repository, 'linux/amd64', {
        manifest: { layers: Array.from({ length: 1000 }, () => layer), annotations },
      });
      expect(image.size).toBeGreaterThan(3 * 1024 * 1024);
      const { manifests } = await readImageTree(repository, image.digest);
      expect(manifests).toMatchObject([{ descriptor: image, platform: 'linux/amd64' }]);
    });

    it.skipIf(oras === undefined)('attached bundles are discovered by oras', async () => {
      const { host, repository } = await open();
      const subject = await pushPlatform(repository, 'linux/amd64');
      const created = '2026-01-02T03:04:05Z';
      const bundles = ['https://slsa.dev/provenance/v1', 'https://sigstore.dev/cosign/sign/v1'].map(
        (predicateType) => ({ bytes: Buffer.from(`{"of":"${predicateType}"}`), predicateType, created }),
      );
      const { attached } = await attachBundles(repository, subject, bundles);
      const address = `${host}/octo/demo@${subject.digest}`;
      const filter = ['--artifact-type', bundleMediaType, '--format', 'json'];
      const { stdout } = await runProgram(oras ?? '', ['discover', '--plain-http', ...filter, address]);
      for (const { descriptor } of attached) expect(stdout).toContain(descriptor.digest);
      expect(await listBundles(repository, subject.digest)).toHaveLength(2);
    });

    it('five signatures written at the same moment are all kept, fifty times', async () => {
      const { host } = await open();
      const writers = Array.from({ length: 5 }, () => connectTo(host).connect().repository('octo/demo'));
      const [first] = writers;
      if (first === undefined) throw new Error('no writer');
      const race = async (run: number): Promise<void> => {
        const { digest } = await pushPlatform(first, `linux/run${run}`);
        await Promise.all(
          writers.map(async (writer, index) => {
            const { settle } = await appendSignature({ ...writer, clock: systemClock }, digest, {
              payload: Buffer.from(`payload ${run}`),
              annotations: { 'dev.cosignproject.cosign/signature': `${index}` },
            });
            await settle({ settleMs: 200 });
          }),
        );
        const found = (await readSignatures(first, digest)).map(
          ({ annotations }) => annotations['dev.cosignproject.cosign/signature'],
        );
        expect(found.sort()).toEqual(['0', '1', '2', '3', '4']);
      };
      for (let run = 0; run < 50; run += 5)
        await Promise.all(Array.from({ length: 5 }, (_, offset) => race(run + offset)));
    });

    it('a second push of an image uploads no blob', async () => {
      const { repository } = await open();
      const image = makeImage();
      const layout = await openLayout(await writeFiles(await temporaryDirectory(), layoutFiles(image)));
      const first = await pushLayout(repository, layout, image.root);
      expect(new Set(first.blobs.values())).toEqual(new Set(['uploaded']));
      const second = await pushLayout(repository, layout, image.root);
      expect(new Set(second.blobs.values())).toEqual(new Set(['present']));
    });
  });
}

const [registry] = registries;
for (const { name, program, modern } of cosigns) {
  describe.skipIf(program === undefined || registry.program === undefined)(`signatures of ${name}`, () => {
    const password = { COSIGN_PASSWORD: '' };
    const old = modern ? ['--use-signing-config=false', '--new-bundle-format=false'] : [];

    const openSigned = async () => {
      const host = await startDistribution(registry.program ?? '');
      const repository = connectTo(host).connect().repository('octo/demo');
      const subject = await pushPlatform(repository, 'linux/amd64');
      const directory = await temporaryDirectory();
      const run = (...args: string[]) => runProgram(program ?? '', args, { ...password, cwd: directory });
      await run('generate-key-pair');
      const address = `${host}/octo/demo@${subject.digest}`;
      const sign = (...more: string[]) =>
        run('sign', '--yes', '--key', 'cosign.key', '--tlog-upload=false', ...more, address);
      const verify = (...more: string[]) =>
        run('verify', '--key', 'cosign.pub', '--insecure-ignore-tlog=true', ...more, address);
      return { repository, subject, sign, verify };
    };

    it('signatures by cosign and by Slipway are kept together under one tag, in any order', async () => {
      const { repository, subject, sign, verify } = await openSigned();
      const other = (value: string) => ({
        payload: Buffer.from('{"critical":{}}'),
        annotations: { 'dev.cosignproject.cosign/signature': value },
      });
      await appendSignature(repository, subject.digest, other('Zmlyc3Q='));
      await sign(...old);
      await appendSignature(repository, subject.digest, other('c2Vjb25k'));
      await verify(...(modern ? ['--new-bundle-format=false'] : []));
      const found = await readSignatures(repository, subject.digest);
      expect(found).toHaveLength(3);
      expect(JSON.parse(Buffer.from(found[1]?.payload ?? '').toString())).toMatchObject({
        critical: { image: { 'docker-manifest-digest': subject.digest } },
      });
      // Written by cosign and by us, the config has the same fields and names every layer.
      const tag = await getManifest(repository, signatureTag(subject.digest));
      expect(tag?.content.layers?.map(({ digest }) => digest)).toEqual(
        found.map(({ payload }) => `sha256:${createHash('sha256').update(payload).digest('hex')}`),
      );
    });

    // Older ones know nothing of bundles in a registry.
    if (!modern) return;
    it('a bundle attached by cosign is found, whatever type its list entry has', async () => {
      const { repository, subject, sign, verify } = await openSigned();
      const [predicateType, created] = ['https://example.com', '2026-01-02T03:04:05Z'];
      await attachBundles(repository, subject, [{ bytes: Buffer.from('{}'), predicateType, created }]);
      await sign('--use-signing-config=false');
      await verify();
      // cosign orders the list by digest, and its own is another each time.
      const found = new Map(
        (await listBundles(repository, subject.digest)).map((each) => [each.predicateType, each.bytes]),
      );
      expect([...found.keys()].sort()).toEqual([predicateType, 'https://sigstore.dev/cosign/sign/v1']);
      const text = Buffer.from(found.get('https://sigstore.dev/cosign/sign/v1') ?? '').toString();
      expect(JSON.parse(text)).toMatchObject({ mediaType: bundleMediaType });
    });
  });
}
