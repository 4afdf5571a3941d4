import { describe, expect, it } from 'vitest';
import { listBundles } from '../src/attachments/bundles.ts';
import { addToFallbackIndex, fallbackTag, maxAttachments } from '../src/attachments/fallback-index.ts';
import { listReferrers } from '../src/attachments/referrers.ts';
import { readSignatures, simpleSigningMediaType } from '../src/attachments/signature-tag.ts';
import type { Descriptor } from '../src/descriptor.ts';
import type { Digest } from '../src/digest.ts';
import { mediaTypes } from '../src/media-types.ts';
import type { Repository } from '../src/registry.ts';
import { document } from './images.ts';
import { openOciWorld } from './world.ts';

const subject = `sha256:${'a'.repeat(64)}` as Digest;

const list = (count: number, start = 0): Descriptor[] =>
  Array.from({ length: count }, (_, index) => ({
    mediaType: mediaTypes.ociManifest,
    digest: `sha256:${String(start + index).padStart(64, '0')}` as Digest,
    size: 2,
  }));

const renderIndex = (manifests: readonly Descriptor[]): Uint8Array =>
  document({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests });

interface Answers {
  /** Of the referrers API; undefined for a registry without one. */
  readonly pages?: readonly (readonly Descriptor[])[];
  /** Under the tag whose name ends so. */
  readonly tagged?: { readonly end: string; readonly mediaType: string; readonly bytes: Uint8Array };
}

/** A registry that answers about attachments, which it does not have, and notes what it is asked. */
function serve(repository: Repository, { pages, tagged }: Answers) {
  const asked: string[] = [];
  const served: Repository = {
    ...repository,
    async send({ method, target }) {
      asked.push(`${method} ${target}`);
      const page = Number(URL.parse(target, repository.baseUrl)?.searchParams.get('page') ?? 0);
      const isList = target.includes('referrers/') && pages !== undefined;
      const isTag = tagged !== undefined && target.endsWith(tagged.end);
      const body = isList ? renderIndex(pages[page] ?? []) : isTag ? tagged.bytes : new Uint8Array();
      const next: Record<string, string> =
        isList && page + 1 < pages.length ? { link: `<?page=${page + 1}>; rel="next"` } : {};
      const type = isList ? mediaTypes.ociIndex : (tagged?.mediaType ?? 'text/plain');
      return {
        status: isList || isTag ? 200 : 404,
        headers: { 'content-type': type, ...next },
        url: target,
        body,
        text: () => Buffer.from(body).toString(),
        json: () => JSON.parse(Buffer.from(body).toString()),
      };
    },
  };
  return { served, asked };
}

async function openRepository(): Promise<Repository> {
  return (await openOciWorld()).connect().repository('octo/demo');
}

const fallback = (count: number): Answers => ({
  tagged: { end: fallbackTag(subject), mediaType: mediaTypes.ociIndex, bytes: renderIndex(list(count)) },
});

const tooMany = (count: number) => ({
  code: 'E_OCI_REFERRERS',
  message: `ghcr.io/octo/demo lists ${count} or more attachments of ${subject}; at most ${maxAttachments} are read.`,
  hint: expect.stringContaining('Delete attachments'),
});

describe('attachments of an image', () => {
  it('an attachment list up to the bound is read and a longer one is rejected, whether the API or the tag lists them', async () => {
    const repository = await openRepository();
    for (const answers of [fallback(maxAttachments), { pages: [list(maxAttachments)] }]) {
      const { served } = serve(repository, answers);
      expect((await listReferrers(served, subject)).entries).toHaveLength(maxAttachments);
    }
    for (const answers of [fallback(maxAttachments + 1), { pages: [list(maxAttachments + 1)] }]) {
      const { served } = serve(repository, answers);
      await expect(listReferrers(served, subject)).rejects.toMatchObject(tooMany(maxAttachments + 1));
    }
  });

  it('an attachment list of 300,000 entries in one API page is rejected before any attachment is read', async () => {
    const { served, asked } = serve(await openRepository(), { pages: [list(300_000)] });
    await expect(listBundles(served, subject)).rejects.toMatchObject(tooMany(300_000));
    expect(asked).toHaveLength(1);
  });

  it('an endless attachment list of the API is rejected after eleven pages', async () => {
    const pages = Array.from({ length: 3000 }, (_, page) => list(100, page * 100));
    const { served, asked } = serve(await openRepository(), { pages });
    await expect(listBundles(served, subject)).rejects.toMatchObject(tooMany(maxAttachments + 100));
    expect(asked).toHaveLength(11);
  });

  it('an attachment beyond the bound is not added to the fallback tag', async () => {
    const { served, asked } = serve(await openRepository(), fallback(maxAttachments));
    const more = addToFallbackIndex(served, subject, list(1, maxAttachments));
    await expect(more).rejects.toMatchObject(tooMany(maxAttachments + 1));
    expect(asked.filter((each) => !each.startsWith('GET '))).toEqual([]);
  });

  it('a signature tag with more signatures than cosign reads is rejected', async () => {
    const layers = list(1001).map((each) => ({ ...each, mediaType: simpleSigningMediaType }));
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: subject, size: 2 };
    const mediaType = mediaTypes.ociManifest;
    const bytes = document({ schemaVersion: 2, mediaType, config, layers });
    const tagged = { end: `${fallbackTag(subject)}.sig`, mediaType, bytes };
    const { served, asked } = serve(await openRepository(), { tagged });
    await expect(readSignatures(served, subject)).rejects.toMatchObject({
      code: 'E_OCI_REFERRERS',
      message: expect.stringContaining('has 1001 signatures'),
    });
    expect(asked).toHaveLength(1);
  });
});
