import { createManualClock } from '@slipway/core/testing/manual-clock';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { digestBytes } from '@slipway/oci/digest';
import type { Repository } from '@slipway/oci/registry';
import { parseVersion } from '@slipway/python/version/parse-version';
import { describe, expect, it } from 'vitest';
import { moveTagsBack, readBadImage } from '../../../src/commands/withdraw/move-tags.ts';

const manifest = (name: string): Buffer =>
  Buffer.from(
    JSON.stringify({
      ...{ schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', layers: [] },
      config: { mediaType: 'application/x', digest: digestBytes(Buffer.from(name)), size: 1 },
    }),
  );
const digestOf = (name: string) => digestBytes(manifest(name));

interface Behavior {
  /** Reads after a write that still return the previous image. */
  readonly lag?: number;
  /** What somebody else sets a tag to right after it was written. */
  readonly rival?: string;
}

/** A registry with one manifest for each name, in which tags lead to names. */
function openFake(tags: Record<string, string>, { lag = 0, rival }: Behavior = {}) {
  const writes: string[] = [];
  const old = new Map<string, { readonly name: string | undefined; left: number }>();
  const send: Repository['send'] = async ({ method, target, body }) => {
    const reference = decodeURIComponent(target.replace('manifests/', ''));
    const stale = old.get(reference);
    const names = [...new Set([...Object.values(tags), 'a', 'b', 'c'])];
    if (method === 'PUT') {
      writes.push(reference);
      old.set(reference, { name: tags[reference], left: lag });
      const given = Buffer.from(body as Uint8Array);
      tags[reference] = rival ?? names.find((name) => manifest(name).equals(given)) ?? 'unknown';
      return {
        status: 201,
        headers: { location: 'x' },
        url: '',
        body: Buffer.alloc(0),
        json: () => ({}),
      } as never;
    }
    const current = stale !== undefined && stale.left > 0 ? stale.name : tags[reference];
    if (stale !== undefined) stale.left -= 1;
    const name = reference.startsWith('sha256:')
      ? names.find((each) => digestOf(each) === reference)
      : current;
    const found = name === undefined ? undefined : manifest(name);
    return {
      status: found === undefined ? 404 : 200,
      headers:
        found === undefined
          ? {}
          : {
              'docker-content-digest': digestBytes(found),
              'content-type': 'application/vnd.oci.image.manifest.v1+json',
            },
      url: '',
      body: method === 'HEAD' ? Buffer.alloc(0) : (found ?? Buffer.from('{}')),
      text: () => '{}',
      json: () => ({}),
    } as never;
  };
  const clock = createManualClock();
  const repository = {
    ...{ registry: 'ghcr.io', name: 'octo/demo', baseUrl: 'https://ghcr.io/v2/octo/demo/', clock, send },
    ...{ log: createMemoryLog(), random: () => 0 },
    runAlone: (_key: string, body: () => Promise<unknown>) => body(),
    runShared: async (_key: string, body: () => Promise<unknown>) => void (await body()),
  } as unknown as Repository;
  return { repository, tags, writes };
}

const release = (text: string, isStable = true) => ({ version: parseVersion(text), isStable });
const read = (repository: Repository, bad: string, ...earlier: string[]) =>
  readBadImage(
    repository,
    release(bad),
    earlier.map((text) => release(text)),
  );

describe('tags of a bad image', () => {
  it('each goes back to the highest earlier release of its own series', async () => {
    const { repository } = openFake({
      ...{ '2.0.0': 'b', '2.0': 'b', '2': 'b', latest: 'b' },
      ...{ '1.9.1': 'a', '1.9.0': 'c' },
    });
    const image = await read(repository, '2.0.0', '1.9.0', '1.9.1');
    expect(image?.movingTags).toEqual([
      { tag: '2', previousDigest: undefined },
      { tag: '2.0', previousDigest: undefined },
      { tag: 'latest', previousDigest: digestOf('a') },
    ]);
  });

  it('a version with an epoch has tags of its own', async () => {
    const { repository } = openFake({
      ...{ '1-2.1.0': 'b', '1-2.1': 'b', '1-2': 'b', latest: 'c', '1-2.0.0': 'a', '2': 'b' },
    });
    const image = await read(repository, '1!2.1.0', '1!2.0.0', '2.0.0');
    expect(image?.movingTags).toEqual([
      { tag: '1-2', previousDigest: digestOf('a') },
      { tag: '1-2.1', previousDigest: undefined },
    ]);
  });

  it('tags with the same image that follow no release stay', async () => {
    const { repository } = openFake({
      ...{ '1.1.0': 'b', '1.1.0rc1': 'b', nightly: 'b', 'sha-0123abc': 'b', '1.0.0': 'a', latest: 'b' },
    });
    const image = await read(repository, '1.1.0', '1.0.0');
    expect(image?.movingTags).toEqual([{ tag: 'latest', previousDigest: digestOf('a') }]);
  });

  it('a registry that is slow to show the new image is waited for', async () => {
    const { repository, tags } = openFake({ '1.1.0': 'b', '1.0.0': 'a', latest: 'b' }, { lag: 3 });
    const image = await read(repository, '1.1.0', '1.0.0');
    expect(image && (await moveTagsBack(repository, image))).toEqual([
      { tag: 'latest', result: 'moved', digest: digestOf('a') },
    ]);
    expect(tags['latest']).toBe('a');
  });

  it('a tag that somebody else moves is not written, and one moved at the same moment is an error', async () => {
    const fake = openFake({ '1.1.0': 'b', '1.0.0': 'a', latest: 'b', '1': 'b' });
    const image = await read(fake.repository, '1.1.0', '1.0.0');
    if (image === undefined) throw new Error('There is no image.');
    fake.tags['latest'] = 'c';
    delete fake.tags['1'];
    expect(await moveTagsBack(fake.repository, image)).toEqual([
      { tag: '1', result: 'left', digest: undefined },
      { tag: 'latest', result: 'left', digest: digestOf('c') },
    ]);
    expect(fake.writes).toEqual([]);
    const rival = openFake({ '1.1.0': 'b', '1.0.0': 'a', latest: 'b' }, { rival: 'c' });
    await expect(
      moveTagsBack(rival.repository, {
        ...image,
        movingTags: [{ tag: 'latest', previousDigest: digestOf('a') }],
      }),
    ).rejects.toMatchObject({
      code: 'E_WITHDRAW_TAG_MOVED',
    });
  });
});
