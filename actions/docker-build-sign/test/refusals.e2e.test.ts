import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ghcrHost } from '@slipway/emulated-registry/registry';
import { describe, expect, it } from 'vitest';
import { errorOf, openImageWorld, type Run, type RunOptions } from './support/image-world.ts';
import { judge, listReleaseTags, readLegacy } from './support/stored-image.ts';

const built = ({ output }: Run): boolean => output.includes('Using buildx');

describe.concurrent('rejected jobs', () => {
  it('a job without permission for an ID token fails before the build and names the permission', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const run = await of.run({
      inputs: { version: '1.2.0' },
      identity: { permissions: { packages: 'write' } },
    });
    expect(errorOf(run)).toMatch(/^E_GITHUB_ID_TOKEN_PERMISSION .*"id-token: write"/);
    expect(built(run)).toBe(false);
    expect(of.world.journal.entries).toEqual([]);
    expect(run.summary).toMatch(/^### ✕ /);
  });

  it('a job without permission to write packages fails and nothing is signed', async ({ onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    const permissions = { packages: 'read', 'id-token': 'write' } as const;
    const run = await of.run({ inputs: { version: '1.2.0' }, identity: { permissions } });
    expect(errorOf(run)).toContain('E_OCI_DENIED');
    expect(run.output).toContain('packages: write');
    expect(await of.sigstore.entryCount()).toBe(0);
    expect(of.registry.listPackages()).toEqual([]);
  });

  it.for<[string, RunOptions, RegExp]>([
    [
      'a tag in the name',
      { inputs: { image: 'ghcr.io/octo/demo:1.2' } },
      /^E_INPUT_INVALID .*"image" contains a tag/,
    ],
    [
      'a digest in the name',
      { inputs: { image: `ghcr.io/octo/demo@sha256:${'0'.repeat(64)}` } },
      /^E_INPUT_INVALID .*"image" contains a tag or a digest/,
    ],
    [
      'uppercase letters in the name',
      { inputs: { image: 'ghcr.io/Octo/demo' } },
      /^E_OCI_REFERENCE .*write "octo\/demo"/,
    ],
    [
      'a missing context',
      { inputs: { context: 'missing', tags: 'edge' } },
      /^E_INPUT_INVALID .*"context" is "missing"/,
    ],
    [
      'an invalid digest to promote',
      { inputs: { mode: 'promote', digests: 'sha256:1' } },
      /^E_INPUT_INVALID .*is not a digest/,
    ],
    ['an argument that pushes', { inputs: { 'extra-args': '--push' } }, /^E_INPUT_INVALID .*--push/],
  ])(
    'a job with %s is rejected before any registry request',
    async ([_what, options, error], { onTestFinished }) => {
      const of = await openImageWorld({ onTestFinished });
      const run = await of.run({
        ...options,
        inputs: { sign: 'false', ...options.inputs },
        identity: { ref: 'refs/heads/main' },
      });
      expect(errorOf(run)).toMatch(error);
      expect(of.world.journal.entries).toEqual([]);
    },
  );
});

describe.concurrent('custom registry', () => {
  it('a registry with a port receives the credentials of its own helper and never the job token', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const image = 'ghcr.io:443/octo/ported';
    const password = of.world.tokens.issuePersonal({ login: 'Octo', scopes: ['write:packages'] });
    const [programs, config] = [join(of.directory, 'programs'), join(of.directory, 'docker')];
    const writeHelper = (name: string, line: string): void =>
      writeFileSync(
        join(programs, `docker-credential-${name}`),
        `#!/bin/sh\nread key\necho "$1 $key" >> '${of.directory}/asked-${name}'\n${line}\n`,
        { mode: 0o755 },
      );
    writeHelper(
      'own',
      `env > '${of.directory}/environment'\nprintf '{"Username":"octo","Secret":"%s"}' '${password}'`,
    );
    writeHelper('other', `printf '{"Username":"octo","Secret":"wrong"}'`);
    mkdirSync(config);
    const credHelpers = { 'ghcr.io:443': 'own', 'registry.example.org': 'other', 'ghcr.io': 'other' };
    writeFileSync(join(config, 'config.json'), JSON.stringify({ credHelpers, credsStore: 'other' }));
    const run = await of.run({
      inputs: { image, version: '1.2.0', token: 'ghs_0000000000000000000000000000000000AA' },
      variables: { DOCKER_CONFIG: config, AWS_PROFILE: 'of-an-earlier-step', NODE_OPTIONS: '--no-warnings' },
    });
    expect(errorOf(run), run.output).toBe('');
    const environment = readFileSync(join(of.directory, 'environment'), 'utf8');
    expect(environment).toContain('AWS_PROFILE=of-an-earlier-step');
    expect(environment).not.toMatch(/^(?:INPUT_|ACTIONS_|NODE_OPTIONS)/m);
    const digest = run.outputs['digest'] ?? '';
    expect(run.outputs['references']?.split('\n').slice(0, 2)).toEqual([
      `${image}@${digest}`,
      `${image}:1.2.0`,
    ]);
    const name = 'octo/ported';
    const [signature] = await readLegacy(of, digest, name);
    expect(String(signature?.payload)).toContain(`"docker-reference":"${image}"`);
    const judged = await judge(of, digest, { name });
    expect([judged.cosign3, judged.cosign2]).toEqual([undefined, undefined]);
    expect(run.outputs['verify-commands']).toContain(` ${image}@${digest}`);
    expect(listReleaseTags(of, name)).toMatchObject({ latest: digest });
    expect(run.output.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain(password);
    expect(readFileSync(join(of.directory, 'asked-own'), 'utf8')).toBe('get ghcr.io:443\n');
    expect(existsSync(join(of.directory, 'asked-other'))).toBe(false);
  });

  it('invalid credentials in the Docker configuration are rejected without showing them', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const config = join(of.directory, 'docker');
    mkdirSync(config);
    writeFileSync(
      join(config, 'config.json'),
      '{"auths":{"ghcr.io:443":{"auth":"c2VjcmV0LXdpdGhvdXQtY29sb24="}}}',
    );
    const run = await of.run({
      inputs: { image: 'ghcr.io:443/octo/demo', sign: 'false' },
      variables: { DOCKER_CONFIG: config },
    });
    expect(errorOf(run)).toMatch(/^E_OCI_CREDENTIALS .*is not base64 of "user:password"/);
    expect(run.output).not.toContain('secret-without-colon');
    expect(run.output).not.toContain('c2VjcmV0LXdpdGhvdXQtY29sb24=');
    expect(built(run)).toBe(false);
  });
});

describe.concurrent('registry outage', () => {
  it('a registry outage is reported, and the image has no signature and no tag', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    of.world.gateway.faults.add({
      on: { host: ghcrHost, method: 'PUT', path: /\/manifests\//, times: Number.POSITIVE_INFINITY },
      effect: {
        kind: 'status',
        status: 403,
        body: '{"errors":[{"code":"DENIED","message":"write_package"}]}',
      },
    });
    const run = await of.run({ inputs: { version: '1.2.0' } });
    expect(errorOf(run)).toMatch(/^E_OCI_DENIED .*write_package/);
    const { 'result-markdown': _said, ...outputs } = run.outputs;
    expect(outputs).toEqual({});
    expect(await of.sigstore.entryCount()).toBe(0);
    expect(run.summary).toMatch(/^### ✕ /);
  });
});
