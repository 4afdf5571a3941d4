import { describe, expect, it } from 'vitest';
import { listReferrers } from '../src/attachments/referrers.ts';
import { serveRegistry } from './world.ts';

const subject = `sha256:${'1'.repeat(64)}`;

describe('listReferrers without the referrers API', () => {
  it.each([400, 404, 405, 406])('the fallback tag is read if the API answers with %i', async (status) => {
    const { connect } = await serveRegistry((request, response) => {
      const isList = request.url?.includes('/referrers/') === true;
      response.writeHead(request.url === '/v2/' ? 200 : isList ? status : 404);
      response.end(isList ? '' : '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    });
    const repository = connect().repository('octo/demo');
    const found = await listReferrers(repository, subject);
    expect(found).toEqual({ source: 'tag', entries: [] });
  });

  /** A registry with Basic that answers 401 to a list of the API without asking for anything, and 404 to the rest. */
  async function serveWithout(options: { readonly challenge: boolean; readonly knows: boolean }) {
    const asked: string[] = [];
    const local = await serveRegistry((request, response) => {
      const { authorization } = request.headers;
      const isList = request.url?.includes('/referrers/') === true;
      if (authorization !== undefined) asked.push(isList ? 'api' : 'tag');
      if (authorization !== undefined && options.knows && !isList)
        response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
      else {
        const asks = options.challenge || !isList;
        response.writeHead(401, asks ? { 'www-authenticate': 'Basic realm="test"' } : {});
        response.end('{"errors":[{"code":"UNAUTHORIZED","message":"in its own words"}]}');
      }
    });
    const credentials = { kind: 'basic', username: 'octocat', password: 'secret' } as const;
    return { asked, repository: local.connect(credentials).repository('octo/demo') };
  }

  it('the fallback tag is read if the API answers 401 without a challenge', async () => {
    const { asked, repository } = await serveWithout({ challenge: false, knows: true });
    expect(await listReferrers(repository, subject)).toEqual({ source: 'tag', entries: [] });
    expect(new Set(asked)).toEqual(new Set(['api', 'tag']));
    asked.length = 0;
    await listReferrers(repository, subject);
    expect(asked).toEqual(['tag']);
  });

  it.each([
    ['asks for credentials', { challenge: true, knows: true }],
    ['rejects the credentials everywhere', { challenge: false, knows: false }],
  ])('a 401 from a registry that %s is reported with its message', async (_what, options) => {
    const { repository } = await serveWithout(options);
    await expect(listReferrers(repository, subject)).rejects.toMatchObject({
      code: 'E_OCI_AUTHENTICATION',
      message: expect.stringContaining('in its own words'),
    });
  });
});
