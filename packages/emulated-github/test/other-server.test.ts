import type { EmulatorRequest, EmulatorResponse, Service } from '@slipway/gateway/service';
import { describe, expect, it } from 'vitest';
import { dataResidency, enterpriseServer, serveAs } from '../src/other-server.ts';

async function ask(
  addresses: ReturnType<typeof enterpriseServer>,
  address: string,
  answer: EmulatorResponse,
  hasAssetDigests = true,
) {
  const seen: EmulatorRequest[] = [];
  const service = {
    ...{ name: 'github', hosts: ['api.github.com'] },
    async handle(request: EmulatorRequest) {
      seen.push(request);
      return answer;
    },
  } as unknown as Service;
  const served = serveAs(service, addresses, { hasAssetDigests });
  const response = await served.handle({ host: '', url: new URL(address) } as EmulatorRequest);
  return { response, url: seen[0]?.url.href, host: seen[0]?.host, hosts: served.hosts };
}
const json = (body: unknown): EmulatorResponse => ({
  ...{ status: 200, headers: { 'content-type': 'application/json', 'content-length': '1' } },
  body: JSON.stringify(body),
});

describe('serveAs', () => {
  const ghes = enterpriseServer('ghes.example');
  const tenant = dataResidency('acme');

  it.each([
    [ghes, 'https://ghes.example/api/v3/repos/o/r', 'https://api.github.com/repos/o/r'],
    [ghes, 'https://ghes.example/api/v3?x=1', 'https://api.github.com/?x=1'],
    [ghes, 'https://ghes.example/api/graphql', 'https://api.github.com/graphql'],
    [ghes, 'https://ghes.example/api/uploads/repos', 'https://uploads.github.com/repos'],
    [ghes, 'https://ghes.example/octo/demo', 'https://github.com/octo/demo'],
    // The name of another path begins in the same way.
    [ghes, 'https://ghes.example/api/v3x', 'https://github.com/api/v3x'],
    [tenant, 'https://api.acme.ghe.com/repos', 'https://api.github.com/repos'],
    [tenant, 'https://acme.ghe.com/octo', 'https://github.com/octo'],
  ])(
    'a request to a different server reaches the address on github.com: %#',
    async (addresses, own, expected) => {
      const { url, host } = await ask(addresses, own, { status: 200 } as EmulatorResponse);
      expect(url).toBe(expected);
      expect(host).toBe(new URL(expected).hostname);
    },
  );

  it('a different server has its own hosts and returns its own addresses', async () => {
    const answer = json({ url: 'https://api.github.com/x', html_url: 'https://github.com/x' });
    const headers = {
      ...answer.headers,
      location: 'https://api.github.com/y',
      link: ['https://github.com/z'],
    };
    const { response, hosts } = await ask(tenant, 'https://api.acme.ghe.com/x', {
      ...answer,
      headers,
    } as EmulatorResponse);
    expect(hosts).toEqual(
      expect.arrayContaining(['api.acme.ghe.com', 'uploads.acme.ghe.com', 'acme.ghe.com']),
    );
    expect(hosts).not.toContain('api.github.com');
    expect(JSON.parse(String(response.body))).toEqual({
      ...{ url: 'https://api.acme.ghe.com/x', html_url: 'https://acme.ghe.com/x' },
    });
    expect(response.headers).toMatchObject({
      location: 'https://api.acme.ghe.com/y',
      link: ['https://acme.ghe.com/z'],
    });
    expect(response.headers).not.toHaveProperty('content-length');
  });

  it('a server before 3.17 omits only the digests of assets', async () => {
    const body = { assets: [{ name: 'a', digest: 'sha256:x' }] };
    const old = await ask(ghes, 'https://ghes.example/api/v3/r', json(body), false);
    expect(JSON.parse(String(old.response.body))).toEqual({ assets: [{ name: 'a' }] });
    const now = await ask(ghes, 'https://ghes.example/api/v3/r', json(body));
    expect(JSON.parse(String(now.response.body))).toEqual(body);
    const text = { ...json(body), headers: { 'content-type': 'text/plain' } };
    const plain = await ask(ghes, 'https://ghes.example/api/v3/r', text, false);
    expect(plain.response.body).toBe(JSON.stringify(body));
  });
});
