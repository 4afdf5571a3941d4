import { createHash } from 'node:crypto';
import { call } from '@slipway/testkit/client';
import { describe, expect, it } from 'vitest';
import { sdist, wheel } from './distributions.ts';
import { expectRefusals } from './upload-refusals.ts';
import { basic, mintedToken, openPypiWorld, upload, words } from './world.ts';

const dayMs = 24 * 60 * 60 * 1000;
const coreMetadata = 'See https://packaging.python.org/specifications/core-metadata for more information.';

describe('upload', () => {
  it('an upload stores the bytes and the user agent', async () => {
    const of = await openPypiWorld();
    const token = await mintedToken(of);
    const answer = await upload(of, token);
    expect([answer.status, answer.body]).toEqual([200, '']);
    expect((await upload(of, token, { filename: 'demo-1.2.0.tar.gz', bytes: sdist() })).status).toBe(200);
    const sha256 = createHash('sha256').update(wheel()).digest('hex');
    expect(of.pypi.listFiles()[0]).toEqual({
      project: 'demo',
      version: '1.2.0',
      filename: 'demo-1.2.0-py3-none-any.whl',
      sizeBytes: wheel().byteLength,
      sha256,
      uploadedVia: 'test/1',
      attestations: [],
    });
    expect(Buffer.from(await of.pypi.readFile('demo-1.2.0-py3-none-any.whl')).equals(wheel())).toBe(true);
    expect(of.pypi.listFiles().map(({ filename }) => filename)[1]).toBe('demo-1.2.0.tar.gz');
  });

  it('an archived or quarantined project accepts no upload', async () => {
    const of = await openPypiWorld();
    const token = await mintedToken(of);
    for (const status of ['archived', 'quarantined'] as const) {
      of.pypi.setStatus('demo', status);
      expect(words(await upload(of, token))).toMatch(
        /^403 The given token isn't allowed to upload to project 'demo'\. See /,
      );
      expect(words(await upload(of, of.pypi.addToken('alice')))).toMatch(
        /^403 The user 'alice' isn't allowed to upload to project 'demo'\. See /,
      );
    }
    expect(of.pypi.listFiles()).toEqual([]);
  });

  it('a description is stored byte for byte', async () => {
    const of = await openPypiWorld();
    const description = 'one\ntwo\r\nthree\rfour --boundary-of-the-test\n\u{1f600} "quoted"';
    const fields = { description, description_content_type: 'text/markdown; charset=UTF-8; variant=GFM' };
    expect(words(await upload(of, of.pypi.addToken('alice'), { fields }))).toBe('200');
    const { body } = await call(of.world.gateway, `${of.index}/pypi/demo/json`);
    expect(JSON.parse(body).info.description).toBe(description);
  });

  it('an error is reported in the status line and in the requested format', async () => {
    const of = await openPypiWorld();
    const fields = { protocol_version: '2' };
    const shown = (accept: string) => upload(of, of.pypi.addToken('alice'), { fields, accept });
    expect(JSON.parse((await shown('application/json')).body)).toEqual({
      message:
        'The server could not comply with the request since it is either malformed or otherwise incorrect.\n\n\nUnknown protocol version.\n\n',
      code: '400 Unknown protocol version.',
      title: 'Bad Request',
    });
    expect((await shown('*/*')).body).toContain('<title>400 Unknown protocol version.</title>');
    expect((await shown('text/css')).body).toMatch(/^400 Unknown protocol version\.\n/);
  });

  it('an upload without the trailing slash is redirected, and an unknown action is rejected', async () => {
    const of = await openPypiWorld();
    const answer = await call(of.world.gateway, `${of.upload}/legacy`, { method: 'POST' });
    expect([answer.status, answer.headers.location]).toEqual([308, '/legacy/']);
    const token = of.pypi.addToken('alice');
    expect((await upload(of, token, { fields: { ':action': undefined } })).status).toBe(405);
    expect(words(await upload(of, token, { fields: { ':action': 'submit' } }))).toBe(
      '410 Project pre-registration is no longer required or supported, upload your files instead.',
    );
  });
});

describe('upload authorization', () => {
  it('authentication is checked before the form is read', async () => {
    const of = await openPypiWorld();
    const fields = { metadata_version: '9' };
    const invalid = '403 Invalid or non-existent authentication information. See ';
    for (const authorization of ['', 'Basic ?', basic('pypi-AgEIcHlwaQ'), 'Bearer pypi-x', 'Digest x'])
      expect(words(await upload(of, '', { fields, authorization })).startsWith(invalid)).toBe(true);
    expect(words(await upload(of, '', { fields, authorization: basic('secret', 'alice') }))).toMatch(
      /^403 Username\/Password authentication is no longer supported\. Migrate to API Tokens or Trusted Publishers instead\. See /,
    );
    of.pypi.setFlags({ disallowNewUpload: true });
    expect(words(await upload(of, '', { fields }))).toMatch(
      /^403 New uploads are temporarily disabled\. See /,
    );
    of.pypi.setFlags({ readOnly: true });
    expect(words(await upload(of, '', { fields }))).toBe(
      '403 Read-only mode: Uploads are temporarily disabled.',
    );
  });

  it('a token is accepted by HTTP Basic with surrounding blanks and as a bearer token', async () => {
    const of = await openPypiWorld();
    const token = of.pypi.addToken('alice');
    for (const authorization of [basic(` ${token}\n`), `bearer ${token}`, `Token ${token}`])
      expect(words(await upload(of, '', { authorization }))).toBe('200');
  });

  it('a token with an unmet caveat or a forged signature is rejected', async () => {
    const of = await openPypiWorld();
    of.pypi.addProject('other', 'alice');
    const scoped = of.pypi.addToken('alice', { projects: ['other'] });
    expect(words(await upload(of, scoped))).toBe(
      "403 Invalid API Token: project-scoped token is not valid for project: 'demo'",
    );
    const expired = of.pypi.addToken('alice', { expiresAtMs: Date.now() - 1000 });
    expect(words(await upload(of, expired))).toBe('403 Invalid API Token: token is expired');
    const token = of.pypi.addToken('alice');
    const forged = `${token.slice(0, -4)}${token.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
    expect(words(await upload(of, forged))).toBe('403 Invalid API Token: signatures do not match');
  });

  it('an uploader must own the project, verify an email address and use two factors', async () => {
    const of = await openPypiWorld();
    of.pypi.addUser('bob');
    expect(words(await upload(of, of.pypi.addToken('bob')))).toMatch(
      /^403 The user 'bob' isn't allowed to upload to project 'demo'\. See /,
    );
    of.pypi.addUser('alice', { verifiedEmail: false });
    expect(words(await upload(of, of.pypi.addToken('alice')))).toMatch(
      /^403 User 'alice', associated with the API token used, does not have a verified primary email address\./,
    );
    of.pypi.addUser('alice', { twoFactor: false });
    expect(words(await upload(of, of.pypi.addToken('alice')))).toMatch(
      /^403 User 'alice', associated with the API token used, does not have two-factor authentication enabled\./,
    );
  });
});

describe('new project', () => {
  it('a failed first upload creates no project', async () => {
    const of = await openPypiWorld();
    const token = of.pypi.addToken('alice');
    const named = { name: 'novel' };
    expect(words(await upload(of, token, { fields: named }))).toMatch(
      /^400 Start filename for 'novel' with /,
    );
    expect(of.pypi.listProjects()).toEqual(['demo']);
    const filename = 'novel-1.2.0-py3-none-any.whl';
    const answer = await upload(of, token, { fields: named, filename });
    expect(words(answer)).toBe(
      '400 Invalid distribution file. WHEEL not found at novel-1.2.0.dist-info/WHEEL',
    );
  });

  it('a reserved, prohibited or similar project name is rejected', async () => {
    const of = await openPypiWorld();
    of.pypi.prohibitName('nope');
    const token = of.pypi.addToken('alice');
    const attempt = async (name: string) => words(await upload(of, token, { fields: { name } }));
    expect(await attempt('json')).toMatch(
      /^400 The name 'json' isn't allowed \(conflict with Python Standard Library module name\)\. See /,
    );
    expect(await attempt('nope')).toMatch(/^400 The name 'nope' isn't allowed\. See /);
    expect(await attempt('dem0')).toMatch(
      /^400 The name 'dem0' is too similar to an existing project\. See /,
    );
    of.pypi.setFlags({ disallowNewProjects: true });
    expect(await attempt('novel')).toMatch(/^403 New project registration temporarily disabled\. See /);
  });
});

describe('upload form', () => {
  it('the first invalid field is reported', () =>
    expectRefusals([
      [
        { fields: { name: undefined } },
        `400 '' is an invalid value for Name. Error: This field is required. ${coreMetadata}`,
      ],
      [
        { fields: { name: '-x' } },
        "400 '-x' is an invalid value for Name. Error: Start and end with a letter or numeral containing only ASCII numeric and '.', '_' and '-'. See ",
      ],
      [{ fields: { filetype: undefined } }, '400 Invalid value for filetype. Error: This field is required.'],
      [
        { fields: { filetype: 'bdist_egg' } },
        '400 Invalid value for filetype. Error: Use a known file type.',
      ],
      [
        { fields: { sha256_digest: 'abc' } },
        '400 Invalid value for sha256_digest. Error: Use a valid, hex-encoded, SHA256 message digest.',
      ],
      [
        { fields: { blake2_256_digest: 'abc' } },
        '400 Invalid value for blake2_256_digest. Error: Use a valid, hex-encoded, BLAKE2 message digest.',
      ],
      [
        { fields: { pyversion: '' } },
        '400 Invalid value for pyversion. Error: Python version is required for binary distribution uploads.',
      ],
      [
        { fields: { filetype: 'sdist' } },
        "400 Invalid value for pyversion. Error: Use 'source' as Python version for an sdist.",
      ],
      [{ fields: { sha256_digest: undefined } }, '400 Error: Include at least one message digest.'],
    ]));

  it('a form without a file is rejected after its metadata is checked', async () => {
    await expectRefusals([
      [{ bare: true }, '400 Upload payload does not have a file.'],
      [{ bare: true, fields: { version: 'x' } }, "400 'x' is invalid for 'version'."],
    ]);
  });

  it('UNKNOWN values and unknown fields are dropped', async () => {
    const of = await openPypiWorld();
    const fields = { home_page: ' UNKNOWN', license: 'UNKNOWN', nonsense: 'ignored' };
    expect(words(await upload(of, of.pypi.addToken('alice'), { fields }))).toBe('200');
    const { body } = await call(of.world.gateway, `${of.index}/pypi/demo/json`);
    expect(JSON.parse(body).info).toMatchObject({ home_page: null, license: null });
  });
});

describe('existing file', () => {
  it('an identical file is accepted again and nothing changes', async () => {
    const of = await openPypiWorld();
    const token = await mintedToken(of);
    await upload(of, token);
    const before = of.pypi.listFiles();
    of.pypi.advance(30 * dayMs);
    const later = of.pypi.addToken('alice');
    expect(words(await upload(of, later, { fields: { comment: 'again' } }))).toBe('200');
    expect(of.pypi.listFiles()).toEqual(before);
  });

  it('different bytes under the same name and the same bytes under a different name are rejected', async () => {
    const of = await openPypiWorld();
    const token = of.pypi.addToken('alice');
    await upload(of, token);
    const other = wheel('1.2.0', [{ name: 'demo/more.py', text: '' }]);
    expect(words(await upload(of, token, { bytes: other }))).toMatch(
      /^400 File already exists \('demo-1\.2\.0-py3-none-any\.whl', with blake2_256 hash '[0-9a-f]{64}'\)\. See /,
    );
    const filename = 'demo-1.2.0-py2-none-any.whl';
    expect(words(await upload(of, token, { filename }))).toMatch(
      /^400 File already exists \('demo-1\.2\.0-py2-none-any\.whl', with blake2_256 hash /,
    );
  });

  it('the name of a deleted file cannot be used again', async () => {
    const of = await openPypiWorld();
    const token = of.pypi.addToken('alice');
    await upload(of, token);
    of.pypi.deleteFile('demo-1.2.0-py3-none-any.whl');
    expect(words(await upload(of, token))).toMatch(
      /^400 This filename was previously used by a file that has since been deleted\. Use a different version\. See /,
    );
  });

  it('a release closes after 14 days, and a second sdist is rejected', async () => {
    const of = await openPypiWorld();
    const token = of.pypi.addToken('alice');
    await upload(of, token, { filename: 'demo-1.2.0.tar.gz', bytes: sdist() });
    of.pypi.advance(14 * dayMs - 60_000);
    const second = { filename: 'demo-1.2.0.zip', bytes: Buffer.from('x'), fields: { filetype: 'sdist' } };
    expect(words(await upload(of, token, { ...second, fields: { pyversion: 'source' } }))).toBe(
      '400 Only one sdist may be uploaded per release.',
    );
    of.pypi.advance(120_000);
    expect(words(await upload(of, token))).toBe(
      '400 Uploading new files to releases older than 14 days is not allowed.',
    );
  });
});
