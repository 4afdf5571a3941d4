import { createHash } from 'node:crypto';
import { type Answer, call } from '@slipway/testkit/client';
import { describe, expect, it } from 'vitest';
import { openWorld, type TestWorld } from './world.ts';

interface Release {
  readonly id: number;
  readonly upload_url: string;
  readonly html_url: string;
  readonly immutable: boolean;
  readonly draft: boolean;
  readonly message?: string;
  readonly errors?: readonly Record<string, string>[];
}

const upload = (
  world: TestWorld,
  token: string,
  release: number,
  name: string,
  text: string,
  headers = {},
): Promise<Answer> =>
  call(
    world.gateway,
    `https://uploads.github.com/repos/octo/demo/releases/${release}/assets?name=${encodeURIComponent(name)}`,
    {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/octet-stream',
        'content-length': String(Buffer.byteLength(text)),
        ...headers,
      },
      body: text,
    },
  );

const draftOf = (tag_name: string): Record<string, unknown> => ({ tag_name, name: tag_name, draft: true });

describe('releases', () => {
  it('the tag of a draft release is created when it is published', async () => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write' });
    const seen: string[] = [];
    world.github.on('release', (event) => seen.push(event.action));
    const draft = await world.api<Release>(token, 'POST', '/releases', draftOf('v1.0.0'));
    expect(draft.json.html_url).toMatch(/\/releases\/tag\/untagged-[0-9a-f]{20}$/);
    expect((await world.api(token, 'GET', '/git/ref/tags/v1.0.0')).status).toBe(404);
    expect((await world.api(token, 'GET', '/releases/tags/v1.0.0')).status).toBe(404);
    expect((await world.api(undefined, 'GET', `/releases/${draft.json.id}`)).status).toBe(404);
    const second = await world.api<Release>(token, 'POST', '/releases', draftOf('v1.0.0'));
    expect(second.status).toBe(201);
    await world.api(token, 'PATCH', `/releases/${draft.json.id}`, { draft: false });
    expect((await world.api(token, 'GET', '/git/ref/tags/v1.0.0')).status).toBe(200);
    expect((await world.api<Release>(undefined, 'GET', '/releases/tags/v1.0.0')).json.id).toBe(draft.json.id);
    const twice = await world.api<Release>(token, 'PATCH', `/releases/${second.json.id}`, { draft: false });
    expect([twice.status, twice.json.errors]).toEqual([
      422,
      [{ resource: 'Release', code: 'already_exists', field: 'tag_name' }],
    ]);
    expect(seen).toEqual(['created', 'created', 'published', 'released']);
  });

  it('an asset is stored with its digest and downloaded unchanged', async () => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write' });
    const { id } = (await world.api<Release>(token, 'POST', '/releases', draftOf('v1'))).json;
    const answer = await upload(world, token, id, 'demo-1.0+local.whl', 'bytes');
    expect(answer.status).toBe(201);
    const asset = JSON.parse(answer.body) as {
      id: number;
      name: string;
      digest: string;
      state: string;
      browser_download_url: string;
    };
    const digest = `sha256:${createHash('sha256').update('bytes').digest('hex')}`;
    expect(asset).toMatchObject({ name: 'demo-1.0+local.whl', state: 'uploaded', size: 5, digest });
    const again = await upload(world, token, id, 'demo-1.0+local.whl', 'other');
    expect([again.status, JSON.parse(again.body)]).toMatchObject([
      422,
      {
        message: 'Validation Failed',
        errors: [{ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' }],
      },
    ]);
    const raw = await world.api(token, 'GET', `/releases/assets/${asset.id}`, undefined, {
      accept: 'application/octet-stream',
    });
    expect(raw.status).toBe(302);
    expect((await call(world.gateway, String(raw.headers.location))).body).toBe('bytes');
    await world.api(token, 'PATCH', `/releases/${id}`, { draft: false });
    const page = await call(
      world.gateway,
      'https://github.com/octo/demo/releases/latest/download/demo-1.0+local.whl',
    );
    expect(page.headers.location).toBe(
      'https://github.com/octo/demo/releases/download/v1/demo-1.0%2Blocal.whl',
    );
    const redirect = await call(world.gateway, String(page.headers.location));
    expect((await call(world.gateway, String(redirect.headers.location))).body).toBe('bytes');
    await world.api(token, 'PATCH', `/releases/assets/${asset.id}`, { label: 'wheel' });
    expect((await world.api<unknown[]>(token, 'GET', `/releases/${id}/assets`)).json).toHaveLength(1);
    expect((await world.api(token, 'DELETE', `/releases/assets/${asset.id}`)).status).toBe(204);
  });

  it.each([
    ['a b(1).txt', 'a.b.1.txt'],
    ['.hidden', 'default.hidden'],
    ['naïve.txt', 'naive.txt'],
    ['x..y.', 'x.y'],
  ])('the asset %s is renamed to %s', async (sent, kept) => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write' });
    const { id } = (await world.api<Release>(token, 'POST', '/releases', draftOf('v1'))).json;
    expect(JSON.parse((await upload(world, token, id, sent, 'x')).body)).toMatchObject({ name: kept });
  });

  it('a broken upload leaves a starter asset that blocks its name', async () => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write' });
    const { id } = (await world.api<Release>(token, 'POST', '/releases', draftOf('v1'))).json;
    world.github.breakNextUpload('octo/demo', 'a.txt');
    expect((await upload(world, token, id, 'a.txt', 'abc')).status).toBe(502);
    const assets = (
      await world.api<{ state: string; digest: null; id: number }[]>(token, 'GET', `/releases/${id}/assets`)
    ).json;
    expect(assets).toMatchObject([{ state: 'starter', digest: null, size: 0 }]);
    expect((await upload(world, token, id, 'a.txt', 'abc')).status).toBe(422);
    await world.api(token, 'DELETE', `/releases/assets/${assets[0]?.id ?? 0}`);
    expect((await upload(world, token, id, 'a.txt', 'abc')).status).toBe(201);
  });

  it('an immutable release is locked and its tag cannot be used again', async () => {
    const world = await openWorld({ immutableReleases: true });
    const token = world.jobToken({ contents: 'write' });
    const { id } = (await world.api<Release>(token, 'POST', '/releases', draftOf('v1'))).json;
    await upload(world, token, id, 'a.txt', 'abc');
    const published = await world.api<Release>(token, 'PATCH', `/releases/${id}`, { draft: false });
    expect(published.json.immutable).toBe(true);
    const late = await upload(world, token, id, 'b.txt', 'abc');
    expect([late.status, (JSON.parse(late.body) as Release).message]).toEqual([
      422,
      'Cannot upload assets to an immutable release.',
    ]);
    expect((await world.api(token, 'DELETE', '/git/refs/tags/v1')).status).toBe(422);
    expect((await world.api(token, 'PATCH', `/releases/${id}`, { body: 'notes may change' })).status).toBe(
      200,
    );
    expect((await world.api(token, 'DELETE', `/releases/${id}`)).status).toBe(204);
    const again = await world.api<Release>(token, 'POST', '/releases', { tag_name: 'v1' });
    expect(again.json.errors?.[0]).toMatchObject({ message: 'tag_name was used by an immutable release' });
    expect((await world.api(token, 'GET', '/immutable-releases')).status).toBe(403);
    const administrator = world.tokens.issuePersonal({ login: 'octo', scopes: ['repo'] });
    expect((await world.api(administrator, 'GET', '/immutable-releases')).json).toEqual({
      enabled: true,
      enforced_by_owner: false,
    });
  });

  it('the latest release follows "make_latest" and ignores pre-releases', async () => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write' });
    const latest = async (): Promise<unknown> =>
      (await world.api(token, 'GET', '/releases/latest')).json['tag_name'];
    expect((await world.api(token, 'GET', '/releases/latest')).status).toBe(404);
    await world.api(token, 'POST', '/releases', { tag_name: 'v2.0.0' });
    await world.api(token, 'POST', '/releases', { tag_name: 'v1.9.1', make_latest: 'false' });
    await world.api(token, 'POST', '/releases', { tag_name: 'v3.0.0rc1', prerelease: true });
    expect(await latest()).toBe('v2.0.0');
    await world.api(token, 'POST', '/releases', { tag_name: 'v2.0.1' });
    expect(await latest()).toBe('v2.0.1');
  });

  it('a release body that is too long is rejected, and release lists are paged', async () => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write' });
    const long = await world.api<Release>(token, 'POST', '/releases', {
      tag_name: 'v1',
      body: 'x'.repeat(125_001),
    });
    expect(long.json.errors?.[0]?.['message']).toBe('body is too long (maximum is 125000 characters)');
    for (const tag of ['v1', 'v2', 'v3']) await world.api(token, 'POST', '/releases', draftOf(tag));
    const page = await world.api<{ tag_name: string }[]>(token, 'GET', '/releases?per_page=2&page=1');
    expect(page.json.map((release) => release.tag_name)).toEqual(['v3', 'v2']);
    expect(page.headers.link).toContain('page=2>; rel="next"');
    expect((await world.api<unknown[]>(token, 'GET', '/releases?per_page=2&page=2')).json).toHaveLength(1);
    expect(
      (await world.api<unknown[]>(world.jobToken({ contents: 'read' }), 'GET', '/releases')).json,
    ).toEqual([]);
    const notes = await world.api<{ body: string }>(token, 'POST', '/releases/generate-notes', {
      tag_name: 'v1',
    });
    expect(notes.json.body).toBe('**Full Changelog**: https://github.com/octo/demo/commits/v1');
  });
});
