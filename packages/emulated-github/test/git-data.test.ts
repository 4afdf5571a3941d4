import { describe, expect, it } from 'vitest';
import { gitLocally, openWorld, type TestWorld } from './world.ts';

interface Sha {
  readonly sha: string;
}

async function commitOnTop(
  world: TestWorld,
  token: string,
  parent: string,
  message: string,
): Promise<string> {
  const blob = await world.api<Sha>(token, 'POST', '/git/blobs', {
    content: `${message}\n`,
    encoding: 'utf-8',
  });
  const tree = await world.api<Sha>(token, 'POST', '/git/trees', {
    base_tree: parent,
    tree: [{ path: 'note.txt', mode: '100644', type: 'blob', sha: blob.json.sha }],
  });
  const commit = await world.api<Sha>(token, 'POST', '/git/commits', {
    message,
    tree: tree.json.sha,
    parents: [parent],
  });
  expect(commit.status).toBe(201);
  return commit.json.sha;
}

const headOf = async (world: TestWorld, token: string): Promise<string> =>
  (await world.api<{ object: Sha }>(token, 'GET', '/git/ref/heads/main')).json.object.sha;

describe('Git data over REST', () => {
  it('a commit and an annotated tag made over REST are read by git itself', async () => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write' });
    const head = await headOf(world, token);
    const sha = await commitOnTop(world, token, head, 'chore: release 1.0.0');
    const tag = await world.api<Sha & { verification: { verified: boolean } }>(token, 'POST', '/git/tags', {
      tag: 'v1.0.0',
      message: 'v1.0.0\n',
      object: sha,
      type: 'commit',
    });
    expect(tag.json.verification.verified).toBe(false);
    await world.api(token, 'PATCH', '/git/refs/heads/main', { sha, force: false });
    await world.api(token, 'POST', '/git/refs', { ref: 'refs/tags/v1.0.0', sha: tag.json.sha });
    const directory = world.github.repository('octo/demo').gitDirectory;
    expect(await gitLocally(directory, 'cat-file', '-t', 'v1.0.0')).toBe('tag');
    expect(await gitLocally(directory, 'rev-parse', 'v1.0.0^{commit}')).toBe(sha);
    expect(await gitLocally(directory, 'ls-tree', 'main', 'run.sh')).toContain('100755');
    expect(await gitLocally(directory, 'log', '-1', '--format=%an|%ae|%cn', 'main')).toBe(
      'github-actions[bot]|41898282+github-actions[bot]@users.noreply.github.com|GitHub',
    );
    expect(await gitLocally(directory, 'fsck', '--strict')).toBe('');
    const commit = await world.api<{ verification: { verified: boolean } }>(
      token,
      'GET',
      `/git/commits/${sha}`,
    );
    expect(commit.json.verification.verified).toBe(true);
  });

  it('a commit with an explicit author is not signed', async () => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write' });
    const head = await headOf(world, token);
    const tree = (await world.api<{ tree: Sha }>(token, 'GET', `/git/commits/${head}`)).json.tree.sha;
    const author = { name: 'A', email: 'a@example.com' };
    const commit = await world.api<{ verification: { reason: string } }>(token, 'POST', '/git/commits', {
      message: 'm',
      tree,
      parents: [head],
      author,
    });
    expect(commit.json.verification.reason).toBe('unsigned');
  });

  it('exactly one of two racing ref updates succeeds', async () => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write' });
    const head = await headOf(world, token);
    const [left, right] = [
      await commitOnTop(world, token, head, 'left'),
      await commitOnTop(world, token, head, 'right'),
    ];
    const answers = await Promise.all(
      [left, right].map((sha) =>
        world.api<{ message: string }>(token, 'PATCH', '/git/refs/heads/main', { sha }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 422]);
    const lost = answers.find((answer) => answer.status === 422);
    expect(lost?.json.message).toBe('Update is not a fast forward');
  });

  it('ref errors have the messages of GitHub', async () => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write' });
    const sha = await headOf(world, token);
    const message = async (method: string, path: string, body?: unknown): Promise<string> =>
      (await world.api<{ message: string }>(token, method, path, body)).json.message;
    expect(await message('POST', '/git/refs', { ref: 'refs/heads/main', sha })).toBe(
      'Reference already exists',
    );
    expect(await message('POST', '/git/refs', { ref: 'refs/heads/x', sha: '0'.repeat(40) })).toBe(
      'Object does not exist',
    );
    expect(await message('PATCH', '/git/refs/heads/none', { sha })).toBe('Reference does not exist');
    expect(await message('DELETE', '/git/refs/heads/none')).toBe('Reference does not exist');
    expect(await message('GET', '/git/ref/heads/none')).toBe('Not Found');
  });

  it('a job without the permission is rejected, and the permissions used are recorded', async () => {
    const world = await openWorld();
    const reader = world.jobToken({ contents: 'read' }, 1);
    const sha = await headOf(world, reader);
    const refused = await world.api(reader, 'POST', '/git/refs', { ref: 'refs/tags/v1', sha });
    expect(refused.status).toBe(403);
    expect(refused.json).toMatchObject({ message: 'Resource not accessible by integration', status: '403' });
    const unknown = await world.api('ghs_unknown', 'GET', '');
    expect([unknown.status, unknown.json['message']]).toEqual([401, 'Bad credentials']);
    const used = (checkRunId: number): unknown =>
      world.github.permissionsUsed({ runId: 7001, runAttempt: 1, checkRunId });
    expect(used(1)).toEqual({ contents: 'read' });
    const writer = world.jobToken({ contents: 'write', actions: 'write' }, 2);
    await world.api(writer, 'POST', '/git/refs', { ref: 'refs/tags/v1', sha });
    expect(used(2)).toEqual({ contents: 'write' });
  });

  it('a job cannot commit a change to a workflow file', async () => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write' });
    const put = await world.api(token, 'PUT', '/contents/.github/workflows/new.yml', {
      message: 'x',
      content: Buffer.from('on: push\n').toString('base64'),
    });
    expect([put.status, put.json['message']]).toEqual([403, 'Resource not accessible by integration']);
  });
});
