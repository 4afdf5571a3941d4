import { describe, expect, it } from 'vitest';
import { sdist, wheel } from './support/distributions.ts';
import { type OtherIndex, type OtherIndexOptions, openOtherIndex } from './support/other-index.ts';
import { openPublishWorld, type Run } from './support/publish-world.ts';

const names = [wheel().name, sdist().name];
const secret = 'hush-hush-password';

interface Published {
  readonly index: OtherIndex;
  readonly run: Run;
}

/** Publishes a wheel and an sdist to an index of that kind. */
async function publishTo(
  options: OtherIndexOptions,
  inputs: Record<string, string> = {},
): Promise<Published> {
  const index = await openOtherIndex(options);
  const of = await openPublishWorld();
  const run = await of.run({
    inputs: {
      'repository-url': index.uploadUrl,
      'index-url': index.simpleUrl,
      user: 'me',
      password: secret,
      'wait-minutes': '0',
      ...inputs,
    },
    identity: { permissions: {} },
  });
  return { index, run };
}

const statesOf = (run: Run): string[] =>
  (JSON.parse(run.outputs['published'] ?? '[]') as { state: string }[]).map(({ state }) => state);

describe('publishing to an index other than PyPI', () => {
  it.each(['json', 'html', 'bare'] as const)(
    'files are uploaded and verified, and a second run is accepted, for pages in %s',
    async (pages) => {
      const { index, run } = await publishTo({ pages });
      expect(run.output).not.toContain('::error');
      expect([...index.files.keys()].sort()).toEqual([...names].sort());
      expect(Buffer.compare(index.files.get(wheel().name) ?? Buffer.alloc(0), wheel().bytes)).toBe(0);
      expect(index.authorizations[0]).toBe(`Basic ${Buffer.from(`me:${secret}`).toString('base64')}`);
      expect(run.output).toContain('Skipping attestations');
      expect(run.output.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain(secret);
      const again = await publishTo({ pages, files: Object.fromEntries(index.files) });
      expect(statesOf(again.run)).toEqual(['present', 'present']);
      expect(again.index.authorizations).toEqual([]);
    },
  );

  it.each(['json', 'bare'] as const)(
    'different existing bytes are rejected before any upload for pages in %s',
    async (pages) => {
      const { index, run } = await publishTo({
        pages,
        files: { [wheel().name]: wheel({ module: '# other\n' }).bytes },
      });
      expect(run.output).toContain('::error title=E_PYPI_FILE_DIFFERS::');
      expect(index.authorizations).toEqual([]);
    },
  );

  it.each([
    [409, 'conflict'],
    [400, 'file already exists'],
    [403, 'Overwriting is not allowed'],
  ])('the upload response %d "%s" is no proof for an unlisted file', async (status, text) => {
    const { run } = await publishTo({
      answerUpload: (response) => {
        response.writeHead(status).end(text);
        return true;
      },
    });
    expect(run.output).toContain('::error title=E_PYPI_FILE_EXISTS::');
    expect(run.output).toContain(text);
  });

  it('the index is checked after an upload with an unclear outcome and nothing is sent twice', async () => {
    const index = await openOtherIndex({
      answerUpload: (response, attempt) => {
        if (attempt !== 1) return false;
        index.files.set(wheel().name, wheel().bytes);
        response.writeHead(503).end('<html><title>Backend fetch failed</title></html>');
        return true;
      },
    });
    const of = await openPublishWorld();
    const inputs = {
      'repository-url': index.uploadUrl,
      'index-url': index.simpleUrl,
      password: secret,
      'wait-minutes': '0',
    };
    const run = await of.run({ inputs, identity: { permissions: {} } });
    expect(run.output).not.toContain('::error');
    expect(index.authorizations).toHaveLength(2);
    expect([...index.files.keys()].sort()).toEqual([...names].sort());
  });

  it('file bytes are verified if the index lists no digest, and different ones are rejected', async () => {
    const { index, run } = await publishTo({ pages: 'bare', serveFile: () => Buffer.from('other bytes') });
    expect(run.output).toContain('::error title=E_PYPI_FILE_DIFFERS::');
    expect(statesOf(run)).toEqual(['uploaded', 'uploaded']);
    expect((JSON.parse(run.outputs['publication'] ?? '') as { verified: boolean }).verified).toBe(false);
    expect(index.downloads).not.toEqual([]);
  });

  it('unreadable files are named if the index lists no digest', async () => {
    const { run } = await publishTo({ pages: 'bare', serveFile: () => undefined });
    expect(run.output).toContain('::error title=E_PYPI_NOT_VISIBLE::');
    for (const name of names)
      expect(run.output).toContain(`${name} (listed without a digest, and the file cannot be read:`);
    expect(run.output).toContain('404');
  });

  it('the index password is sent only to the index itself', async () => {
    const own = await publishTo({ pages: 'bare' });
    expect(own.index.downloads).toEqual(names.map(() => own.index.authorizations[0]));
    expect(own.index.authorizations[0]).toMatch(/^Basic /);
    const elsewhere = await openOtherIndex({
      files: { [wheel().name]: wheel().bytes, [sdist().name]: sdist().bytes },
    });
    const { run } = await publishTo({ pages: 'bare', filesOrigin: new URL(elsewhere.simpleUrl).origin });
    expect(run.output).not.toContain('::error');
    expect(elsewhere.downloads).toEqual(names.map(() => undefined));
  });

  it('a temporary outage of the file list does not overwrite a released file', async () => {
    const { index, run } = await publishTo({
      pages: 'html',
      files: { [wheel().name]: wheel({ module: '# released\n' }).bytes },
      answerPage: (response, reading) => {
        if (reading > 1) return false;
        response
          .setHeader('content-type', 'text/html')
          .end('<!doctype html><html><title>We will be right back</title><h1>Maintenance</h1></html>');
        return true;
      },
    });
    expect(run.output).toContain('::error title=E_PYPI_FILE_DIFFERS::');
    expect(index.authorizations).toEqual([]);
  });

  it('a login page is not accepted as an upload response', async () => {
    const index = await openOtherIndex({
      answerUpload: (response) => {
        response.setHeader('content-type', 'text/html').end('<!doctype html><title>Sign in</title>');
        return true;
      },
    });
    const of = await openPublishWorld();
    const inputs = { 'repository-url': index.uploadUrl, password: secret, 'wait-minutes': '0' };
    const run = await of.run({ inputs, identity: { permissions: {} } });
    expect(run.output).toContain('::error title=E_HTTP_MALFORMED::');
    expect(run.output).toContain(`${wheel().name} with an HTML page instead of an API response: Sign in`);
    expect(statesOf(run)).toEqual([]);
  });

  it('no warning is logged for greetings in an upload response', async () => {
    const { run } = await publishTo({});
    expect(run.output).not.toContain('::warning');
  });

  it('a redirect does not carry the password to a different host', async () => {
    const elsewhere = await openOtherIndex();
    for (const status of [301, 302, 307, 308]) {
      const { run } = await publishTo({
        answerUpload: (response) => {
          response.writeHead(status, { location: elsewhere.uploadUrl }).end();
          return true;
        },
      });
      expect(run.output).toContain('::error title=E_HTTP_REDIRECT::');
    }
    expect(elsewhere.authorizations).toEqual([]);
  });

  it.each([
    ['refuses the password', 401, 'bad credentials', 'E_PYPI_AUTHENTICATION'],
    ['is no upload API', 404, '<html><title>Not here</title></html>', 'E_PYPI_REPOSITORY'],
    ['refuses the file', 400, '{"message":"wrong metadata"}', 'E_PYPI_UPLOAD_REFUSED'],
  ])('the error explains when the index %s', async (_what, status, body, code) => {
    const { run } = await publishTo({
      answerUpload: (response) => {
        response.writeHead(status).end(body);
        return true;
      },
    });
    expect(run.output).toContain(`::error title=${code}::`);
    expect(run.output).toMatch(/bad credentials|Not here|wrong metadata/);
  });

  it('a user and a password are required without trusted publishing', async () => {
    const { run } = await publishTo({}, { user: '', password: '' });
    expect(run.output).toContain('does not support trusted publishing');
  });
});
