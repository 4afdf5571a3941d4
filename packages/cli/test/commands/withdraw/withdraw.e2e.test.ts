import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGitHub } from '@slipway/emulated-github/github';
import { createPypi } from '@slipway/emulated-pypi/pypi';
import { createRegistry } from '@slipway/emulated-registry/registry';
import { openWorld } from '@slipway/testkit/world';
import { describe, expect, it } from 'vitest';
import { createFixtureProject, git } from '../../support/fixture-project.ts';

const main = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));

/** Two releases with images; the tags `latest` and `1` follow the second, bad one. */
async function openSetting() {
  const folder = createFixtureProject();
  for (const tag of ['v1.1.0', 'v1.2.0']) git(folder, 'tag', tag);
  const world = await openWorld({
    async services({ tokens, directory, now, idTokens }) {
      const github = await createGitHub({ directory: join(directory, 'github'), tokens });
      const repository = await github.createRepository({ fullName: 'octo/demo', from: folder });
      const registry = createRegistry({ directory, tokens, now });
      const pypi = createPypi({
        ...{ site: 'pypi', directory, now, attestationVerifier: undefined as never },
        loadKeySet: () => Promise.reject(new Error(`not used: ${idTokens.name}`)),
      });
      return {
        services: [github.service, registry.service, pypi.service],
        handles: { repository, registry },
      };
    },
  });
  const { repository, registry } = world.handles;
  const add = (id: number, version: string): void =>
    void repository.releases.push({
      ...{
        id,
        tagName: `v${version}`,
        name: null,
        body: '',
        draft: false,
        prerelease: false,
        author: 'octo',
      },
      ...{ targetCommitish: 'main', immutable: false, untaggedName: '', discussionCategory: null },
      ...{ createdAtMs: id, updatedAtMs: id, publishedAtMs: id },
      assets: [
        {
          ...{
            id: id * 10,
            name: `demo-${version}-py3-none-any.whl`,
            label: null,
            contentType: 'application/zip',
          },
          ...{ state: 'uploaded', size: 1, sha256: 'a'.repeat(64), file: 'none', uploader: 'octo' },
          ...{ createdAtMs: 1, updatedAtMs: 1, downloads: 0 },
        },
      ],
    });
  add(1, '1.1.0');
  add(2, '1.2.0');
  const good = await registry.addImage('octo/demo', {
    repository: 'octo/demo',
    version: '1.1.0',
    tags: ['1.1.0', '1.1'],
  });
  return { world, registry, good };
}

describe('slipway withdraw', () => {
  it('the moving tags go back to the previous release, and only with --apply', async () => {
    const { world, registry, good } = await openSetting();
    const bad = await registry.addImage('octo/demo', {
      repository: 'octo/demo',
      version: '1.2.0',
      tags: ['1.2.0', '1.2', '1', 'latest', 'sha-0123abc'],
    });
    const token = world.tokens.issuePersonal({ login: 'octo', scopes: ['repo', 'write:packages'] });
    const run = async (...words: string[]) => {
      const child = spawn(process.execPath, [main, 'withdraw', 'octo/demo@v1.2.0', ...words], {
        env: { PATH: '/usr/bin:/bin', ...world.env, GH_TOKEN: token },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => {
          output += chunk.toString('utf8');
        });
      const exitCode = await new Promise<number | null>((done) => child.on('close', done));
      return { exitCode, output };
    };
    const tagsOf = () => registry.listPackages().find(({ name }) => name === 'octo/demo')?.tags;
    const dry = await run('--reason', 'it deletes files');
    expect(dry.exitCode, dry.output).toBe(6);
    expect(dry.output).toContain('back to v1.1.0');
    expect(dry.output).toContain('Move the image tags 1, latest back');
    expect(tagsOf()).toMatchObject({ latest: bad, '1': bad });
    const applied = await run('--reason', 'it deletes files', '--apply', 'tags');
    expect(applied.exitCode, applied.output).toBe(6);
    // No earlier release is 1.2, and what the tag of a commit promises is not known.
    expect(tagsOf()).toEqual({
      ...{ '1.1.0': good, '1.1': good, '1.2.0': bad, '1': good, latest: good },
      ...{ '1.2': bad, 'sha-0123abc': bad },
    });
    expect(applied.output).toContain('Remove the image tags 1.2, or release a fix');
    const again = await run('--reason', 'it deletes files');
    expect(again.output).not.toContain('Move the image tags');
    expect((await run()).exitCode).toBe(2);
  });
});
