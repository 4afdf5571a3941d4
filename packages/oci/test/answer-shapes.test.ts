import { ActionError } from '@slipway/core/errors/action-error';
import { describe, expect, it } from 'vitest';
import { listReferrers } from '../src/attachments/referrers.ts';
import { readStoredSignatures } from '../src/attachments/stored-signatures.ts';
import { openSession } from '../src/blobs/upload-session.ts';
import { digestBytes } from '../src/digest.ts';
import { readImageTree } from '../src/image/image-tree.ts';
import { getManifest } from '../src/manifests.ts';
import { mediaTypes } from '../src/media-types.ts';
import { listReleases } from '../src/pyoci/list-releases.ts';
import type { Repository } from '../src/registry.ts';
import { listTags } from '../src/tags.ts';
import { serveRegistry } from './world.ts';

const subject = digestBytes(Buffer.from('subject'));
const child = { mediaType: mediaTypes.ociManifest, digest: subject, size: 7 };

/** A registry that gives one answer to everything but its greeting. */
async function answering(body: string, type: string = mediaTypes.ociIndex): Promise<Repository> {
  const of = await serveRegistry((request, response) => {
    if (request.url === '/v2/') response.end('{}');
    else response.writeHead(200, { 'content-type': type }).end(request.method === 'HEAD' ? undefined : body);
  });
  return of.connect().repository('octo/demo');
}

const calls: Readonly<Record<string, (repository: Repository) => Promise<unknown>>> = {
  'a manifest': (repository) => getManifest(repository, '1.0'),
  'the tree of an image': (repository) => readImageTree(repository, '1.0'),
  'a list of referrers': (repository) => listReferrers(repository, subject),
  'the signatures of cosign': (repository) => readStoredSignatures(repository, subject),
  'an invalid tag list': (repository) => listTags(repository),
};
const index = (fields: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, ...fields });
const bodies = [
  'null',
  '[]',
  '{}',
  '"x"',
  '7',
  'true',
  '1e999',
  '[null]',
  '<html>Sorry</html>',
  '',
  '{"schemaVersion":2',
  '{"a":'.repeat(20_000),
  '{"schemaVersion":"2","manifests":[]}',
  '{"tags":7}',
  '{"tags":{}}',
  '{"tags":[null]}',
  '{"tags":["1.0",7]}',
  '{"name":"octo/demo"}',
  index({ manifests: {} }),
  index({ manifests: null }),
  index({ manifests: [null] }),
  index({ manifests: ['x'] }),
  index({ manifests: [{}] }),
  index({ manifests: [{ ...child, size: -1 }] }),
  index({ manifests: [{ ...child, size: '7' }] }),
  index({ manifests: [{ ...child, size: 1.5 }] }),
  index({ manifests: [{ ...child, digest: 'sha256:x' }] }),
  index({ manifests: [{ ...child, mediaType: 7 }] }),
  index({ manifests: [{ ...child, artifactType: 7 }] }),
  index({ manifests: [{ ...child, annotations: 'x' }] }),
  index({ manifests: [{ ...child, annotations: { a: 7 } }] }),
  index({ manifests: [{ ...child, platform: 'linux' }] }),
  index({ manifests: [], annotations: ['x'] }),
  index({ manifests: [], annotations: { a: null } }),
  index({ manifests: [], artifactType: {} }),
  index({ manifests: [], subject: null }),
  index({ layers: [7], config: child }),
  '{"schemaVersion":2,"manifests":[{"mediaType":"a","digest":"b","size":1e999}]}',
  '{"schemaVersion":2,"schemaVersion":null,"manifests":[]}',
];

describe('undocumented registry answers', () => {
  it.each(Object.keys(calls))('an undocumented answer is rejected as malformed for %s', async (name) => {
    for (const body of bodies) {
      const failure: unknown = await calls[name]?.(await answering(body)).then(
        (value) => ({ accepted: value }),
        (error: unknown) => error,
      );
      expect([body, failure]).toEqual([body, expect.any(ActionError)]);
      expect(failure).toMatchObject({ code: expect.stringMatching(/^E_(?:OCI_MALFORMED|HTTP_MALFORMED)$/) });
      expect((failure as Error).message.length).toBeLessThan(600);
    }
  });

  it('an undocumented tag list is not mistaken for a package without releases', async () => {
    const repository = await answering('{}', 'application/json');
    await expect(listReleases(repository, 'demo', () => true)).rejects.toMatchObject({
      code: 'E_OCI_MALFORMED',
    });
  });

  it.each(['null', '[]'])('a tag list of %s is empty', async (tags) => {
    expect(await listTags(await answering(`{"name":"octo/demo","tags":${tags}}`))).toEqual([]);
  });

  it('a manifest with null for empty maps, as Go writes it, is read', async () => {
    const listed = { ...child, annotations: null, platform: null };
    const { content } = (await getManifest(await answering(index({ manifests: [listed] })), '1.0')) ?? {};
    expect(content?.manifests).toHaveLength(1);
  });
});

describe('undocumented token answers', () => {
  it.each([
    ...bodies.slice(0, 12),
    '{"token":null}',
    '{"token":7}',
    '{"token":""}',
    '{"token":["x"]}',
    '{"token":"two words"}',
    '{"access_token":"line\\nbreak"}',
    '{"errors":[null]}',
  ])('an answer without a valid token is rejected as malformed: %.60s', async (body) => {
    const of = await serveRegistry((request, response) => {
      if (request.url?.startsWith('/token') === true) response.end(body);
      else
        response
          .writeHead(401, { 'www-authenticate': `Bearer realm="http://${request.headers.host}/token"` })
          .end('{}');
    });
    const failure = await listTags(of.connect().repository('octo/demo')).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: expect.stringMatching(/^E_(?:OCI_MALFORMED|HTTP_MALFORMED)$/) });
  });

  it.each([-1, 0, '60', null, 1e300])(
    'a token with an invalid lifetime is used again: %j',
    async (expires) => {
      let tokens = 0;
      const of = await serveRegistry((request, response) => {
        if (request.url?.startsWith('/token') === true) {
          tokens += 1;
          response.end(JSON.stringify({ token: 'x', expires_in: expires }));
        } else if (request.headers.authorization === undefined)
          response
            .writeHead(401, { 'www-authenticate': `Bearer realm="http://${request.headers.host}/token"` })
            .end('{}');
        else response.end('{"tags":[]}');
      });
      const repository = of.connect().repository('octo/demo');
      for (let time = 0; time < 3; time += 1) expect(await listTags(repository)).toEqual([]);
      expect(tokens).toBe(1);
    },
  );
});

describe('openSession', () => {
  const opening = async (headers: Readonly<Record<string, string>>): Promise<Repository> => {
    const of = await serveRegistry((request, response) => {
      if (request.url === '/v2/') response.end('{}');
      else response.writeHead(202, headers).end('<html>');
    });
    return of.connect().repository('octo/demo');
  };

  it.each([
    {},
    { location: 'http://[' },
    { location: 'ftp://example.com/x' },
    { location: 'http://example.com/x' },
  ])('an upload session without a valid location is rejected: %j', async (headers) => {
    await expect(openSession(await opening(headers), subject)).rejects.toMatchObject({
      code: 'E_OCI_MALFORMED',
    });
  });

  it.each(['', 'x', '-5', '1.5', '1e400', 'NaN'])(
    'an invalid minimum chunk length is ignored: "%s"',
    async (least) => {
      const headers = { location: '/v2/upload', 'oci-chunk-min-length': least };
      expect(await openSession(await opening(headers), subject)).toMatchObject({ minChunkBytes: 0 });
    },
  );
});
