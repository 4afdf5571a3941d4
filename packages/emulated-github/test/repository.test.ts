import { call } from '@slipway/testkit/client';
import { describe, expect, it } from 'vitest';
import { openWorld, releaseWorkflow } from './world.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('repository over REST', () => {
  it('settings, branches, rules, tags and environments are returned', async () => {
    const world = await openWorld({
      environments: [{ name: 'pypi' }],
      protections: [
        { pattern: 'refs/heads/main', source: 'ruleset', requirePullRequest: true, nonFastForward: true },
      ],
    });
    const token = world.jobToken({ contents: 'write', actions: 'read' });
    const repository = await world.api(token, 'GET', '');
    expect(repository.json).toMatchObject({
      full_name: 'octo/demo',
      default_branch: 'main',
      permissions: { push: true, admin: false },
    });
    expect(repository.headers).toMatchObject({
      'x-ratelimit-limit': '1000',
      'x-github-api-version-selected': '2022-11-28',
    });
    expect((await world.api(token, 'GET', '/branches')).json).toMatchObject([
      { name: 'main', protected: true },
    ]);
    expect((await world.api(token, 'GET', '/branches/main')).json).toMatchObject({ protected: true });
    expect((await world.api(token, 'GET', '/rules/branches/main')).json).toMatchObject([
      { type: 'non_fast_forward' },
      { type: 'pull_request' },
    ]);
    expect((await world.api(token, 'GET', '/environments/pypi')).json).toMatchObject({ name: 'pypi' });
    expect((await world.api(token, 'GET', '/environments/none')).status).toBe(404);
    const head = String(
      (await world.api<{ commit: { sha: string } }>(token, 'GET', '/branches/main')).json.commit.sha,
    );
    await world.api(token, 'POST', '/git/refs', { ref: 'refs/tags/v1', sha: head });
    expect((await world.api(token, 'GET', '/tags')).json).toMatchObject([
      { name: 'v1', commit: { sha: head } },
    ]);
    expect((await world.api(token, 'GET', '/git/matching-refs/tags/v')).json).toMatchObject([
      { ref: 'refs/tags/v1' },
    ]);
    const refused = await world.api(token, 'PUT', '/contents/a.txt', { message: 'a', content: base64('a') });
    expect(refused.json['message']).toContain('Changes must be made through a pull request.');
    const archive = await world.api(token, 'GET', '/tarball/v1');
    expect((await call(world.gateway, String(archive.headers.location))).status).toBe(200);
  });

  it('a visitor sees no permissions, and an archived repository is read-only', async () => {
    const open = await openWorld();
    const seen = await open.api(undefined, 'GET', '');
    expect(seen.status).toBe(200);
    expect(seen.json).not.toHaveProperty('permissions');
    const world = await openWorld({ archived: true });
    const token = world.jobToken({ contents: 'write' });
    expect((await world.api(token, 'GET', '')).json).toMatchObject({ archived: true });
    const refused = await world.api(token, 'PUT', '/contents/a.txt', { message: 'a', content: base64('a') });
    expect(refused).toMatchObject({
      status: 403,
      json: { message: 'Repository was archived so is read-only.' },
    });
  });

  it('a symbolic link to a file is answered with the content of the file, any other one as a link', async () => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write' });
    const base = (await world.api<{ sha: string }>(token, 'GET', '/commits/main')).json.sha;
    const link = (path: string, content: string) => ({ path, mode: '120000', type: 'blob', content });
    const tree = await world.api<{ sha: string }>(token, 'POST', '/git/trees', {
      base_tree: base,
      tree: [link('docs/index.md', '../README.md'), link('lost.md', 'missing.md')],
    });
    const commit = await world.api<{ sha: string }>(token, 'POST', '/git/commits', {
      ...{ message: 'docs: link', tree: tree.json.sha, parents: [base] },
    });
    const ref = `?ref=${commit.json.sha}`;
    const followed = await world.api<{ content: string }>(token, 'GET', `/contents/docs/index.md${ref}`);
    expect(followed.json).toMatchObject({ type: 'file', path: 'docs/index.md' });
    expect(Buffer.from(followed.json.content, 'base64').toString()).toBe('# demo\n');
    const raw = await world.api(token, 'GET', `/contents/docs/index.md${ref}`, undefined, {
      accept: 'application/vnd.github.raw+json',
    });
    expect(raw.body).toBe('# demo\n');
    const lost = await world.api(token, 'GET', `/contents/lost.md${ref}`);
    expect(lost.json).toMatchObject({ type: 'symlink', target: 'missing.md' });
  });

  it('contents are read and written, and commits are compared', async () => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write' });
    const file = await world.api<{ sha: string; content: string }>(token, 'GET', '/contents/README.md');
    expect(Buffer.from(file.json.content, 'base64').toString()).toBe('# demo\n');
    expect((await world.api<unknown[]>(token, 'GET', '/contents/')).json).toHaveLength(3);
    const raw = await world.api(token, 'GET', '/contents/.github/workflows/release.yml', undefined, {
      accept: 'application/vnd.github.raw+json',
    });
    expect(raw.body).toBe(releaseWorkflow);
    const base = (await world.api<{ sha: string }>(token, 'GET', '/commits/main')).json.sha;
    const put = await world.api(token, 'PUT', '/contents/README.md', {
      message: 'docs: more',
      content: base64('# more\n'),
      sha: file.json.sha,
    });
    expect(put.json).toMatchObject({ commit: { verification: { verified: true } } });
    const stale = await world.api(token, 'PUT', '/contents/README.md', {
      message: 'x',
      content: '',
      sha: file.json.sha,
    });
    expect([stale.status, stale.json['message']]).toEqual([409, `README.md does not match ${file.json.sha}`]);
    await world.api(token, 'PUT', '/contents/b.txt', { message: 'feat: b', content: base64('b\n') });
    const compared = await world.api(token, 'GET', `/compare/${base}...main`);
    expect(compared.json).toMatchObject({
      status: 'ahead',
      ahead_by: 2,
      behind_by: 0,
      commits: [{ commit: { message: 'docs: more' } }, { commit: { message: 'feat: b' } }],
      files: [
        { filename: 'README.md', status: 'modified', changes: 2 },
        { filename: 'b.txt', status: 'added' },
      ],
    });
    const page = await world.api<{ commit: { message: string } }[]>(
      token,
      'GET',
      '/commits?per_page=1&page=2',
    );
    expect(page.json.map((entry) => entry.commit.message)).toEqual(['docs: more']);
    expect(page.headers.link).toMatch(
      /page=1>; rel="prev".*page=3>; rel="next".*page=3>; rel="last".*page=1>; rel="first"/,
    );
    expect((await world.api<unknown[]>(token, 'GET', '/commits?path=b.txt')).json).toHaveLength(1);
    const first = await world.api<{ files: unknown[] }>(token, 'GET', `/commits/${base}`);
    expect(first.json.files).toHaveLength(4);
    expect(
      (await world.api<{ tree: unknown[] }>(token, 'GET', '/git/trees/main?recursive=1')).json.tree,
    ).toHaveLength(7);
  });

  it('a pull request is opened once, by a token with the permission', async () => {
    const world = await openWorld({ actions: { canApprovePullRequestReviews: true } });
    const token = world.jobToken({ contents: 'write', 'pull-requests': 'write' });
    const sha = (await world.api<{ sha: string }>(token, 'GET', '/commits/main')).json.sha;
    await world.api(token, 'POST', '/git/refs', { ref: 'refs/heads/release', sha });
    const wanted = { title: 'Release', head: 'release', base: 'main' };
    const message = async (): Promise<unknown> =>
      (await world.api<{ errors: { message: string }[] }>(token, 'POST', '/pulls', wanted)).json.errors[0]
        ?.message;
    expect(await message()).toBe('No commits between main and release');
    const put = await world.api<{ commit: { sha: string } }>(token, 'PUT', '/contents/c.txt', {
      message: 'c',
      content: base64('c'),
      branch: 'release',
    });
    expect((await world.api(token, 'POST', '/pulls', wanted)).status).toBe(201);
    expect(await message()).toBe('A pull request already exists for octo:release.');
    expect((await world.api<unknown[]>(token, 'GET', '/pulls?head=octo:release')).json).toHaveLength(1);
    expect(
      (await world.api<unknown[]>(token, 'GET', `/commits/${put.json.commit.sha}/pulls`)).json,
    ).toHaveLength(1);
    expect((await world.api(token, 'GET', '/pulls/1')).json).toMatchObject({ commits: 1, changed_files: 1 });
    const renamed = await world.api(token, 'PATCH', '/pulls/1', { title: 'Release 2', body: 'Notes' });
    expect(renamed.json).toMatchObject({ number: 1, title: 'Release 2', body: 'Notes' });
    expect((await world.api(token, 'PATCH', '/pulls/2', { title: 'x' })).status).toBe(404);
    expect((await world.api(world.jobToken({ contents: 'write' }), 'POST', '/pulls', wanted)).status).toBe(
      403,
    );
  });
});

describe('workflow runs over REST', () => {
  it('a dispatch starts a workflow only with valid inputs and the permission', async () => {
    const world = await openWorld();
    const token = world.jobToken({ actions: 'write' });
    const started: unknown[] = [];
    world.github.on('workflow_dispatch', ({ ref, inputs, workflowPath }) =>
      started.push({ ref, inputs, workflowPath }),
    );
    const dispatch = async (file: string, body: unknown, headers = {}): Promise<unknown> => {
      const answer = await world.api(token, 'POST', `/actions/workflows/${file}/dispatches`, body, headers);
      return answer.json?.['message'] ?? answer.status;
    };
    expect(await dispatch('none.yml', { ref: 'main' })).toBe('Not Found');
    expect(await dispatch('ci.yml', { ref: 'main' })).toBe(
      "Workflow does not have 'workflow_dispatch' trigger",
    );
    expect(await dispatch('release.yml', { ref: 'nope' })).toBe('No ref found for: nope');
    expect(await dispatch('release.yml', { ref: 'main' })).toBe("Required input 'reason' not provided");
    expect(await dispatch('release.yml', { ref: 'main', inputs: { other: '1' } })).toBe(
      'Unexpected inputs provided: ["other"]',
    );
    expect(await dispatch('release.yml', { ref: 'main', inputs: { bump: 'x', reason: 'r' } })).toBe(
      "Provided value 'x' for input 'bump' not in the list of allowed values",
    );
    expect(started).toEqual([]);
    expect(await dispatch('release.yml', { ref: 'main', inputs: { reason: 'r' } })).toBe(204);
    expect(started).toEqual([
      {
        ref: 'refs/heads/main',
        inputs: { bump: 'patch', reason: 'r' },
        workflowPath: '.github/workflows/release.yml',
      },
    ]);
    expect(
      await dispatch('release.yml', { ref: 'main', inputs: { reason: 'r' }, return_run_details: true }),
    ).toBe(200);
    expect(
      await dispatch(
        'release.yml',
        { ref: 'main', inputs: { reason: 'r' } },
        { 'x-github-api-version': '2026-03-10' },
      ),
    ).toBe(200);
    const refused = await world.api(
      world.jobToken({ contents: 'write' }),
      'POST',
      '/actions/workflows/release.yml/dispatches',
      { ref: 'main' },
    );
    expect([refused.status, refused.json['message']]).toEqual([
      403,
      'Resource not accessible by integration',
    ]);
  });

  it('registered runs and jobs are returned', async () => {
    const world = await openWorld();
    const token = world.jobToken({ actions: 'read' });
    const headSha = (await world.api<{ sha: string }>(token, 'GET', '/commits/main')).json.sha;
    const run = {
      id: 5,
      name: 'release',
      path: '.github/workflows/release.yml',
      event: 'push',
      headBranch: 'main',
      headSha,
      runNumber: 1,
      runAttempt: 1,
      actor: 'octocat',
      status: 'in_progress',
      conclusion: null,
      createdAtMs: 0,
      updatedAtMs: 0,
    } as const;
    const job = {
      id: 9,
      name: 'build',
      status: 'completed',
      conclusion: 'success',
      startedAtMs: 0,
      completedAtMs: 1000,
      steps: [{ name: 'Build', conclusion: 'success' }],
    } as const;
    world.github.registerRun('octo/demo', run);
    world.github.registerRun('octo/demo', { ...run, status: 'completed', conclusion: 'success' }, [job]);
    expect(
      (await world.api(token, 'GET', '/actions/workflows/release.yml/runs?status=success')).json,
    ).toMatchObject({ total_count: 1 });
    expect((await world.api(token, 'GET', '/actions/runs/5')).json).toMatchObject({ conclusion: 'success' });
    expect((await world.api(token, 'GET', '/actions/runs/5/jobs')).json).toMatchObject({
      jobs: [{ name: 'build' }],
    });
  });
});
