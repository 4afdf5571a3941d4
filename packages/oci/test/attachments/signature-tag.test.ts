import { systemClock } from '@slipway/core/clock';
import { describe, expect, it } from 'vitest';
import { signatureTag } from '../../src/attachments/signature-manifest.ts';
import {
  appendSignature,
  readSignatures,
  type StoredSignature,
  simpleSigningMediaType,
} from '../../src/attachments/signature-tag.ts';
import { digestBytes } from '../../src/digest.ts';
import { getManifest, putManifest } from '../../src/manifests.ts';
import { mediaTypes } from '../../src/media-types.ts';
import type { Repository } from '../../src/registry.ts';
import { document } from '../images.ts';
import { pushBlob, pushIndex, pushPlatform } from '../pushed.ts';
import { openOciWorld } from '../world.ts';

const signature = (payload: string, value: string): StoredSignature => ({
  payload: Buffer.from(payload),
  annotations: { 'dev.cosignproject.cosign/signature': value, 'dev.sigstore.cosign/chain': '' },
});

const texts = (signatures: readonly StoredSignature[]): string[][] =>
  signatures.map(({ payload, annotations }) => [
    Buffer.from(payload).toString(),
    annotations['dev.cosignproject.cosign/signature'] ?? '',
  ]);

async function openSubject() {
  const of = await openOciWorld();
  const repository = of.connect().repository('octo/demo');
  const { digest } = await pushPlatform(repository, 'linux/amd64');
  return { of, repository, subject: digest, tag: signatureTag(digest) };
}

/** Puts a manifest as another client leaves it under the tag. */
async function putSignatures(
  repository: Repository,
  tag: string,
  layers: readonly unknown[],
  more: object = {},
) {
  const config = await pushBlob(repository, 'application/vnd.oci.image.config.v1+json', document({}));
  const manifest = document({ schemaVersion: 2, mediaType: mediaTypes.ociManifest, config, layers, ...more });
  await putManifest(repository, tag, manifest, mediaTypes.ociManifest);
}

describe('signature tag of a digest', () => {
  it('a signature is stored in the form of cosign', async () => {
    const { of, repository, subject, tag } = await openSubject();
    expect(tag).toBe(`sha256-${subject.slice(7)}.sig`);
    expect(await readSignatures(repository, subject)).toEqual([]);
    const one = signature('{"critical":{}}', 'c2ln');
    await appendSignature(repository, subject, one);
    expect(await readSignatures(repository, subject)).toEqual([one]);
    const { content, mediaType } = (await getManifest(repository, tag)) ?? {};
    expect(mediaType).toBe(mediaTypes.ociManifest);
    const digest = digestBytes(one.payload);
    expect(content?.layers).toEqual([
      {
        mediaType: simpleSigningMediaType,
        digest,
        size: one.payload.byteLength,
        annotations: one.annotations,
      },
    ]);
    expect(content?.config?.mediaType).toBe('application/vnd.oci.image.config.v1+json');
    const config = await of.emulated.readBlob('octo/demo', content?.config?.digest ?? '');
    expect(JSON.parse(Buffer.from(config ?? '').toString())).toMatchObject({
      architecture: '',
      os: '',
      rootfs: { type: 'layers', diff_ids: [digest] },
    });
  });

  it('a new signature is appended and an existing one is not written again', async () => {
    const { of, repository, subject } = await openSubject();
    await appendSignature(repository, subject, signature('one', 'a'));
    await appendSignature(repository, subject, signature('one', 'b'));
    await appendSignature(repository, subject, signature('two', 'a'));
    const before = of.world.journal.entries.length;
    await appendSignature(repository, subject, signature('one', 'b'));
    const wrote = of.world.journal.entries.slice(before).filter(({ method }) => method === 'PUT');
    expect(wrote).toEqual([]);
    expect(texts(await readSignatures(repository, subject))).toEqual([
      ['one', 'a'],
      ['one', 'b'],
      ['two', 'a'],
    ]);
  });

  it('layers and annotations written by others are kept', async () => {
    const { repository, subject, tag } = await openSubject();
    const foreign = await pushBlob(repository, 'text/plain', Buffer.from('foreign'));
    await putSignatures(repository, tag, [foreign], { annotations: { kept: 'größer' } });
    await appendSignature(repository, subject, signature('one', 'a'));
    const { content } = (await getManifest(repository, tag)) ?? {};
    expect(content?.layers?.[0]).toEqual(foreign);
    expect(content?.annotations).toEqual({ kept: 'größer' });
    expect(texts(await readSignatures(repository, subject))).toEqual([['one', 'a']]);
  });

  it('a different manifest under the signature tag is rejected and left unchanged', async () => {
    const { repository, subject, tag } = await openSubject();
    const index = await pushIndex(repository, []);
    const bytes = (await getManifest(repository, index.digest))?.bytes ?? new Uint8Array();
    await putManifest(repository, tag, bytes, mediaTypes.ociIndex);
    for (const attempt of [
      () => appendSignature(repository, subject, signature('one', 'a')),
      () => readSignatures(repository, subject),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'E_OCI_REFERRERS' });
    expect((await getManifest(repository, tag))?.digest).toBe(index.digest);
  });

  it('an immutable signature tag fails with a hint and stays unchanged', async () => {
    const { of, repository, subject, tag } = await openSubject();
    for (const immutableTags of [true, 'harbor'] as const) {
      of.emulated.behave({ immutableTags: false });
      await appendSignature(repository, subject, signature('one', 'a'));
      const before = (await getManifest(repository, tag))?.digest;
      of.emulated.behave({ immutableTags });
      await expect(appendSignature(repository, subject, signature('two', 'b'))).rejects.toMatchObject({
        code: 'E_OCI_REFERRERS',
        message: expect.stringContaining('immutable'),
        hint: expect.stringContaining('"sha256-*"'),
      });
      expect((await getManifest(repository, tag))?.digest).toBe(before);
      // The same signature again asks nothing of the registry that it refuses.
      await appendSignature(repository, subject, signature('one', 'a'));
    }
  });

  it('a signature beyond the limit of cosign is rejected', async () => {
    const { repository, subject, tag } = await openSubject();
    const layer = await pushBlob(repository, simpleSigningMediaType, Buffer.from('one'));
    const layers = Array.from({ length: 1000 }, (_, index) => ({
      ...layer,
      annotations: { 'dev.cosignproject.cosign/signature': String(index) },
    }));
    await putSignatures(repository, tag, layers.slice(1));
    await appendSignature(repository, subject, signature('one', '0'));
    expect((await getManifest(repository, tag))?.content.layers).toHaveLength(1000);
    await expect(appendSignature(repository, subject, signature('two', 'a'))).rejects.toMatchObject({
      code: 'E_OCI_REFERRERS',
      message: expect.stringContaining('would have 1001 signatures'),
    });
  });

  it('the tag is read again after a failed write, and signatures added meanwhile are kept', async () => {
    const { of, repository, subject, tag } = await openSubject();
    let meanwhile: Promise<unknown> | undefined;
    const clock = {
      now: systemClock.now,
      async sleep() {
        meanwhile ??= appendSignature(repository, subject, signature('one', 'theirs'));
        await meanwhile;
      },
    };
    of.world.gateway.faults.add({
      on: { method: 'PUT', path: new RegExp(`/manifests/${tag}$`) },
      effect: { kind: 'status', status: 503, body: '' },
    });
    const delayed = of.connect(undefined, clock).repository('octo/demo');
    await appendSignature(delayed, subject, signature('one', 'ours'));
    expect(of.world.gateway.faults.strikes).toBe(1);
    expect(texts(await readSignatures(repository, subject))).toEqual([
      ['one', 'theirs'],
      ['one', 'ours'],
    ]);
  });

  it('the tag is read right before the write, even if the config had to be sent first', async () => {
    const { of, repository, subject } = await openSubject();
    await appendSignature(repository, subject, signature('one', 'a'));
    const before = of.world.journal.entries.length;
    await appendSignature(of.connect().repository('octo/demo'), subject, signature('two', 'b'));
    const requests = of.world.journal.entries
      .slice(before)
      .filter(({ path }) => path.startsWith('/v2/octo/'))
      .map(({ method, path }) => `${method} ${/manifests|blobs/.exec(path)?.[0]}`);
    expect(requests.slice(-2)).toEqual(['GET manifests', 'PUT manifests']);
  });

  it('five signatures written at the same moment are all kept, ten times', async () => {
    const { of, repository } = await openSubject();
    const writers = Array.from({ length: 5 }, () =>
      of.connect(undefined, systemClock).repository('octo/demo'),
    );
    const race = async (run: number): Promise<void> => {
      const { digest } = await pushPlatform(repository, `linux/run${run}`);
      const wanted = writers.map((_, index) => [`payload ${run}`, `signature ${index}`]);
      await Promise.all(
        writers.map(async (writer, index) => {
          const added = signature(`payload ${run}`, `signature ${index}`);
          await (await appendSignature(writer, digest, added)).settle({ settleMs: 150 });
        }),
      );
      expect(texts(await readSignatures(repository, digest)).sort()).toEqual(wanted);
    };
    for (let run = 0; run < 10; run += 2) await Promise.all([race(run), race(run + 1)]);
    // More writes than entries: some were lost on the way, noticed, and written again.
    const writes = of.log.lines.filter((line) => / now has \d+ entries$/.test(line));
    expect(writes.length).toBeGreaterThan(50);
  });
});
