import { describe, expect, it, vi } from 'vitest';
import { listCommits } from '../src/commits.ts';
import { listTags, readRepository } from '../src/repository.ts';
import { cannedCommit } from '../src/testing/canned-client.ts';
import { serveAnswer } from './answering.ts';

const settings = JSON.stringify({ node_id: 'R1', default_branch: 'main' });

describe('@actions/github over the HTTP port', () => {
  it('a request carries the token, the API version and the user agent of the port', async () => {
    const { repository, requests } = await serveAnswer(settings);
    await readRepository(repository);
    expect(requests).toMatchObject([
      { authorization: 'token t', 'x-github-api-version': '2022-11-28', 'user-agent': 'test/1' },
    ]);
  });

  it('a client without a token sends no authorization header', async () => {
    const { repository, requests } = await serveAnswer(settings, 200, {}, '');
    await readRepository(repository);
    expect(requests[0]).not.toHaveProperty('authorization');
  });

  it('a list that GitHub rejects with 409 is an error and not an empty list', async () => {
    const { repository } = await serveAnswer('{"message":"Git Repository is empty."}', 409);
    await expect(listTags(repository)).rejects.toMatchObject({
      code: 'E_GITHUB_REFUSED',
      message: expect.stringContaining('Git Repository is empty.'),
    });
  });

  it('a link to a different host is not followed', async () => {
    const link = '<https://elsewhere.example/tags>; rel="next"';
    const { repository, requests } = await serveAnswer(JSON.stringify([cannedCommit('a')]), 200, { link });
    expect(await listCommits(repository, 'main', 2)).toHaveLength(2);
    expect(requests).toHaveLength(2);
  });

  it.each(['application/json; charset', ';', 'text/html'])(
    'a JSON body is read whatever its content type says: %s',
    async (type) => {
      const { repository } = await serveAnswer(settings, 200, { 'content-type': type });
      expect(await readRepository(repository)).toEqual({ nodeId: 'R1', defaultBranch: 'main' });
    },
  );

  it('a notice of deprecation is a debug message of one line', async () => {
    const warned = vi.spyOn(console, 'warn');
    const { repository, log } = await serveAnswer(settings, 200, {
      deprecation: 'true',
      sunset: '::error::x',
    });
    await readRepository(repository);
    expect(log.lines.filter((line) => line.includes('is deprecated'))).toEqual([
      expect.stringMatching(/^debug: .*GET .*sunset|^debug: .*removed on/),
    ]);
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });
});
