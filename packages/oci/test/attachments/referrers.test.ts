import { systemClock } from '@slipway/core/clock';
import type { FaultEffect } from '@slipway/gateway/faults';
import { describe, expect, it } from 'vitest';
import { renderAttachment } from '../../src/attachments/attach.ts';
import { addToFallbackIndex, fallbackTag } from '../../src/attachments/fallback-index.ts';
import { listReferrers } from '../../src/attachments/referrers.ts';
import { sourceOfBytes } from '../../src/blobs/blob-source.ts';
import { uploadBlob } from '../../src/blobs/upload-blob.ts';
import { digestBytes } from '../../src/digest.ts';
import { putManifest } from '../../src/manifests.ts';
import { mediaTypes } from '../../src/media-types.ts';
import type { Repository } from '../../src/registry.ts';
import { attachBlob } from '../attach-blob.ts';
import { document } from '../images.ts';
import { openOciWorld } from '../world.ts';

const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';

async function pushSubject(repository: Repository, name: string) {
  const bytes = document({
    schemaVersion: 2,
    mediaType: mediaTypes.ociIndex,
    manifests: [],
    annotations: { name },
  });
  const digest = digestBytes(bytes);
  await putManifest(repository, digest, bytes, mediaTypes.ociIndex);
  return { mediaType: mediaTypes.ociIndex, digest, size: bytes.byteLength };
}

const attachment = (
  subject: { mediaType: string; digest: string; size: number },
  text: string,
  annotations: Record<string, string> = {},
) => ({ subject, artifactType: bundleType, mediaType: bundleType, bytes: Buffer.from(text), annotations });

describe('attaching to an image', () => {
  it('an attachment is listed under the fallback tag if the registry has no referrers API', async () => {
    const of = await openOciWorld();
    const repository = of.connect().repository('octo/demo');
    const subject = await pushSubject(repository, 'one');
    const attached = await attachBlob(repository, attachment(subject, 'bundle'));
    expect(attached.listedBy).toBe('tag');
    const listed = await listReferrers(repository, subject.digest);
    expect(listed).toEqual({ source: 'tag', entries: [attached.descriptor] });
    expect(attached.descriptor.artifactType).toBe(bundleType);
    const index = of.emulated.readManifest('octo/demo', fallbackTag(subject.digest));
    expect(index?.mediaType).toBe(mediaTypes.ociIndex);
  });

  it('the fallback tag is not written if the registry has the referrers API', async () => {
    const of = await openOciWorld();
    of.emulated.behave({ referrersApi: true });
    const repository = of.connect().repository('octo/demo');
    const subject = await pushSubject(repository, 'one');
    const attached = await attachBlob(repository, attachment(subject, 'bundle'));
    expect(attached.listedBy).toBe('api');
    expect(
      (await listReferrers(repository, subject.digest, bundleType)).entries.map(({ digest }) => digest),
    ).toEqual([attached.descriptor.digest]);
    expect((await listReferrers(repository, subject.digest, 'application/other')).entries).toEqual([]);
    expect(of.emulated.listPackages()[0]?.tags).toEqual({});
  });

  it('an attachment that the referrers API does not list is also listed under the fallback tag', async () => {
    const of = await openOciWorld();
    of.emulated.behave({ referrersApi: 'unlisted' });
    const repository = of.connect().repository('octo/demo');
    const subject = await pushSubject(repository, 'one');
    expect((await listReferrers(repository, subject.digest)).unlisted).toBeUndefined();
    const attached = await attachBlob(repository, attachment(subject, 'bundle'));
    expect(attached.listedBy).toBe('tag');
    // A client of another job finds it as well, and knows that others do not.
    for (const reader of [repository, of.connect().repository('octo/demo')])
      expect(await listReferrers(reader, subject.digest)).toEqual({
        source: 'api',
        entries: [attached.descriptor],
        unlisted: new Set([attached.descriptor.digest]),
      });
    const second = await attachBlob(repository, attachment(subject, 'more'));
    const listed = (await listReferrers(of.connect().repository('octo/demo'), subject.digest)).entries;
    expect(listed).toEqual([attached.descriptor, second.descriptor]);
  });

  it('the fallback tag is not written for an API that lists but omits "OCI-Subject"', async () => {
    const of = await openOciWorld();
    of.emulated.behave({ referrersApi: true });
    const repository = of.connect().repository('octo/demo');
    const silent: Repository = {
      ...repository,
      async send(request) {
        const { headers, ...rest } = await repository.send(request);
        const { 'oci-subject': _left, ...others } = headers;
        return { ...rest, headers: others } as Awaited<ReturnType<Repository['send']>>;
      },
    };
    const subject = await pushSubject(repository, 'one');
    expect((await attachBlob(silent, attachment(subject, 'bundle'))).listedBy).toBe('api');
    expect(of.emulated.listPackages()[0]?.tags).toEqual({});
  });

  it('the shared config of concurrent attachments is sent once', async () => {
    const of = await openOciWorld();
    const repository = of.connect().repository('octo/demo');
    const subjects = await Promise.all(['one', 'two', 'three'].map((name) => pushSubject(repository, name)));
    await Promise.all(subjects.map((subject) => attachBlob(repository, attachment(subject, 'bundle'))));
    const digest = digestBytes(Buffer.from('{}'));
    const requests = of.world.journal.entries.filter(({ path }) => decodeURIComponent(path).includes(digest));
    expect(requests.map(({ method }) => method)).toEqual(['HEAD', 'PUT']);
  });

  it('a rejected config fails every attachment and is sent again the next time', async () => {
    const config = encodeURIComponent(digestBytes(Buffer.from('{}')));
    const of = await openOciWorld({
      faults: [
        {
          on: { method: 'PUT', path: new RegExp(`digest=${config}`) },
          effect: { kind: 'status', status: 403, body: '{"errors":[{"code":"DENIED"}]}' },
        },
      ],
    });
    const repository = of.connect().repository('octo/demo');
    const subjects = await Promise.all(['one', 'two'].map((name) => pushSubject(repository, name)));
    const attachAll = (): Promise<PromiseSettledResult<unknown>[]> =>
      Promise.allSettled(subjects.map((subject) => attachBlob(repository, attachment(subject, 'bundle'))));
    for (const result of await attachAll())
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'E_OCI_DENIED' } });
    expect((await attachAll()).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  });

  it('a repeated attachment adds nothing', async () => {
    const of = await openOciWorld();
    const repository = of.connect().repository('octo/demo');
    const subject = await pushSubject(repository, 'one');
    const first = await attachBlob(repository, attachment(subject, 'bundle'));
    const before = of.emulated.listPackages()[0]?.manifests.length;
    const second = await attachBlob(of.connect().repository('octo/demo'), attachment(subject, 'bundle'));
    expect(second).toEqual(first);
    expect(of.emulated.listPackages()[0]?.manifests.length).toBe(before);
  });

  it('the size of a list entry is counted in bytes, not in characters', async () => {
    const of = await openOciWorld();
    const repository = of.connect().repository('octo/demo');
    const subject = await pushSubject(repository, 'one');
    await attachBlob(repository, attachment(subject, 'bundle', { title: 'größer – 署名' }));
    const [entry] = (await listReferrers(repository, subject.digest)).entries;
    const stored = of.emulated.readManifest('octo/demo', entry?.digest ?? '');
    expect(entry?.size).toBe(stored?.bytes.byteLength);
  });

  it('an immutable fallback tag fails with a hint, and the first attachment stays listed', async () => {
    const of = await openOciWorld();
    of.emulated.behave({ immutableTags: true });
    const repository = of.connect().repository('octo/demo');
    const subject = await pushSubject(repository, 'one');
    const first = await attachBlob(repository, attachment(subject, 'bundle'));
    await expect(attachBlob(repository, attachment(subject, 'other'))).rejects.toMatchObject({
      code: 'E_OCI_REFERRERS',
      hint: expect.stringContaining('"sha256-*"'),
    });
    expect((await listReferrers(repository, subject.digest)).entries).toEqual([first.descriptor]);
  });

  it('a different manifest under the fallback tag is not overwritten', async () => {
    const of = await openOciWorld();
    const repository = of.connect().repository('octo/demo');
    const subject = await pushSubject(repository, 'one');
    await attachBlob(repository, attachment(subject, 'bundle'));
    const [entry] = (await listReferrers(repository, subject.digest)).entries;
    const manifest = of.emulated.readManifest('octo/demo', entry?.digest ?? '');
    const other = await pushSubject(repository, 'two');
    await putManifest(
      repository,
      fallbackTag(other.digest),
      manifest?.bytes ?? new Uint8Array(),
      mediaTypes.ociManifest,
    );
    await expect(attachBlob(repository, attachment(other, 'more'))).rejects.toMatchObject({
      code: 'E_OCI_REFERRERS',
    });
  });

  it('an entry that a concurrent job removes is written again', async () => {
    const of = await openOciWorld();
    const subject = await pushSubject(of.connect().repository('octo/demo'), 'one');
    const other = await pushSubject(of.connect().repository('octo/demo'), 'two');
    let sleeps = 0;
    const overwrite = async (): Promise<void> => {
      const bytes = document({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [other] });
      const repository = of.connect().repository('octo/demo');
      await putManifest(repository, fallbackTag(subject.digest), bytes, mediaTypes.ociIndex);
    };
    const clock = {
      now: systemClock.now,
      async sleep() {
        sleeps += 1;
        if (sleeps === 2) await overwrite();
      },
    };
    const repository = of.connect(undefined, clock).repository('octo/demo');
    const { descriptor } = await attachBlob(repository, attachment(subject, 'bundle'));
    const { entries } = await listReferrers(repository, subject.digest);
    expect(entries.map(({ digest }) => digest).sort()).toEqual([descriptor.digest, other.digest].sort());
  });

  const json = { 'content-type': 'application/json' };
  it.each<[what: string, effect: FaultEffect]>([
    ['429', { kind: 'status', status: 429, headers: { ...json, 'retry-after': '1' }, body: '{}' }],
    ['503', { kind: 'status', status: 503, headers: json, body: '{}' }],
    ['a reset', { kind: 'reset-before' }],
    ['a lost response', { kind: 'reset-after-commit' }],
    [
      'a blob that is not visible yet',
      { kind: 'status', status: 404, headers: json, body: '{"errors":[{"code":"MANIFEST_BLOB_UNKNOWN"}]}' },
    ],
  ])('the list is read again after %s, and entries added meanwhile are kept', async (_what, effect) => {
    const of = await openOciWorld();
    const subject = await pushSubject(of.connect().repository('octo/demo'), 'one');
    const tag = fallbackTag(subject.digest);
    let meanwhile: Promise<string> | undefined;
    const clock = {
      now: systemClock.now,
      async sleep() {
        meanwhile ??= attachBlob(of.connect().repository('octo/demo'), attachment(subject, 'other')).then(
          ({ descriptor }) => descriptor.digest,
        );
        await meanwhile;
      },
    };
    of.world.gateway.faults.add({ on: { method: 'PUT', path: new RegExp(`/manifests/${tag}$`) }, effect });
    const repository = of.connect(undefined, clock).repository('octo/demo');
    const { descriptor } = await attachBlob(repository, attachment(subject, 'bundle'));
    expect(of.world.gateway.faults.strikes).toBe(1);
    const { entries } = await listReferrers(repository, subject.digest);
    expect(entries.map(({ digest }) => digest).sort()).toEqual([descriptor.digest, await meanwhile].sort());
  });

  it('an entry that another job removes every time fails with a hint about concurrency', async () => {
    const of = await openOciWorld();
    const subject = await pushSubject(of.connect().repository('octo/demo'), 'one');
    const bytes = document({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [] });
    const clock = {
      now: systemClock.now,
      async sleep() {
        const repository = of.connect().repository('octo/demo');
        await putManifest(repository, fallbackTag(subject.digest), bytes, mediaTypes.ociIndex);
      },
    };
    const repository = of.connect(undefined, clock).repository('octo/demo');
    await expect(attachBlob(repository, attachment(subject, 'bundle'))).rejects.toMatchObject({
      code: 'E_OCI_REFERRERS',
      hint: expect.stringContaining('concurrency:'),
    });
  });

  it('five entries written at the same moment are all kept, ten times', async () => {
    const of = await openOciWorld();
    const writers = Array.from({ length: 5 }, () =>
      of.connect(undefined, systemClock).repository('octo/demo'),
    );
    const [first] = writers;
    if (first === undefined) throw new Error('no writer');
    await uploadBlob(first, sourceOfBytes(digestBytes(Buffer.from('{}')), Buffer.from('{}')));
    const race = async (run: number): Promise<void> => {
      const subject = await pushSubject(first, `run ${run}`);
      const entries = await Promise.all(
        writers.map(async (writer, index) => {
          const bytes = Buffer.from(`bundle ${run} ${index}`);
          await uploadBlob(writer, sourceOfBytes(digestBytes(bytes), bytes));
          const manifest = renderAttachment(attachment(subject, bytes.toString()));
          const { digest, size } = await putManifest(
            writer,
            digestBytes(manifest),
            manifest,
            mediaTypes.ociManifest,
          );
          return { mediaType: mediaTypes.ociManifest, digest, size };
        }),
      );
      await Promise.all(
        writers.map(async (writer, index) => {
          const { settle } = await addToFallbackIndex(writer, subject.digest, [entries[index] ?? subject]);
          await settle({ settleMs: 150 });
        }),
      );
      const listed = (await listReferrers(first, subject.digest)).entries.map(({ digest }) => digest);
      expect(listed.sort()).toEqual(entries.map(({ digest }) => digest).sort());
    };
    for (let run = 0; run < 10; run += 2) await Promise.all([race(run), race(run + 1)]);
    // More writes than entries: some were lost on the way, noticed, and written again.
    const writes = of.log.lines.filter((line) => / now has \d+ entries$/.test(line));
    expect(writes.length).toBeGreaterThan(50);
  });
});
