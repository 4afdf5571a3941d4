import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readIssuerKeys } from '@slipway/emulated-sigstore/fulcio/identity-token';
import { call } from '@slipway/testkit/client';
import { openWorld } from '@slipway/testkit/world';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPypi } from '../src/pypi.ts';
import { withUpstreamIndex } from '../src/upstream-index.ts';
import { wheel } from './distributions.ts';
import { upload } from './world.ts';

/** A proxy in the place of the way to the real index: it notes what it is asked to connect to and refuses. */
async function openUpstream(): Promise<{ proxy: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', (request, socket) => {
    asked.push(String(request.url));
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return { proxy: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

describe('withUpstreamIndex', () => {
  it('an installer is served locally once the release is published, and from the real index before', {
    timeout: 60_000,
  }, async () => {
    const { proxy, asked } = await openUpstream();
    const forwarded: number[] = [];
    const world = await openWorld({
      services: ({ directory, idTokens }) => {
        const pypi = createPypi({ site: 'pypi', directory, loadKeySet: () => readIssuerKeys(idTokens) });
        const userEnvironment = { HTTPS_PROXY: proxy };
        return {
          services: [
            withUpstreamIndex({
              pypi,
              userEnvironment,
              onForwarded: (from) => forwarded.push(from),
            }),
          ],
          handles: { pypi },
        };
      },
    });
    const { pypi } = world.handles;
    pypi.addUser('alice');
    pypi.addProject('demo', 'alice');
    const read = async (project: string, agent: string): Promise<number> => {
      const headers = { 'user-agent': agent };
      const url = `https://${pypi.site.indexHost}/simple/${project}/`;
      return (await call(world.gateway, url, { headers })).status;
    };
    // Nothing of it goes out for whoever publishes; an installer may be a build backend's.
    expect(await read('demo', 'slipway-pypi-publish/1')).toBe(200);
    expect(asked).toEqual([]);
    expect(await read('demo', 'pip/25.0')).toBeGreaterThanOrEqual(500);
    expect(asked.length).toBeGreaterThan(0);
    expect(new Set(asked)).toEqual(new Set([`${pypi.site.indexHost}:443`]));
    // A stand-in for an earlier release is nothing to install.
    await pypi.addExistingFile('demo', '1.1.0', 'demo-1.1.0-py3-none-any.whl', wheel('1.1.0'));
    expect(await read('demo', 'slipway-pypi-publish/1')).toBe(200);
    expect(await read('demo', 'pip/25.0')).toBeGreaterThanOrEqual(500);
    expect(forwarded).toHaveLength(2);
    const of = {
      ...{ world, pypi, index: `https://${pypi.site.indexHost}` },
      upload: `https://${pypi.site.uploadHost}`,
    };
    expect((await upload(of, pypi.addToken('alice'))).status).toBe(200);
    const before = asked.length;
    expect(await read('demo', 'pip/25.0')).toBe(200);
    expect(asked).toHaveLength(before);
    expect(forwarded).toHaveLength(2);
  });
});
