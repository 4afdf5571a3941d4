import type { IncomingMessage, ServerResponse } from 'node:http';
import { createHttp } from '@slipway/core/http';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { createWorld } from '@slipway/world/world';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sourceOfBytes } from '../src/blobs/blob-source.ts';
import { uploadBlob } from '../src/blobs/upload-blob.ts';
import { digestBytes } from '../src/digest.ts';
import { resolveDigest } from '../src/manifests.ts';
import { openRegistry } from '../src/registry.ts';
import { listTags } from '../src/tags.ts';
import { pushImage } from './push-image.ts';
import { hastyClock, openOciWorld, serveRegistry, temporaryDirectory } from './world.ts';

const basic = { kind: 'basic', username: 'octocat', password: 'ghs_secretOfTheTest0000' } as const;

interface Seen {
  readonly path: string;
  readonly authorization: string | undefined;
}

/** A registry that asks for a token, and its token service in one. */
async function serveWithTokens(options: {
  readonly challenge: (host: string) => string;
  readonly token?: (url: URL, count: number) => object;
  readonly accepts?: (authorization: string) => boolean;
}) {
  const seen: Seen[] = [];
  let tokens = 0;
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const { authorization } = request.headers;
    seen.push({ path: `${url.pathname}${url.search}`, authorization });
    if (url.pathname === '/token') {
      tokens += 1;
      response.end(JSON.stringify(options.token?.(url, tokens) ?? { token: `token-${tokens}` }));
    } else if (authorization !== undefined && (options.accepts?.(authorization) ?? true)) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ tags: ['1.0'] }));
    } else {
      const challenge = options.challenge(request.headers.host ?? '');
      response.writeHead(401, { 'www-authenticate': challenge }).end('{}');
    }
  };
  const local = await serveRegistry(answer);
  return { ...local, seen, count: () => tokens };
}

const bearer = (host: string): string => `Bearer realm="http://${host}/token",service="test"`;

describe('signing in to ghcr.io', () => {
  it('the job token is exchanged once for all requests of one kind', async () => {
    const of = await openOciWorld();
    const repository = of.connect().repository('octo/demo');
    await pushImage(repository);
    await pushImage(repository);
    const asked = of.world.journal.entries.filter(({ path }) => path.startsWith('/token'));
    expect(asked.map(({ path }) => decodeURIComponent(path))).toEqual([
      '/token?service=ghcr.io&scope=repository:octo/demo:pull,push',
    ]);
  });

  it('an expired token is renewed in the middle of a push', async () => {
    const of = await openOciWorld();
    const repository = of.connect().repository('octo/demo');
    await pushImage(repository);
    of.emulated.expireTokens();
    await pushImage(repository);
    expect(of.emulated.listPackages()[0]?.manifests.length).toBe(2);
  });

  it('registry tokens are masked in the log', async () => {
    const of = await openOciWorld();
    await pushImage(of.connect().repository('octo/demo'));
    expect(of.log.masked.size).toBeGreaterThan(0);
    for (const token of of.log.masked) expect(of.log.lines.join('\n')).not.toContain(token);
  });

  it('anonymous access, an invalid token and a missing permission fail with different errors', async () => {
    const of = await openOciWorld();
    await pushImage(of.connect().repository('octo/demo'), '1.0');
    const as = (password: string) =>
      of.connect({ kind: 'basic', username: 'x', password }).repository('octo/demo');
    await expect(resolveDigest(of.connect('anonymous').repository('octo/demo'), '1.0')).rejects.toMatchObject(
      {
        code: 'E_OCI_AUTHENTICATION',
        hint: expect.stringMatching(/does not exist or is private/),
      },
    );
    await expect(resolveDigest(as('ghs_unknownunknownunknown'), '1.0')).rejects.toMatchObject({
      code: 'E_OCI_AUTHENTICATION',
      message: expect.stringContaining('as "x": 403 "DENIED: denied"'),
    });
    await expect(
      resolveDigest(as(of.jobToken({ packages: 'read' }, 'octo/other')), '1.0'),
    ).rejects.toMatchObject({
      code: 'E_OCI_DENIED',
    });
    expect(await resolveDigest(as(of.jobToken({ packages: 'read' })), '2.0')).toBeUndefined();
    of.emulated.setVisibility('octo/demo', 'public');
    expect(await resolveDigest(of.connect('anonymous').repository('octo/demo'), '1.0')).toMatch(/^sha256:/);
  });

  it('a rejected push explains which permission is missing', async () => {
    const of = await openOciWorld();
    const push = (token: string, name: string) =>
      pushImage(of.connect({ kind: 'basic', username: 'x', password: token }).repository(name));
    await expect(push(of.jobToken({ packages: 'read' }), 'octo/demo')).rejects.toMatchObject({
      code: 'E_OCI_DENIED',
      message: expect.stringContaining('DENIED: installation not allowed to Create organization package'),
      hint: expect.stringContaining('Add "packages: write"'),
    });
    await push(of.jobToken(), 'octo/demo');
    await expect(push(of.jobToken({ packages: 'write' }, 'octo/other'), 'octo/demo')).rejects.toMatchObject({
      message: expect.stringContaining('permission_denied: write_package'),
      hint: expect.stringContaining('Manage Actions access'),
    });
    await expect(push(of.jobToken(), 'someone/demo')).rejects.toMatchObject({
      hint: expect.stringContaining('Use the owner of the repository'),
    });
    const weak = of.world.tokens.issuePersonal({ login: 'octo', scopes: ['read:packages'] });
    await expect(push(weak, 'octo/new')).rejects.toMatchObject({
      hint: expect.stringContaining('fine-grained'),
    });
  });
});

describe('signing in with a token service', () => {
  it('a token in the field "token" or "access_token" is accepted', async () => {
    for (const field of ['token', 'access_token']) {
      const of = await serveWithTokens({ challenge: bearer, token: () => ({ [field]: 'abc' }) });
      expect(await listTags(of.connect(basic).repository('octo/demo'))).toEqual(['1.0']);
      expect(of.seen.at(-1)?.authorization).toBe('Bearer abc');
    }
  });

  it('the token service gets the credentials and the registry gets only the token', async () => {
    const of = await serveWithTokens({ challenge: bearer });
    await listTags(of.connect(basic).repository('octo/demo'));
    const header = `Basic ${Buffer.from(`octocat:${basic.password}`).toString('base64')}`;
    expect(of.seen.map(({ authorization }) => authorization)).toEqual([undefined, header, 'Bearer token-1']);
    expect(of.seen[1]?.path).toBe('/token?service=test&scope=repository%3Aocto%2Fdemo%3Apull');
  });

  it('a stored identity token is sent as an OAuth 2 form', async () => {
    const bodies: string[] = [];
    const of = await serveRegistry((request, response, body) => {
      if (request.url === '/token') {
        bodies.push(`${request.method} ${body.toString()}`);
        response.end('{"access_token":"abc"}');
      } else if (request.headers.authorization === 'Bearer abc') response.end('{"tags":[]}');
      else response.writeHead(401, { 'www-authenticate': bearer(request.headers.host ?? '') }).end();
    });
    await listTags(of.connect({ kind: 'identity', token: 'refresh-me' }).repository('octo/demo'));
    const [form = ''] = bodies;
    expect(form).toMatch(/^POST /);
    expect(Object.fromEntries(new URLSearchParams(form.slice(5)))).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-me',
      scope: 'repository:octo/demo:pull',
    });
  });

  it.each([
    [
      'a token service on a different site',
      () => 'Bearer realm="https://tokens.evil.example/token"',
      /a different site/,
    ],
    [
      'a token service over plain HTTP',
      () => 'Bearer realm="http://tokens.evil.example/token"',
      /does not use https/,
    ],
    [
      'a token service with a user in its address',
      (host: string) => `Bearer realm="http://a:b@${host}/token"`,
      /contains a user/,
    ],
    ['a token service without a valid address', () => 'Bearer realm="nowhere"', /not a valid address/],
    [
      'an unknown authentication scheme',
      () => 'Negotiate',
      /no supported authentication method \(negotiate\)/,
    ],
  ])('%s gets no credentials', async (_what, challenge, reason) => {
    const of = await serveWithTokens({ challenge });
    const outcome = listTags(of.connect(basic).repository('octo/demo'));
    await expect(outcome).rejects.toMatchObject({
      code: 'E_OCI_CHALLENGE',
      message: expect.stringMatching(reason),
    });
    expect(of.seen.some(({ authorization }) => authorization !== undefined)).toBe(false);
  });

  it('a challenge from a host that the registry redirected to is rejected', async () => {
    const elsewhere = await serveWithTokens({ challenge: bearer, accepts: () => false });
    const of = await serveRegistry((request, response) => {
      if (request.url === '/v2/') response.end('{}');
      else response.writeHead(307, { location: `http://${elsewhere.host}${request.url}` }).end();
    });
    await expect(listTags(of.connect(basic).repository('octo/demo'))).rejects.toMatchObject({
      code: 'E_OCI_CHALLENGE',
    });
    expect(elsewhere.seen.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  it('a rejected token is renewed once, then the request fails', async () => {
    const of = await serveWithTokens({
      challenge: (host) => `${bearer(host)},error="insufficient_scope"`,
      accepts: () => false,
    });
    await expect(listTags(of.connect(basic).repository('octo/demo'))).rejects.toMatchObject({
      code: 'E_OCI_AUTHENTICATION',
      hint: expect.stringContaining('is not allowed to push'),
    });
    expect(of.count()).toBe(2);
  });

  it('a token service on a different host of the same site is accepted for Docker Hub', async () => {
    const seen: string[] = [];
    const world = await createWorld({
      directory: await temporaryDirectory(),
      userEnvironment: {},
      services: () => ({
        handles: undefined,
        services: [
          {
            name: 'hub',
            hosts: ['registry-1.docker.io', 'auth.docker.io'],
            async handle({ host, headers: { authorization = 'none' } }) {
              seen.push(`${host} ${authorization.split(' ', 1)[0]}`);
              if (host === 'auth.docker.io')
                return { status: 200, body: '{"token":"abc","access_token":"abc"}' };
              if (authorization === 'Bearer abc') return { status: 200, body: '{"tags":["3"]}' };
              const challenge = 'Bearer realm="https://auth.docker.io/token",service="registry.docker.io"';
              return { status: 401, headers: { 'www-authenticate': challenge } };
            },
          },
        ],
      }),
    });
    onTestFinished(() => world.close());
    const log = createMemoryLog();
    const http = createHttp({ log, clock: hastyClock, userAgent: 'slipway-test', environment: world.env });
    const registry = openRegistry({
      http,
      clock: hastyClock,
      log,
      registry: 'docker.io',
      credentials: basic,
    });
    expect(await listTags(registry.repository('library/python'))).toEqual(['3']);
    expect(seen).toEqual([
      'registry-1.docker.io none',
      'auth.docker.io Basic',
      'registry-1.docker.io Bearer',
    ]);
  });

  it('eight concurrent requests share one token', async () => {
    const of = await serveWithTokens({ challenge: bearer });
    const repository = of.connect(basic).repository('octo/demo');
    await Promise.all(Array.from({ length: 8 }, () => listTags(repository)));
    expect(of.count()).toBe(1);
  });
});

describe('signing in with Basic authentication', () => {
  it('user and password are sent only after a challenge, and a second 401 is final', async () => {
    const of = await serveWithTokens({
      challenge: () => 'Basic realm="test"',
      accepts: (text) => text.startsWith('Basic '),
    });
    expect(await listTags(of.connect(basic).repository('octo/demo'))).toEqual(['1.0']);
    const refusing = await serveWithTokens({ challenge: () => 'Basic realm="test"', accepts: () => false });
    await expect(listTags(refusing.connect(basic).repository('octo/demo'))).rejects.toMatchObject({
      code: 'E_OCI_AUTHENTICATION',
    });
    const bytes = Buffer.from('x');
    await expect(
      uploadBlob(refusing.connect().repository('octo/demo'), sourceOfBytes(digestBytes(bytes), bytes)),
    ).rejects.toMatchObject({ code: 'E_OCI_AUTHENTICATION' });
  });
});
