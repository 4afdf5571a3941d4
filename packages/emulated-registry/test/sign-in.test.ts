import { createManualClock } from '@slipway/core/testing/manual-clock';
import { describe, expect, it } from 'vitest';
import {
  ask,
  askToken,
  bearer,
  jobToken,
  openRegistryWorld,
  pushArtifact,
  type RegistryWorld,
  words,
} from './world.ts';

const name = 'octo/demo';
const tags = `/v2/${name}/tags/list`;

async function published(): Promise<RegistryWorld> {
  const of = await openRegistryWorld();
  await pushArtifact(of, name, '1.0', await bearer(of, name));
  return of;
}

const withToken = (authorization: string) => ({ headers: { authorization } });

describe('signing in to the emulated ghcr.io', () => {
  it('a challenge names the token service and the scope of the request', async () => {
    const of = await openRegistryWorld();
    const answer = await ask(of, '/v2/');
    expect(words(answer)).toBe('401 UNAUTHORIZED: authentication required');
    expect(answer.headers['www-authenticate']).toBe(
      'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:user/image:pull"',
    );
    const pushing = await ask(of, `/v2/${name}/blobs/uploads/`, { method: 'POST' });
    expect(pushing.headers['www-authenticate']).toContain('scope="repository:octo/demo:pull,push"');
  });

  it('an anonymous client gets no token for a private or missing package', async () => {
    const of = await published();
    for (const repository of [name, 'octo/nothing'])
      expect(words(await askToken(of, `repository:${repository}:pull`))).toBe(
        '401 UNAUTHORIZED: authentication required',
      );
    of.registry.setVisibility(name, 'public');
    expect((await askToken(of, `repository:${name}:pull`)).status).toBe(200);
  });

  it('unknown, fine-grained and malformed tokens are rejected', async () => {
    const of = await published();
    expect(words(await askToken(of, `repository:${name}:pull`, 'ghs_unknown'))).toBe('403 DENIED: denied');
    const fineGrained = of.world.tokens.issuePersonal({ login: 'octo', permissions: { packages: 'write' } });
    const authorization = await bearer(of, name, 'pull', fineGrained);
    expect(words(await ask(of, tags, withToken(authorization)))).toBe(
      '403 DENIED: permission_denied: The token provided does not match expected scopes.',
    );
    expect(words(await ask(of, tags, withToken('Bearer abc')))).toBe('403 DENIED: invalid token');
    expect(words(await ask(of, tags, withToken('Basic abc')))).toBe('403 DENIED: invalid token');
    const raw = await ask(of, '/token?scope=repository:octo/demo:pull', withToken(`Bearer ${jobToken(of)}`));
    expect(raw.status).toBe(401);
  });

  it('public packages are read with the undocumented short token', async () => {
    const of = await published();
    expect(words(await ask(of, tags, withToken('Bearer QQ==')))).toBe(
      '401 UNAUTHORIZED: authentication required',
    );
    of.registry.setVisibility(name, 'public');
    expect(JSON.parse((await ask(of, tags, withToken('Bearer QQ=='))).body)).toEqual({ name, tags: ['1.0'] });
    expect(
      words(await ask(of, `/v2/${name}/blobs/uploads/`, { method: 'POST', ...withToken('Bearer QQ==') })),
    ).toContain('User cannot be authenticated with the token provided');
  });

  it('a GitHub token in base64 is accepted as a registry token', async () => {
    const of = await published();
    const token = Buffer.from(jobToken(of)).toString('base64');
    expect((await ask(of, tags, withToken(`Bearer ${token}`))).status).toBe(200);
  });

  it('a registry token is limited to its scope and to five minutes', async () => {
    const clock = createManualClock();
    const of = await openRegistryWorld({ now: clock.now });
    const pull = await bearer(of, name, 'pull');
    expect(words(await ask(of, `/v2/${name}/blobs/uploads/`, { method: 'POST', ...withToken(pull) }))).toBe(
      '403 DENIED: requested access to the resource is denied',
    );
    await pushArtifact(of, name, '1.0', await bearer(of, name));
    expect((await ask(of, tags, withToken(pull))).status).toBe(200);
    clock.advance(5 * 60 * 1000);
    const late = await ask(of, tags, withToken(pull));
    expect(late.status).toBe(401);
    expect(late.headers['www-authenticate']).toContain('realm="https://ghcr.io/token"');
  });
});

describe('package permissions', () => {
  const push = async (of: RegistryWorld, token: string, repository = name) => {
    const authorization = await bearer(of, repository, 'pull,push', token);
    const answer = await ask(of, `/v2/${repository}/blobs/uploads/`, {
      method: 'POST',
      ...withToken(authorization),
    });
    return answer.status === 202 ? '202' : words(answer);
  };

  it('a push without "packages: write" fails with the error of ghcr.io', async () => {
    const of = await openRegistryWorld();
    const reading = jobToken(of, { permissions: { packages: 'read' } });
    expect(await push(of, reading)).toBe(
      '403 DENIED: installation not allowed to Create organization package',
    );
    await pushArtifact(of, name, '1.0', await bearer(of, name));
    expect(await push(of, reading)).toBe(
      '403 DENIED: installation not allowed to Write organization package',
    );
    expect(await push(of, jobToken(of, { permissions: {} }))).toContain('installation not allowed');
    expect(await push(of, jobToken(of))).toBe('202');
  });

  it('a push is accepted only from the linked repository and from those with write access', async () => {
    const of = await published();
    const other = jobToken(of, { repository: 'octo/other' });
    expect(await push(of, other)).toBe('403 DENIED: permission_denied: write_package');
    of.registry.setActionsAccess(name, 'octo/other', 'read');
    expect(await push(of, other)).toBe('403 DENIED: permission_denied: write_package');
    of.registry.setActionsAccess(name, 'octo/other', 'write');
    expect(await push(of, other)).toBe('202');
    expect(await push(of, jobToken(of), 'someone/demo')).toBe(
      '403 DENIED: permission_denied: create_package',
    );
  });

  it('a classic token is limited to its scopes and to its own account', async () => {
    const of = await openRegistryWorld();
    const { tokens } = of.world;
    const writing = tokens.issuePersonal({ login: 'octo', scopes: ['write:packages'] });
    expect(await push(of, writing)).toBe('202');
    expect(await push(of, writing, 'someone/demo')).toBe('403 DENIED: permission_denied: create_package');
    const reading = tokens.issuePersonal({ login: 'octo', scopes: ['read:packages', 'repo'] });
    expect(await push(of, reading)).toContain('does not match expected scopes');
  });

  it('a new package is private and linked to the repository named in its manifest', async () => {
    const of = await openRegistryWorld();
    const annotations = { 'org.opencontainers.image.source': 'https://github.com/octo/elsewhere' };
    await pushArtifact(of, name, '1.0', await bearer(of, name), { annotations });
    expect(of.registry.listPackages()).toMatchObject([
      {
        name,
        visibility: 'private',
        linkedRepository: 'octo/elsewhere',
        tags: { '1.0': expect.any(String) },
      },
    ]);
    expect(await push(of, jobToken(of))).toBe('403 DENIED: permission_denied: write_package');
  });
});
