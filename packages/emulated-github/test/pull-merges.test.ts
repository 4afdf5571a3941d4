import { describe, expect, it } from 'vitest';
import { openWorld, type TestWorld } from './world.ts';

interface Merged {
  readonly sha?: string;
  readonly message: string;
}

/** Opens a pull request with commits that each change a file. */
async function propose(world: TestWorld, token: string, messages: readonly string[]): Promise<void> {
  const { sha } = (await world.api<{ object: { sha: string } }>(token, 'GET', '/git/ref/heads/main')).json
    .object;
  await world.api(token, 'POST', '/git/refs', { ref: 'refs/heads/topic', sha });
  for (const [index, message] of messages.entries()) {
    const content = Buffer.from(String(index)).toString('base64');
    await world.api(token, 'PUT', `/contents/file-${index}.txt`, { message, content, branch: 'topic' });
  }
  await world.api(token, 'POST', '/pulls', { title: 'A topic', head: 'topic', base: 'main' });
}

const headOf = async (world: TestWorld, token: string): Promise<{ message: string; parents: number }> => {
  const { json } = await world.api<{ commit: { message: string }; parents: unknown[] }>(
    token,
    'GET',
    '/commits/main',
  );
  return { message: json.commit.message, parents: json.parents.length };
};

describe('the merge of a pull request', () => {
  it.each([
    ['merge', ['feat: a', 'fix: b'], 'Merge pull request #1 from octo/topic\n\nA topic', 2],
    ['squash', ['feat: a', 'fix: b'], 'A topic (#1)\n\n* feat: a\n\n* fix: b', 1],
    ['squash', ['feat: a\n\nWords.'], 'feat: a (#1)\n\nWords.', 1],
    ['rebase', ['feat: a', 'fix: b'], 'fix: b', 1],
  ])('a %s of %j writes the message %j', async (method, messages, message, parents) => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write', 'pull-requests': 'write' });
    const person = world.tokens.issuePersonal({ login: 'octo', scopes: ['repo'] });
    await propose(world, person, messages);
    const merged = await world.api<Merged>(token, 'PUT', '/pulls/1/merge', { merge_method: method });
    expect(merged.json).toMatchObject({ merged: true, message: 'Pull Request successfully merged' });
    const head = await headOf(world, token);
    expect({ ...head, message: head.message.trimEnd() }).toEqual({ message, parents });
    const listed = await world.api<readonly Record<string, unknown>[]>(token, 'GET', '/pulls?state=closed');
    expect(listed.json).toMatchObject([{ state: 'closed', merge_commit_sha: merged.json.sha }]);
    expect(listed.json[0]?.['merged_at']).not.toBeNull();
  });

  it('a method that is off, another head and a closed pull request are refused as GitHub does', async () => {
    const world = await openWorld({ mergeMethods: ['squash'] });
    const person = world.tokens.issuePersonal({ login: 'octo', scopes: ['repo'] });
    await propose(world, person, ['feat: a']);
    const merge = async (body: unknown): Promise<unknown[]> => {
      const { status, json } = await world.api<Merged>(person, 'PUT', '/pulls/1/merge', body);
      return [status, json.message];
    };
    expect(await merge({})).toEqual([405, 'Merge commits are not allowed on this repository.']);
    expect(await merge({ merge_method: 'squash', sha: 'a'.repeat(40) })).toEqual([
      ...[409, 'Head branch was modified. Review and try the merge again.'],
    ]);
    expect((await world.api(person, 'PATCH', '/pulls/1', { state: 'closed' })).status).toBe(200);
    expect(await merge({ merge_method: 'squash' })).toEqual([405, 'Pull Request is not mergeable']);
    expect((await world.api(person, 'PATCH', '/pulls/1', { state: 'open' })).status).toBe(200);
    expect((await merge({ merge_method: 'squash' }))[0]).toBe(200);
    expect((await world.api(person, 'PATCH', '/pulls/1', { state: 'open' })).status).toBe(422);
  });
});
