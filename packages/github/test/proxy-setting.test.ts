import { createHttp } from '@slipway/core/http';
import { createManualClock } from '@slipway/core/testing/manual-clock';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { afterEach, expect, it, vi } from 'vitest';
import { createGitHubClient } from '../src/client.ts';

afterEach(() => void vi.unstubAllEnvs());

// In a file of its own: the library reads its settings once, when it is loaded.
it('a proxy that is not an HTTP proxy is named in the error', async () => {
  vi.stubEnv('HTTPS_PROXY', 'socks5://proxy.example:1080');
  const log = createMemoryLog();
  const http = createHttp({ log, clock: createManualClock(), userAgent: 'test/1', environment: process.env });
  const apiUrl = 'https://api.github.com';
  const client = createGitHubClient({ http, apiUrl, graphqlUrl: `${apiUrl}/graphql`, token: 't', log });
  await expect(client.rest.repos.get({ owner: 'octo', repo: 'demo' })).rejects.toMatchObject({
    code: 'E_PROXY',
    message: expect.stringContaining('HTTPS_PROXY is "socks5://proxy.example:1080"'),
  });
});
