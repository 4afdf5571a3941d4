import { describe, expect, it } from 'vitest';
import { digestBytes } from '../src/digest.ts';
import { getManifest, putManifest, resolveDigest } from '../src/manifests.ts';
import { mediaTypes } from '../src/media-types.ts';
import { listTags } from '../src/tags.ts';
import { document } from './images.ts';
import { pushImage } from './push-image.ts';
import { openOciWorld, serveRegistry } from './world.ts';

const index = (name: string) =>
  document({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [], annotations: { name } });

/** A registry of one answer for everything but its greeting. */
async function answering(status: number, headers: Record<string, string>, body: string | Buffer) {
  const of = await serveRegistry((request, response) => {
    if (request.url === '/v2/') response.end('{}');
    else response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
  });
  return of.connect().repository('octo/demo');
}

const problem = (code: string, message: string) => JSON.stringify({ errors: [{ code, message }] });

describe('getManifest and putManifest', () => {
  it('a manifest is read back unchanged by tag and by digest', async () => {
    const of = await openOciWorld();
    const repository = of.connect().repository('octo/demo');
    const bytes = index('one');
    const { digest, size } = await putManifest(repository, '1.0', bytes, mediaTypes.ociIndex);
    expect(size).toBe(bytes.byteLength);
    for (const reference of ['1.0', digest]) {
      const found = await getManifest(repository, reference);
      expect(found).toMatchObject({ digest, mediaType: mediaTypes.ociIndex });
      expect(Buffer.from(found?.bytes ?? '')).toEqual(bytes);
      expect(await resolveDigest(repository, reference)).toBe(digest);
    }
  });

  it('a manifest is absent if the registry answers with its own "unknown" error', async () => {
    const of = await openOciWorld();
    const repository = of.connect().repository('octo/demo');
    await pushImage(repository);
    expect(await getManifest(repository, '2.0')).toBeUndefined();
    expect(await resolveDigest(repository, `sha256:${'0'.repeat(64)}`)).toBeUndefined();
  });

  it('a 404 because of unsupported media types is an error, not an absence', async () => {
    const words = problem(
      'MANIFEST_UNKNOWN',
      'OCI index found, but Accept header does not support OCI indexes',
    );
    const repository = await answering(404, {}, words);
    await expect(getManifest(repository, '1.0')).rejects.toMatchObject({ code: 'E_OCI_MEDIA_TYPE' });
    await expect(resolveDigest(repository, '1.0')).rejects.toMatchObject({ code: 'E_OCI_MEDIA_TYPE' });
  });

  it('a manifest whose bytes do not match its digest is rejected', async () => {
    const typed = { 'content-type': mediaTypes.ociIndex };
    const other = await answering(200, typed, index('two'));
    await expect(getManifest(other, digestBytes(index('one')))).rejects.toMatchObject({
      code: 'E_OCI_DIGEST',
    });
    const stated = { ...typed, 'docker-content-digest': digestBytes(index('one')) };
    await expect(getManifest(await answering(200, stated, index('two')), '1.0')).rejects.toMatchObject({
      code: 'E_OCI_DIGEST',
    });
  });

  it.each([
    ['an HTML page', { 'content-type': 'text/html' }, '<html></html>'],
    ['a manifest sent with a different media type', { 'content-type': mediaTypes.ociManifest }, index('one')],
    [
      'an index with invalid entries',
      { 'content-type': mediaTypes.ociIndex },
      '{"schemaVersion":2,"manifests":[{"digest":"../x"}]}',
    ],
  ])('%s is rejected as malformed', async (_what, headers, body) => {
    await expect(getManifest(await answering(200, headers, body), '1.0')).rejects.toMatchObject({
      code: 'E_OCI_MALFORMED',
    });
  });

  it('a push fails if the registry reports a different digest', async () => {
    const repository = await answering(201, { 'docker-content-digest': digestBytes(index('two')) }, '');
    await expect(putManifest(repository, '1.0', index('one'), mediaTypes.ociIndex)).rejects.toMatchObject({
      code: 'E_OCI_DIGEST',
    });
  });

  it('a manifest with a wrong digest or above 4 MiB is not sent', async () => {
    const repository = await answering(500, {}, '');
    await expect(
      putManifest(repository, digestBytes(index('two')), index('one'), mediaTypes.ociIndex),
    ).rejects.toMatchObject({ code: 'E_OCI_DIGEST' });
    const large = Buffer.alloc(4 * 1024 * 1024 + 1);
    await expect(putManifest(repository, '1.0', large, mediaTypes.ociIndex)).rejects.toMatchObject({
      code: 'E_OCI_MANIFEST_TOO_LARGE',
    });
  });

  it('a push to an immutable tag fails and quotes the registry', async () => {
    const of = await openOciWorld();
    of.emulated.behave({ immutableTags: true });
    const repository = of.connect().repository('octo/demo');
    await putManifest(repository, '1.0', index('one'), mediaTypes.ociIndex);
    await putManifest(repository, '1.0', index('one'), mediaTypes.ociIndex);
    await expect(putManifest(repository, '1.0', index('two'), mediaTypes.ociIndex)).rejects.toMatchObject({
      code: 'E_OCI_TAG_IMMUTABLE',
      message: expect.stringContaining('cannot be overwritten because the repository is immutable'),
    });
  });

  it.each([
    [400, 'octo/demo', 'cannot update tag 1.0. The repository has enabled tag immutability', true],
    [409, 'octo/tab', 'this tag is immutable', true],
    [409, 'immutable', "tag '1.0' exists in 'immutable': TagAlreadyExists", true],
    [404, 'immutables', "The repository with name 'immutables' does not exist", false],
    [404, 'octo/immutables', 'ghcr.io/octo/immutables: not found', false],
    [404, 'octo/immutables/demo', 'Repository "immutables" not found', false],
  ])(
    'an immutable tag is not confused with a name that contains "immutable": %i for %s, "%s"',
    async (...given) => {
      const [status, name, words, isImmutable] = given;
      const of = await serveRegistry((request, response) => {
        if (request.url === '/v2/') response.end('{}');
        else response.writeHead(status).end(problem('UNKNOWN', words));
      });
      const outcome = putManifest(of.connect().repository(name), '1.0', index('one'), mediaTypes.ociIndex);
      await expect(outcome).rejects.toMatchObject({
        code: isImmutable ? 'E_OCI_TAG_IMMUTABLE' : 'E_OCI_REFUSED',
      });
    },
  );

  it('an index whose children are missing is rejected with the error of the registry', async () => {
    const of = await openOciWorld();
    const child = { mediaType: mediaTypes.ociManifest, digest: `sha256:${'1'.repeat(64)}`, size: 3 };
    const bytes = document({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [child] });
    await expect(
      putManifest(of.connect().repository('octo/demo'), '1.0', bytes, mediaTypes.ociIndex),
    ).rejects.toMatchObject({
      code: 'E_OCI_REFUSED',
      message: expect.stringContaining('MANIFEST_BLOB_UNKNOWN: blob unknown to registry'),
    });
  });

  it('line breaks, workflow commands, tokens and escapes in an answer are not quoted', async () => {
    const repository = await answering(
      403,
      {},
      problem('DENIED', 'no\n::error::x ghs_abcdefghijklmnopqrstuvwxyz0123456789 \u001b[31m'),
    );
    const refusal: unknown = await getManifest(repository, '1.0').catch((cause: unknown) => cause);
    const { message } = refusal as Error;
    expect(message).toMatch(/DENIED: no/);
    for (const raw of ['\n', '::error', 'ghs_', '\u001b']) expect(message).not.toContain(raw);
  });
});

describe('listTags', () => {
  it('tags are collected from all pages', async () => {
    const of = await openOciWorld();
    const repository = of.connect().repository('octo/demo');
    const bytes = index('one');
    const wanted = Array.from({ length: 230 }, (_, number) => `v${number}`);
    for (const tag of wanted) await putManifest(repository, tag, bytes, mediaTypes.ociIndex);
    expect(await listTags(repository)).toEqual([...wanted].sort());
    of.emulated.behave({ tagPage: 7, pageLink: (path) => `https://ghcr.io${path}` });
    expect((await listTags(repository)).length).toBe(230);
  });

  it('a missing repository and one without tags have an empty tag list', async () => {
    expect(await listTags(await answering(404, {}, problem('NAME_UNKNOWN', 'unknown')))).toEqual([]);
    expect(await listTags(await answering(200, {}, '{"name":"a","tags":null}'))).toEqual([]);
  });

  it.each([
    ['in a circle', '</v2/octo/demo/tags/list?n=1000>; rel="next"', /in a loop/],
    ['to a different host', '<https://evil.example/v2/octo/demo/tags/list>; rel="next"', /a different host/],
  ])('a next link that leads %s is rejected', async (_what, link, reason) => {
    const repository = await answering(200, { link }, '{"tags":["a"]}');
    const outcome = listTags(repository);
    await expect(outcome).rejects.toMatchObject({
      code: 'E_OCI_MALFORMED',
      message: expect.stringMatching(reason),
    });
  });

  it('a tag list with endless pages is rejected', async () => {
    let page = 0;
    const of = await serveRegistry((request, response) => {
      page += 1;
      const link = `</v2/octo/demo/tags/list?page=${page}>; rel="next"`;
      response.writeHead(200, request.url === '/v2/' ? {} : { link }).end('{"tags":["a"]}');
    });
    await expect(listTags(of.connect().repository('octo/demo'))).rejects.toThrow(/more than 1000 pages/);
  });
});
