import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createExec } from '@slipway/core/exec';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describe, expect, it } from 'vitest';
import { findCredentials } from '../../src/sign-in/credentials.ts';
import { temporaryDirectory } from '../world.ts';

const encode = (text: string): string => Buffer.from(text).toString('base64');

async function configured(config: unknown, registry = 'ghcr.io', helper?: string) {
  const directory = await temporaryDirectory();
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  await writeFile(join(directory, 'config.json'), text);
  if (helper !== undefined) {
    const path = join(directory, 'docker-credential-test');
    await writeFile(path, `#!/bin/sh\n${helper}\n`);
    await chmod(path, 0o755);
  }
  const log = createMemoryLog();
  const variables = { DOCKER_CONFIG: directory, PATH: `${directory}:/usr/bin:/bin` };
  return { log, found: await findCredentials(registry, { log, variables, exec: createExec() }) };
}

describe('findCredentials', () => {
  it('explicit credentials win over configured ones and are masked', async () => {
    const log = createMemoryLog();
    const explicit = { username: 'octocat', password: 'given-token' };
    expect(await findCredentials('ghcr.io', { log, explicit, variables: { HOME: '/nowhere' } })).toEqual({
      kind: 'basic',
      ...explicit,
    });
    expect(log.masked).toEqual(new Set(['given-token', encode('octocat:given-token')]));
  });

  it.each([
    [
      'an entry under the host name',
      { auths: { 'ghcr.io': { auth: encode('u:p:q') } } },
      { kind: 'basic', username: 'u', password: 'p:q' },
    ],
    [
      'an entry under an address',
      { auths: { 'https://ghcr.io/v2/': { username: 'u', password: 'p' } } },
      { kind: 'basic', username: 'u', password: 'p' },
    ],
    [
      'an identity token',
      { auths: { 'ghcr.io': { auth: encode('u:'), identitytoken: 'id' } } },
      { kind: 'identity', token: 'id' },
    ],
    ['a registry token', { auths: { 'ghcr.io': { registrytoken: 'rt' } } }, { kind: 'bearer', token: 'rt' }],
    [
      'an entry of a different host',
      { auths: { 'ghcr.io.evil.example': { auth: encode('u:p') } } },
      undefined,
    ],
    ['an entry that is null', { auths: { 'ghcr.io': null } }, undefined],
    ['an empty file', {}, undefined],
  ])('%s in the Docker configuration is read correctly', async (_what, config, expected) => {
    expect((await configured(config)).found).toEqual(expected);
  });

  it('the Docker configuration is read from the home directory in HOME or USERPROFILE', async () => {
    const home = await temporaryDirectory();
    await mkdir(join(home, '.docker'));
    const config = { auths: { 'ghcr.io': { auth: encode('u:p') } } };
    await writeFile(join(home, '.docker', 'config.json'), JSON.stringify(config));
    for (const variables of [{ HOME: home }, { HOME: '', USERPROFILE: home }])
      expect(await findCredentials('ghcr.io', { log: createMemoryLog(), variables })).toMatchObject({
        username: 'u',
      });
  });

  it('credentials for Docker Hub are read from its old address', async () => {
    const config = { auths: { 'https://index.docker.io/v1/': { auth: encode('u:p') } } };
    expect((await configured(config, 'docker.io')).found).toMatchObject({ username: 'u' });
  });

  it('the helper of the registry is used first, then the general store', async () => {
    const helper =
      'read host; echo "{\\"ServerURL\\":\\"$host\\",\\"Username\\":\\"u\\",\\"Secret\\":\\"for $host\\"}"';
    const expected = { kind: 'basic', username: 'u', password: 'for ghcr.io' };
    const byHelper = await configured(
      { credHelpers: { 'ghcr.io': 'test' }, credsStore: 'other' },
      'ghcr.io',
      helper,
    );
    expect(byHelper.found).toEqual(expected);
    expect(byHelper.log.masked).toContain('for ghcr.io');
    const byStore = await configured({ auths: { 'ghcr.io': {} }, credsStore: 'test' }, 'ghcr.io', helper);
    expect(byStore.found).toEqual(expected);
    const identity = `echo '{"Username":"<token>","Secret":"refresh"}'`;
    expect((await configured({ credsStore: 'test' }, 'ghcr.io', identity)).found).toEqual({
      kind: 'identity',
      token: 'refresh',
    });
  });

  it('a helper that reports no credentials leads to none', async () => {
    const helper = 'echo "credentials not found in native keychain"; exit 1';
    expect((await configured({ credsStore: 'test' }, 'ghcr.io', helper)).found).toBeUndefined();
  });

  it.each([
    ['a file that is not JSON', '{"auths":{"ghcr.io":{"auth":"c2VjcmV0', undefined, 'E_OCI_CREDENTIALS'],
    [
      'an "auth" without a user',
      { auths: { 'ghcr.io': { auth: encode('secret') } } },
      undefined,
      'E_OCI_CREDENTIALS',
    ],
    ['a failing helper', { credsStore: 'test' }, 'echo broken; exit 1', 'E_OCI_CREDENTIALS'],
    ['a helper that prints something else', { credsStore: 'test' }, 'echo c2VjcmV0', 'E_OCI_CREDENTIALS'],
    ['a helper name with a path', { credsStore: '../x' }, undefined, 'E_OCI_CREDENTIALS'],
    ['a missing helper', { credsStore: 'missing' }, undefined, 'E_TOOL_MISSING'],
    [
      'a token with a line break',
      { auths: { 'ghcr.io': { auth: encode('u:p\n') } } },
      undefined,
      'E_OCI_CREDENTIALS',
    ],
  ])('%s is rejected without revealing the secret', async (_what, config, helper, code) => {
    const refusal = configured(config, 'ghcr.io', helper);
    await expect(refusal).rejects.toMatchObject({ code });
    await expect(refusal).rejects.toMatchObject({ message: expect.not.stringMatching(/c2VjcmV0|secret/) });
  });
});
