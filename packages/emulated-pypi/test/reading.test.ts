import { createHash } from 'node:crypto';
import { call } from '@slipway/testkit/client';
import { describe, expect, it } from 'vitest';
import { sdist, wheel } from './distributions.ts';
import { openPypiWorld, type PypiWorld, upload } from './world.ts';

const simpleJson = 'application/vnd.pypi.simple.v1+json';
const wheelName = 'demo-1.2.0-py3-none-any.whl';

async function published() {
  const of = await openPypiWorld({ now: () => Date.parse('2026-03-01T12:00:00Z') });
  const token = of.pypi.addToken('alice');
  const fields = { requires_python: '>=3.9' };
  await upload(of, token, { fields });
  await upload(of, token, { fields, filename: 'demo-1.2.0.tar.gz', bytes: sdist() });
  return of;
}

const get = (of: PypiWorld, path: string, headers: Record<string, string> = {}) =>
  call(of.world.gateway, `${of.index}${path}`, { headers });

describe('simple index', () => {
  it('the files of a project are described in JSON', async () => {
    const of = await published();
    const answer = await get(of, '/simple/demo/', { accept: simpleJson });
    expect(answer.headers).toMatchObject({
      'content-type': simpleJson,
      'cache-control': 'max-age=600, public',
      'x-pypi-last-serial': '3',
      vary: 'Accept, Accept-Encoding',
    });
    const { files, ...project } = JSON.parse(answer.body);
    expect(project).toEqual({
      meta: { 'api-version': '1.4', '_last-serial': 3 },
      name: 'demo',
      'project-status': { status: 'active' },
      versions: ['1.2.0'],
    });
    const metadata = {
      sha256: createHash('sha256')
        .update('Metadata-Version: 2.1\nName: demo\nVersion: 1.2.0\n')
        .digest('hex'),
    };
    expect(files[0]).toEqual({
      filename: wheelName,
      url: expect.stringMatching(
        /\/packages\/[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{60}\/demo-1\.2\.0-py3-none-any\.whl$/,
      ),
      hashes: { sha256: createHash('sha256').update(wheel()).digest('hex') },
      'requires-python': '>=3.9',
      size: wheel().byteLength,
      'upload-time': '2026-03-01T12:00:00Z',
      yanked: false,
      'data-dist-info-metadata': metadata,
      'core-metadata': metadata,
      provenance: null,
    });
    expect(files[1]).toMatchObject({ filename: 'demo-1.2.0.tar.gz', 'core-metadata': false });
    const contents = await call(of.world.gateway, `${files[0].url}.metadata`);
    expect(createHash('sha256').update(contents.body).digest('hex')).toBe(metadata.sha256);
  });

  it('the preferred media type is served, and HTML if there is no match', async () => {
    const of = await published();
    const html = 'text/html; charset=UTF-8';
    const v1 = 'application/vnd.pypi.simple.v1+html; charset=UTF-8';
    for (const [accept, type] of [
      ['', html],
      ['*/*', html],
      ['text/css', html],
      [simpleJson, simpleJson],
      [`${simpleJson};q=0.1, text/html`, html],
      [`${simpleJson}, application/vnd.pypi.simple.v1+html;q=0.2, */*;q=0.01`, simpleJson],
      ['application/vnd.pypi.simple.v1+html', v1],
      ['application/*, text/html;q=0.1', v1],
    ] as const) {
      const answer = await get(of, '/simple/demo/', accept === '' ? {} : { accept });
      expect([accept, answer.headers['content-type']]).toEqual([accept, type]);
    }
  });

  it('files are linked in HTML with hashes, metadata and the reason of a yank', async () => {
    const of = await published();
    of.pypi.yank('demo', '1.2', 'broken "x"');
    const { body } = await get(of, '/simple/demo/');
    expect(body).toContain('<meta name="pypi:repository-version" content="1.4">');
    expect(body).toMatch(
      /<a href="[^"]+\.whl#sha256=[0-9a-f]{64}" data-requires-python="&gt;=3\.9" data-yanked="broken &#34;x&#34;" data-dist-info-metadata="sha256=[0-9a-f]{64}" data-core-metadata="sha256=[0-9a-f]{64}">demo-1\.2\.0-py3-none-any\.whl<\/a><br \/>/,
    );
    expect(body.trimEnd().endsWith('<!--SERIAL 4-->')).toBe(true);
    expect((await get(of, '/simple/')).body).toContain('<a href="/simple/demo/">demo</a>');
  });

  it('a different spelling redirects to the normalized name, and an unknown project is missing', async () => {
    const of = await published();
    const at = async (path: string) => {
      const { status, headers } = await get(of, path);
      return [status, headers.location];
    };
    expect(await at('/simple/Demo/')).toEqual([301, `${of.index}/simple/demo/`]);
    expect(await at('/simple/demo')).toEqual([301, `${of.index}/simple/demo/`]);
    expect(await at('/pypi/Demo/json')).toEqual([301, `${of.index}/pypi/demo/json`]);
    expect(await at('/simple/other/')).toEqual([404, undefined]);
  });

  it('a client with the current page gets 304', async () => {
    const of = await published();
    const { headers } = await get(of, '/simple/demo/');
    const again = await get(of, '/simple/demo/', { 'if-none-match': headers.etag ?? '' });
    expect([again.status, again.body]).toEqual([304, '']);
    of.pypi.yank('demo', '1.2.0');
    expect((await get(of, '/simple/demo/', { 'if-none-match': headers.etag ?? '' })).status).toBe(200);
  });

  it('the files of a quarantined project are hidden', async () => {
    const of = await published();
    of.pypi.setStatus('demo', 'quarantined');
    const { body } = await get(of, '/simple/demo/', { accept: simpleJson });
    expect(JSON.parse(body)).toMatchObject({ files: [], 'project-status': { status: 'quarantined' } });
    expect((await get(of, '/pypi/demo/json')).status).toBe(404);
  });

  it('a delayed index shows the old state for a number of requests on each surface', async () => {
    const of = await openPypiWorld();
    of.pypi.setIndexDelay({ requests: 2 });
    await upload(of, of.pypi.addToken('alice'));
    const simple = async () =>
      JSON.parse((await get(of, '/simple/demo/', { accept: simpleJson })).body).files.length;
    expect([await simple(), await simple(), await simple()]).toEqual([0, 0, 1]);
    const json = async () => (await get(of, '/pypi/demo/1.2.0/json')).status;
    expect([await json(), await json(), await json()]).toEqual([404, 404, 200]);
  });

  it('a delayed index shows the old state for a period of time', async () => {
    const of = await openPypiWorld();
    of.pypi.setIndexDelay({ milliseconds: 60_000 });
    await upload(of, of.pypi.addToken('alice'));
    expect((await get(of, '/pypi/demo/json')).status).toBe(404);
    of.pypi.advance(60_000);
    expect((await get(of, '/pypi/demo/json')).status).toBe(200);
  });
});

describe('JSON API', () => {
  it('a release is described, and the newest final version is the default', async () => {
    const of = await published();
    const token = of.pypi.addToken('alice');
    const filename = 'demo-2.0rc1-py3-none-any.whl';
    await upload(of, token, { filename, bytes: wheel('2.0rc1'), fields: { version: '2.0rc1' } });
    const project = JSON.parse((await get(of, '/pypi/demo/json')).body);
    expect(project.info).toMatchObject({
      name: 'demo',
      version: '1.2.0',
      requires_python: '>=3.9',
      yanked: false,
    });
    expect(Object.keys(project.releases)).toEqual(['2.0rc1', '1.2.0']);
    expect(project.ownership.roles).toEqual([{ role: 'Owner', user: 'alice' }]);
    const release = JSON.parse((await get(of, '/pypi/demo/2.0.rc1/json')).body);
    expect(release.releases).toBeUndefined();
    expect(release.urls).toEqual([
      expect.objectContaining({
        filename,
        packagetype: 'bdist_wheel',
        python_version: 'py3',
        size: wheel('2.0rc1').byteLength,
        digests: {
          md5: createHash('md5').update(wheel('2.0rc1')).digest('hex'),
          sha256: createHash('sha256').update(wheel('2.0rc1')).digest('hex'),
          blake2b_256: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
        upload_time: '2026-03-01T12:00:00',
        upload_time_iso_8601: '2026-03-01T12:00:00Z',
      }),
    ]);
    of.pypi.yank('demo', '1.2.0');
    expect(JSON.parse((await get(of, '/pypi/demo/json')).body).info.version).toBe('2.0rc1');
  });
});

describe('file host', () => {
  it('a file is served completely, in ranges, and as 304 to a client that has it', async () => {
    const of = await published();
    const { body } = await get(of, '/pypi/demo/json');
    const { url } = JSON.parse(body).urls[0];
    const whole = await call(of.world.gateway, url);
    expect(whole.headers).toMatchObject({
      'accept-ranges': 'bytes',
      'content-length': String(wheel().byteLength),
      'cache-control': 'max-age=365000000, immutable, public',
    });
    const range = (value: string, more: Record<string, string> = {}) =>
      call(of.world.gateway, url, { headers: { range: value, ...more } });
    const start = await range('bytes=0-1');
    expect([start.status, start.headers['content-range'], start.body]).toEqual([
      206,
      `bytes 0-1/${wheel().byteLength}`,
      'PK',
    ]);
    expect((await range('bytes=-22')).headers['content-length']).toBe('22');
    expect((await range('bytes=999999-')).status).toBe(416);
    expect((await range('bytes=0-1', { 'if-range': '"other"' })).status).toBe(200);
    const again = await call(of.world.gateway, url, {
      headers: { 'if-none-match': whole.headers.etag ?? '' },
    });
    expect(again.status).toBe(304);
    const head = await call(of.world.gateway, url, { method: 'HEAD' });
    expect([head.status, head.headers['content-length']]).toEqual([200, String(wheel().byteLength)]);
    of.pypi.deleteFile(wheelName);
    expect((await call(of.world.gateway, url)).status).toBe(404);
  });
});
