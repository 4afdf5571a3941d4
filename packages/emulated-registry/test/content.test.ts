import { call } from '@slipway/testkit/client';
import { describe, expect, it } from 'vitest';
import {
  ask,
  bearer,
  digestOf,
  jobToken,
  ociIndex,
  ociManifest,
  openRegistryWorld,
  pushArtifact,
  pushBlob,
  putManifest,
  words,
} from './world.ts';

const name = 'octo/demo';
const mebibyte = 1024 * 1024;

async function open() {
  const of = await openRegistryWorld();
  const authorization = await bearer(of, name);
  const send = (method: string, path: string, headers: Record<string, string> = {}, body = '') =>
    ask(of, path, { method, headers: { authorization, ...headers }, body });
  return { of, authorization, send };
}

describe('registry blobs', () => {
  it('a blob with a matching digest is stored and any other is rejected', async () => {
    const { of, authorization, send } = await open();
    const stored = await pushBlob(of, name, 'hello', authorization);
    expect([stored.status, stored.headers['docker-content-digest']]).toEqual([201, digestOf('hello')]);
    const { location = '' } = (await send('POST', `/v2/${name}/blobs/uploads/`)).headers;
    const wrong = await send('PUT', `${location}?digest=${digestOf('hello')}`, {}, 'other');
    expect(words(wrong)).toBe('400 DIGEST_INVALID: provided digest did not match uploaded content');
    expect(words(await send('GET', location))).toBe(
      '404 BLOB_UPLOAD_UNKNOWN: blob upload unknown to registry',
    );
  });

  it('a blob is assembled from consecutive chunks only', async () => {
    const { of, send } = await open();
    const { location = '' } = (await send('POST', `/v2/${name}/blobs/uploads/`)).headers;
    const chunk = (range: string, body: string) => send('PATCH', location, { 'content-range': range }, body);
    expect((await chunk('0-4', 'hello')).headers['range']).toBe('0-4');
    const early = await chunk('6-9', 'rest');
    expect(words(early)).toBe('416 RANGE_INVALID: invalid content range');
    expect(early.headers['range']).toBe('0-4');
    expect((await send('GET', location)).headers['range']).toBe('0-4');
    expect((await send('PATCH', location, {}, ' world')).headers['range']).toBe('0-10');
    expect((await send('PUT', `${location}?digest=${digestOf('hello world')}`)).status).toBe(201);
    expect(Buffer.from((await of.registry.readBlob(name, digestOf('hello world'))) ?? '').toString()).toBe(
      'hello world',
    );
  });

  it('a chunk above 4 MiB is rejected, and a single upload of that size is accepted', async () => {
    const { of, authorization, send } = await open();
    const { location = '' } = (await send('POST', `/v2/${name}/blobs/uploads/`)).headers;
    const bytes = 'x'.repeat(4 * mebibyte + 1);
    const large = await send('PATCH', location, { 'content-range': `0-${bytes.length - 1}` }, bytes);
    expect(words(large)).toBe(
      '416 REQUESTED_RANGE_NOT_SATISFIABLE: the request body is too large and exceeds the maximum permissible limit of 4.00MiB',
    );
    expect((await pushBlob(of, name, bytes, authorization)).status).toBe(201);
  });

  it('a blob is mounted only from a package that the caller may read', async () => {
    const { of, authorization } = await open();
    await pushArtifact(of, name, '1.0', authorization);
    const token = jobToken(of);
    const mount = async (repository: string, who: string) => {
      const path = `/v2/${repository}/blobs/uploads/?mount=${digestOf('1.0')}&from=${name}`;
      const headers = { authorization: await bearer(of, repository, 'pull,push', who) };
      return (await ask(of, path, { method: 'POST', headers })).status;
    };
    expect(await mount('octo/tools', token)).toBe(201);
    expect(await mount('octo/foreign', jobToken(of, { repository: 'octo/foreign' }))).toBe(202);
  });

  it('a blob is downloaded from the storage host, which rejects credentials and unsigned addresses', async () => {
    const { of, authorization, send } = await open();
    await pushArtifact(of, name, '1.0', authorization);
    const answer = await send('GET', `/v2/${name}/blobs/${digestOf('1.0')}`);
    expect(answer.status).toBe(307);
    const { location = '' } = answer.headers;
    expect(new URL(location).host).toBe('pkg-containers.githubusercontent.com');
    const fetchFrom = (address: string, headers: Record<string, string> = {}) =>
      call(of.world.gateway, address, { headers });
    expect((await fetchFrom(location)).body).toBe('1.0');
    expect(await fetchFrom(location, { range: 'bytes=1-' })).toMatchObject({ status: 206, body: '.0' });
    expect((await fetchFrom(location, { authorization })).status).toBe(400);
    expect((await fetchFrom(location.split('?')[0] ?? '')).status).toBe(403);
  });
});

describe('registry manifests', () => {
  it('a manifest is served only to a client that accepts its media type', async () => {
    const { of, authorization, send } = await open();
    const { text } = await pushArtifact(of, name, '1.0', authorization);
    const child = { mediaType: ociManifest, digest: digestOf(text), size: text.length };
    const index = JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests: [child] });
    await putManifest(of, name, 'index', index, authorization, ociIndex);
    const read = (accept: string) => send('GET', `/v2/${name}/manifests/index`, { accept });
    for (const accept of ['*/*', ociManifest])
      expect(words(await read(accept))).toBe(
        '404 MANIFEST_UNKNOWN: OCI index found, but Accept header does not support OCI indexes',
      );
    expect((await read(`${ociManifest}, ${ociIndex};q=0.5`)).body).toBe(index);
    expect(words(await send('GET', `/v2/${name}/manifests/1.0`, { accept: ociIndex }))).toContain(
      'OCI manifest found, but Accept header',
    );
    expect((await send('HEAD', `/v2/${name}/manifests/1.0`)).status).toBe(404);
  });

  it('a manifest with missing children, a wrong digest or a wrong type is rejected', async () => {
    const { of, authorization } = await open();
    const put = async (value: unknown, reference = '1.0', type = ociIndex) =>
      words(await putManifest(of, name, reference, JSON.stringify(value), authorization, type));
    const child = { mediaType: ociManifest, digest: digestOf('x'), size: 1 };
    expect(await put({ schemaVersion: 2, manifests: [child] })).toBe(
      '400 MANIFEST_BLOB_UNKNOWN: blob unknown to registry',
    );
    const empty = { schemaVersion: 2, manifests: [] };
    expect(await put(empty, digestOf('x'))).toContain('400 DIGEST_INVALID');
    expect(await put(empty, '-x')).toContain('400 TAG_INVALID');
    expect(await put({ ...empty, mediaType: ociManifest })).toContain('400 MANIFEST_INVALID');
    expect(await put(empty, '1.0', 'application/json')).toContain('400 MANIFEST_INVALID');
    expect(await put({ ...empty, pad: 'x'.repeat(4 * mebibyte) })).toContain('413');
    expect(of.registry.listPackages()).toEqual([]);
  });

  it('a manifest is deleted only through the package page, together with its tags', async () => {
    const { of, authorization, send } = await open();
    const { text } = await pushArtifact(of, name, '1.0', authorization);
    expect(words(await send('DELETE', `/v2/${name}/manifests/1.0`))).toContain('405 UNSUPPORTED');
    of.registry.deleteVersion(name, digestOf(text));
    expect(of.registry.listPackages()).toMatchObject([{ tags: {}, manifests: [] }]);
    of.registry.behave({ deletes: true });
    await pushArtifact(of, name, '2.0', authorization);
    expect((await send('DELETE', `/v2/${name}/manifests/2.0`)).status).toBe(202);
  });

  it('attachments are listed by a registry with the referrers API and not by ghcr.io', async () => {
    const { of, authorization, send } = await open();
    const { text } = await pushArtifact(of, name, '1.0', authorization);
    const subject = { mediaType: ociManifest, digest: digestOf(text), size: text.length };
    const referrers = `/v2/${name}/referrers/${subject.digest}`;
    const more = { subject, artifactType: 'application/x', annotations: { a: 'b' } };
    const attached = await pushArtifact(of, name, 'note', authorization, more);
    expect([(await send('GET', referrers)).status, attached.answer.headers['oci-subject']]).toEqual([
      404,
      undefined,
    ]);
    of.registry.behave({ referrersApi: true });
    const again = await putManifest(of, name, 'note', attached.text, authorization);
    expect(again.headers['oci-subject']).toBe(subject.digest);
    const size = attached.text.length;
    const entry = { mediaType: ociManifest, digest: digestOf(attached.text), size };
    const listed = JSON.parse((await send('GET', referrers)).body) as { manifests: unknown };
    expect(listed.manifests).toEqual([{ ...entry, artifactType: 'application/x', annotations: { a: 'b' } }]);
    const filtered = await send('GET', `${referrers}?artifactType=application/y`);
    expect([filtered.headers['oci-filters-applied'], JSON.parse(filtered.body).manifests]).toEqual([
      'artifactType',
      [],
    ]);
  });

  it('an immutable tag is kept, with the error of each kind of registry', async () => {
    const { of, authorization } = await open();
    const { text } = await pushArtifact(of, name, '1.0', authorization);
    const other = (await pushArtifact(of, name, '2.0', authorization)).text;
    const put = async (body: string) => putManifest(of, name, '1.0', body, authorization);
    of.registry.behave({ immutableTags: true });
    expect((await put(text)).status).toBe(201);
    expect(words(await put(other))).toBe(
      "400 TAG_INVALID: The image tag '1.0' already exists in the 'octo/demo' repository and cannot be overwritten because the repository is immutable.",
    );
    of.registry.behave({ immutableTags: 'harbor' });
    for (const body of [text, other])
      expect(words(await put(body))).toBe(
        "412 PRECONDITION: Failed to process request due to 'demo:1.0' configured as immutable.",
      );
    // A digest is no tag.
    expect((await putManifest(of, name, digestOf(other), other, authorization)).status).toBe(201);
    expect(of.registry.listPackages()[0]?.tags['1.0']).toBe(digestOf(text));
  });

  it('an existing image has its tags, its label and its linked repository', async () => {
    const of = await openRegistryWorld();
    const image = { repository: name, version: '1.1.0', tags: ['1.1.0', 'latest'] };
    const digest = await of.registry.addImage(name, image);
    expect(of.registry.listPackages()).toEqual([
      {
        ...{ name, visibility: 'private', linkedRepository: name, manifests: [digest] },
        tags: { '1.1.0': digest, latest: digest },
      },
    ]);
    const manifest = of.registry.readManifest(name, 'latest');
    const { config } = JSON.parse(Buffer.from(manifest?.bytes ?? '').toString()) as {
      config: { digest: string };
    };
    expect(Buffer.from((await of.registry.readBlob(name, config.digest)) ?? '').toString()).toContain(
      '"1.1.0"',
    );
    expect((await pushBlob(of, name, 'more', await bearer(of, name))).status).toBe(201);
  });

  it('tags are listed in pages of 100 with a link to the next page', async () => {
    const { of, authorization, send } = await open();
    const { text } = await pushArtifact(of, name, 't000', authorization);
    for (let number = 1; number < 120; number += 1)
      await putManifest(of, name, `t${String(number).padStart(3, '0')}`, text, authorization);
    const first = await send('GET', `/v2/${name}/tags/list?n=1000`);
    expect(JSON.parse(first.body).tags.length).toBe(100);
    expect(first.headers['link']).toBe(`</v2/${name}/tags/list?last=t099&n=100>; rel="next"`);
    const second = await send('GET', `/v2/${name}/tags/list?last=t099&n=100`);
    expect([JSON.parse(second.body).tags.length, second.headers['link']]).toEqual([20, undefined]);
  });
});
