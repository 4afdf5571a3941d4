import { RemoteError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { Http } from '@slipway/core/ports';
import { describe, expect, it } from 'vitest';
import { pypiRepository, resolvePackageRepository } from '../src/package-repository.ts';
import { discoverAudience } from '../src/trusted-publishing/trusted-publishing.ts';

const other = resolvePackageRepository('https://index.example/legacy/');

/** A client with one answer, which it refuses like the real one unless its status is asked for. */
function answerWith(status: number, body: string): Http {
  return {
    async request({ url, acceptedStatuses = [] }) {
      if (status >= 300 && !acceptedStatuses.includes(status))
        throw new RemoteError(coreErrors.E_HTTP_STATUS, { status, url });
      return {
        status,
        headers: {},
        url,
        body: Buffer.from(body),
        text: () => body,
        json() {
          try {
            return JSON.parse(body) as unknown;
          } catch (cause) {
            throw new RemoteError(coreErrors.E_HTTP_MALFORMED, { status, url, cause });
          }
        },
      };
    },
  };
}

const named = '{"audience":"index"}';
const page = '<!doctype html><title>Sign in</title>';

describe('discoverAudience', () => {
  it('the audience of an index is the one it reports', async () => {
    expect(await discoverAudience(answerWith(200, named), pypiRepository)).toBe('index');
    expect(await discoverAudience(answerWith(200, named), other)).toBe('index');
  });

  it.each([
    [200, page],
    [200, 'null'],
    [200, '[]'],
    [200, '{"audience":""}'],
    [400, 'bad request'],
    [401, page],
    [403, page],
    [404, page],
    [405, ''],
  ])('an index other than PyPI that answers %d %j has no audience', async (status, body) => {
    expect(await discoverAudience(answerWith(status, body), other)).toBeUndefined();
  });

  it('an outage of an index other than PyPI fails', async () => {
    await expect(discoverAudience(answerWith(503, page), other)).rejects.toMatchObject({
      code: 'E_HTTP_STATUS',
    });
  });

  it.each([
    [200, page, 'E_HTTP_MALFORMED'],
    [200, 'null', 'E_HTTP_MALFORMED'],
    [401, page, 'E_HTTP_STATUS'],
    [403, '{"message":"switched off"}', 'E_PYPI_MINT_REFUSED'],
    [403, 'null', 'E_PYPI_MINT_REFUSED'],
  ])('a PyPI that answers %d %j fails with %s', async (status, body, code) => {
    await expect(discoverAudience(answerWith(status, body), pypiRepository)).rejects.toMatchObject({ code });
  });
});
