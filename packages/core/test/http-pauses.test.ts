import { describe, expect, it } from 'vitest';
import { client, serve } from './http-server.ts';

describe('HTTP retry pauses', () => {
  it('a rate-limited request is retried after the requested delay for any method', async () => {
    const { url, requests } = await serve((_request, response, attempt) => {
      if (attempt === 1) response.writeHead(429, { 'retry-after': '7' }).end();
      else if (attempt === 2) response.writeHead(403, { 'retry-after': '1' }).end('secondary rate limit');
      else response.end('ok');
    });
    const { http, clock } = client();
    await http.request({ method: 'POST', url });
    expect(requests).toHaveLength(3);
    expect(clock.sleeps).toEqual([7000, 1000]);
  });

  it('a single-attempt request fails without a pause and reports the requested delay', async () => {
    const { url, requests } = await serve((_request, response, attempt) => {
      response.writeHead(attempt === 1 ? 429 : 503, { 'retry-after': '7' }).end();
    });
    const { http, clock } = client();
    for (const method of ['PUT', 'GET'] as const)
      await expect(http.request({ method, url, maxAttempts: 1 })).rejects.toMatchObject({
        code: 'E_HTTP_STATUS',
        retryable: true,
        retryAfterMs: 7000,
      });
    expect(requests).toHaveLength(2);
    expect(clock.sleeps).toEqual([]);
  });

  it('an exhausted rate limit is retried after its reset, and any other 403 is not retried', async () => {
    const { clock, http } = client();
    const reset = String(clock.now() / 1000 + 30);
    const { url, requests } = await serve((_request, response, attempt) => {
      if (attempt === 1) {
        response.writeHead(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }).end();
      } else response.writeHead(403, { 'x-ratelimit-remaining': '12', 'x-ratelimit-reset': reset }).end();
    });
    await expect(http.request({ method: 'POST', url })).rejects.toMatchObject({ code: 'E_HTTP_STATUS' });
    expect(requests).toHaveLength(2);
    expect(clock.sleeps).toEqual([30_000]);
  });

  it('a Retry-After date is honored, and a delay beyond the deadline fails at once', async () => {
    const { clock, http } = client();
    const date = new Date(clock.now() + 5000).toUTCString();
    const { url } = await serve((_request, response, attempt) => {
      if (attempt === 1) response.writeHead(503, { 'retry-after': date }).end();
      else response.writeHead(503, { 'retry-after': '86400' }).end();
    });
    await expect(http.request({ method: 'GET', url })).rejects.toMatchObject({
      code: 'E_HTTP_DEADLINE',
      message: expect.stringContaining('86400 s until the next retry'),
    });
    expect(clock.sleeps).toEqual([5000]);
  });

  it.each([
    ['0'],
    ['-5'],
    ['Thu, 01 Jan 1970 00:00:00 GMT'],
    ['Sunday, 06-Nov-94 08:49:37 GMT'],
    ['Sun Nov  6 08:49:37 1994'],
    ['soon'],
    ['0.001'],
    ['1e-3'],
    ['5 minutes'],
    ['0, 0'],
    ['9, 9'],
    [''],
  ])('the default pauses are kept for the Retry-After value "%s"', async (after) => {
    const { url, requests } = await serve((_request, response) =>
      response.writeHead(429, { 'retry-after': after }).end(),
    );
    const { http, clock } = client();
    await expect(http.request({ method: 'GET', url })).rejects.toMatchObject({ code: 'E_HTTP_STATUS' });
    expect(requests).toHaveLength(8);
    expect(clock.sleeps).toEqual([1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
  });

  it.each([['0'], ['-1'], ['1'], ['never'], ['']])(
    'the default pauses are kept for the rate limit reset "%s"',
    async (reset) => {
      const { url } = await serve((_request, response) =>
        response.writeHead(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }).end(),
      );
      const { http, clock } = client();
      await expect(http.request({ method: 'POST', url })).rejects.toMatchObject({ code: 'E_HTTP_STATUS' });
      expect(clock.sleeps).toEqual([1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
    },
  );

  it.each([['99999999999999999999999'], ['Fri, 31 Dec 9999 23:59:59 GMT']])(
    'a request fails at once for the Retry-After value %s',
    async (after) => {
      const { url, requests } = await serve((_request, response) =>
        response.writeHead(503, { 'retry-after': after }).end(),
      );
      const { http, clock } = client();
      await expect(http.request({ method: 'GET', url })).rejects.toMatchObject({ code: 'E_HTTP_DEADLINE' });
      expect(requests).toHaveLength(1);
      expect(clock.sleeps).toEqual([]);
    },
  );
});
