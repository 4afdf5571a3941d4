import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitLocally, openWorld, remoteWith, type TestWorld } from './world.ts';

async function cloneInto(world: TestWorld, token: string): Promise<string> {
  const work = join(world.directory, 'work');
  const cloned = await world.git(['clone', '--quiet', remoteWith(token), work]);
  expect(cloned).toMatchObject({ exitCode: 0, stderr: '' });
  return work;
}

async function commitFile(work: string, path: string, text: string): Promise<void> {
  await mkdir(join(work, path, '..'), { recursive: true });
  await writeFile(join(work, path), text);
  await gitLocally(work, 'add', '-A');
  await gitLocally(work, 'commit', '--quiet', '-m', `change ${path}`);
}

describe('Git over HTTP', () => {
  it('a public repository is cloned anonymously and an anonymous push is rejected', async () => {
    const world = await openWorld();
    const work = join(world.directory, 'work');
    expect((await world.git(['clone', '--quiet', 'https://github.com/octo/demo', work])).exitCode).toBe(0);
    await commitFile(work, 'a.txt', 'a\n');
    const pushed = await world.git(['push', '--quiet', 'origin', 'main'], work);
    expect(pushed.exitCode).not.toBe(0);
    expect(world.gateway.serviceErrors).toEqual([]);
  });

  it('an atomic push of a branch and a tag is accepted and both are announced', async () => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write' });
    const work = await cloneInto(world, token);
    const pushes: string[] = [];
    world.github.on('push', (event) => pushes.push(`${event.actor} ${event.ref} ${event.byJobToken}`));
    await commitFile(work, 'a.txt', 'a\n');
    await gitLocally(work, 'tag', '-a', 'v1.0.0', '-m', 'v1.0.0');
    const pushed = await world.git(['push', '--atomic', 'origin', 'main', 'v1.0.0'], work);
    expect(pushed).toMatchObject({ exitCode: 0 });
    expect(pushes).toEqual([
      'github-actions[bot] refs/heads/main true',
      'github-actions[bot] refs/tags/v1.0.0 true',
    ]);
    const ref = await world.api<{ object: { sha: string } }>(token, 'GET', '/git/ref/heads/main');
    expect(ref.json.object.sha).toBe(await gitLocally(work, 'rev-parse', 'HEAD'));
  });

  it('a push without "contents: write" is rejected with the message of GitHub', async () => {
    const world = await openWorld();
    const work = await cloneInto(world, world.jobToken({ contents: 'read' }));
    await commitFile(work, 'a.txt', 'a\n');
    const pushed = await world.git(['push', 'origin', 'main'], work);
    expect(pushed.stderr).toContain('remote: Permission to octo/demo.git denied to github-actions[bot].');
    expect(pushed.stderr).toContain('The requested URL returned error: 403');
  });

  it('an unknown token is rejected and a private repository is hidden from strangers', async () => {
    const world = await openWorld({ private: true });
    const wrong = await world.git(['ls-remote', remoteWith('ghs_wrong')]);
    expect(wrong.stderr).toContain('Invalid username or token');
    const anonymous = await world.git(['ls-remote', 'https://github.com/octo/demo']);
    expect(anonymous.exitCode).not.toBe(0);
    const own = await world.git(['ls-remote', remoteWith(world.jobToken({ contents: 'read' }))]);
    expect(own.exitCode).toBe(0);
  });

  it('a push that changes a workflow file is rejected and leaves nothing behind', async () => {
    const world = await openWorld();
    const work = await cloneInto(world, world.jobToken({ contents: 'write' }));
    await commitFile(work, '.github/workflows/release.yml', 'on: push\n');
    const head = await gitLocally(work, 'rev-parse', 'HEAD');
    const pushed = await world.git(['push', 'origin', 'main'], work);
    expect(pushed.stderr).toContain(
      '! [remote rejected] main -> main (refusing to allow a GitHub App to create or update workflow `.github/workflows/release.yml` without `workflows` permission)',
    );
    const commit = await world.api(world.jobToken({ contents: 'read' }), 'GET', `/git/commits/${head}`);
    expect(commit.status).toBe(404);
  });

  it.each([
    [
      'branch-protection',
      'GH006: Protected branch update failed for refs/heads/main.',
      'protected branch hook declined',
    ],
    [
      'ruleset',
      'GH013: Repository rule violations found for refs/heads/main.',
      'push declined due to repository rule violations',
    ],
  ] as const)('a push to a branch with a %s is rejected', async (source, words, reason) => {
    const world = await openWorld({
      protections: [{ pattern: 'refs/heads/main', source, requirePullRequest: true }],
    });
    const work = await cloneInto(world, world.jobToken({ contents: 'write' }));
    await commitFile(work, 'a.txt', 'a\n');
    const pushed = await world.git(['push', 'origin', 'main'], work);
    expect(pushed.stderr).toContain(`remote: error: ${words}`);
    expect(pushed.stderr).toContain('Changes must be made through a pull request.');
    expect(pushed.stderr).toContain(`! [remote rejected] main -> main (${reason})`);
  });

  it('a moved tag is rejected by a tag ruleset and a new tag is accepted', async () => {
    const world = await openWorld({
      protections: [{ pattern: 'refs/tags/v*', source: 'ruleset', update: true, deletion: true }],
    });
    const work = await cloneInto(world, world.jobToken({ contents: 'write' }));
    await gitLocally(work, 'tag', 'v1');
    expect((await world.git(['push', 'origin', 'v1'], work)).exitCode).toBe(0);
    await commitFile(work, 'a.txt', 'a\n');
    await gitLocally(work, 'tag', '--force', 'v1');
    const moved = await world.git(['push', '--force', 'origin', 'v1'], work);
    expect(moved.stderr).toContain('Cannot update this protected ref.');
  });
});
