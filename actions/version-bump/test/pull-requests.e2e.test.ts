import { describe, expect, it } from 'vitest';
import { changelog, openWorld, projectFiles, pyproject, type TestWorld } from './world.ts';

const permissions = { contents: 'write', 'pull-requests': 'write', actions: 'write' } as const;
const actions = { canApprovePullRequestReviews: true };
const head = 'slipway/release-main';
const scm =
  '[build-system]\nrequires = ["setuptools", "setuptools-scm"]\n[project]\nname = "demo"\ndynamic = ["version"]\n[tool.setuptools_scm]\n';

/** One run of the workflow on a push to the default branch. */
const push = (world: TestWorld, inputs: Readonly<Record<string, string>> = {}) =>
  world.run({ mode: 'pull-request', dispatch: 'release.yml', ...inputs }, { permissions, clone: true });

/** Commits a change of one file on a branch, as a person does in the editor of GitHub. */
async function edit(
  { git, repository }: TestWorld,
  branch: string,
  path: string,
  change: (text: string) => string,
  message = 'docs: better words',
): Promise<string> {
  const { execFileSync } = await import('node:child_process');
  const text = change(`${await git('show', `${branch}:${path}`)}\n`);
  const blob = execFileSync('git', ['-C', repository.gitDirectory, 'hash-object', '-w', '--stdin'], {
    input: text,
  })
    .toString()
    .trim();
  const entries = (await git('ls-tree', '-r', branch)).split('\n').map((line) => {
    const [meta = '', name = ''] = line.split('\t');
    return `${name === path ? `100644 blob ${blob}` : meta}\t${name}`;
  });
  const index = `${repository.gitDirectory}/edit-index`;
  execFileSync('git', ['-C', repository.gitDirectory, 'update-index', '--index-info'], {
    input: `${entries.join('\n')}\n`,
    env: { ...process.env, GIT_INDEX_FILE: index },
  });
  const tree = execFileSync('git', ['-C', repository.gitDirectory, 'write-tree'], {
    env: { ...process.env, GIT_INDEX_FILE: index },
  })
    .toString()
    .trim();
  const sha = await git('commit-tree', tree, '-p', branch, '-m', message);
  await git('update-ref', `refs/heads/${branch}`, sha);
  return sha;
}

describe('the release pull request', () => {
  it('one pull request follows new commits with its version, and is closed when nothing is left', async () => {
    const world = await openWorld(projectFiles, { actions });
    const first = await push(world);
    expect(first.exitCode, first.output).toBe(0);
    expect(first.outputs).toMatchObject({ version: '1.2.0', released: 'false', changed: 'true' });
    expect(first.output).toContain('Approve workflows to run');
    await world.commit('feat!: everything else');
    const second = await push(world);
    expect(second.outputs).toMatchObject({ version: '2.0.0' });
    const [pull, ...others] = world.repository.pullRequests;
    expect(others).toEqual([]);
    expect(pull).toMatchObject({ head, base: 'main', state: 'open', title: 'chore(release): 2.0.0' });
    expect(pull?.body).toContain('## Release notes\n\n### Added\n\n- A thing.');
    expect(pull?.body).toContain('+ version = "2.0.0"');
    expect(await world.git('show', `${head}:pyproject.toml`)).toBe(pyproject.replace('1.1.0', '2.0.0'));
    const before = await world.git('rev-parse', head);
    await push(world);
    expect(await world.git('rev-parse', head)).toBe(before);
    await world.git('update-ref', 'refs/heads/main', 'v1.1.0^{commit}');
    const nothing = await push(world);
    expect(nothing.outputs).toMatchObject({ released: 'false' });
    expect(nothing.output).toContain('there is nothing to release any more');
    expect(world.repository.pullRequests.map(({ state }) => state)).toEqual(['closed']);
    expect(await world.git('tag', '--list')).toBe('v1.1.0');
  });

  it.each(['merge', 'squash', 'rebase'] as const)(
    'a %s of the pull request is tagged and released once, and nothing is proposed twice',
    async (method) => {
      const world = await openWorld(projectFiles, { actions });
      await push(world);
      const merged = await world.merge(1, method);
      const run = await push(world);
      expect(run.exitCode, run.output).toBe(0);
      expect(run.outputs).toMatchObject({
        version: '1.2.0',
        tag: 'v1.2.0',
        released: 'true',
        commit: merged,
      });
      expect(await world.git('rev-parse', 'v1.2.0^{commit}')).toBe(merged);
      const again = await push(world);
      expect(again.exitCode, again.output).toBe(0);
      expect(again.outputs).toMatchObject({ version: '1.2.0', released: 'false' });
      expect(world.repository.pullRequests).toHaveLength(1);
      expect(world.repository.runs).toMatchObject([{ headBranch: 'v1.2.0', headSha: merged }]);
      expect(await world.git('rev-parse', 'main')).toBe(merged);
    },
  );

  it('edits of the changelog survive new commits, and are part of the release', async () => {
    const world = await openWorld(projectFiles, { actions });
    await push(world);
    await edit(world, head, 'CHANGELOG.md', (text) => text.replace('- A thing.', '- A wonderful thing.'));
    await world.commit('feat!: everything else');
    const run = await push(world);
    expect(run.exitCode, run.output).toBe(0);
    const notes = await world.git('show', `${head}:CHANGELOG.md`);
    expect(notes).toContain('- A wonderful thing.');
    expect(notes).toMatch(/## \[2\.0\.0\] - /);
    expect(notes).not.toContain('1.2.0');
    expect(world.repository.pullRequests[0]?.body).toContain('- A wonderful thing.');
    const tip = await world.git('rev-parse', head);
    await push(world);
    expect(await world.git('rev-parse', head)).toBe(tip);
    const merged = await world.merge(1, 'squash');
    expect((await push(world)).outputs).toMatchObject({ tag: 'v2.0.0', commit: merged, released: 'true' });
    // What was squashed is not on the next pull request once more.
    await world.commit('fix: later');
    await push(world);
    expect(world.repository.pullRequests.map(({ state }) => state)).toEqual(['closed', 'open']);
    expect(await world.git('rev-list', '--count', `main..${head}`)).toBe('1');
  });

  it('a commit on the pull request that does not fit any more is named, and nothing is lost', async () => {
    const world = await openWorld(projectFiles, { actions });
    await push(world);
    const tip = await edit(world, head, 'CHANGELOG.md', (text) =>
      text.replace('- A thing.', '- A wonderful thing.'),
    );
    await edit(
      world,
      'main',
      'CHANGELOG.md',
      () => changelog.replace('- A thing.', '- Another thing.'),
      'fix: words',
    );
    const run = await push(world);
    expect(run.exitCode, run.output).toBe(0);
    expect(run.output).toContain(`commit ${tip.slice(0, 7)} on ${head} changes CHANGELOG.md`);
    expect(await world.git('rev-parse', head)).toBe(tip);
  });

  it.each([
    ['the dated section of its changelog', { 'CHANGELOG.md': changelog }, 'squash'],
    ['the pull request, without a changelog', {}, 'squash'],
    ['the pull request, without a changelog', {}, 'merge'],
  ] as const)('a version that comes from git is released by %s', async (_, files, method) => {
    const world = await openWorld(
      { ...projectFiles, 'CHANGELOG.md': '# Nothing\n', ...files, 'pyproject.toml': scm },
      { actions },
    );
    await push(world);
    const merged = await world.merge(1, method);
    const run = await push(world);
    expect(run.outputs, run.output).toMatchObject({ tag: 'v1.2.0', commit: merged, released: 'true' });
    expect((await push(world)).outputs).toMatchObject({ version: '1.2.0', released: 'false' });
    expect(world.repository.pullRequests).toHaveLength(1);
  });

  it('a merged release is tagged where it was merged, also when the branch has moved since', async () => {
    const world = await openWorld(projectFiles, { actions });
    await push(world);
    const merged = await world.merge(1, 'squash');
    await world.commit('feat!: right behind it');
    const run = await world.run(
      { mode: 'pull-request', dispatch: 'release.yml' },
      { permissions, sha: merged },
    );
    expect(run.outputs, run.output).toMatchObject({ tag: 'v1.2.0', commit: merged });
    expect((await push(world)).outputs).toMatchObject({ version: '2.0.0', released: 'false' });
  });

  it('a repository where Actions may not open one is named in the words of GitHub', async () => {
    const world = await openWorld();
    const run = await push(world);
    expect(run.exitCode).toBe(1);
    expect(run.output).toContain('GitHub Actions is not permitted to create or approve pull requests.');
  });
});

describe('a branch whose rules forbid a direct commit', () => {
  const protection = {
    pattern: 'refs/heads/main',
    source: 'ruleset',
    requirePullRequest: true,
    name: 'main',
  } as const;

  it('the rule is named before anything is written', async () => {
    const world = await openWorld(projectFiles, { protections: [protection] });
    const run = await world.run({}, { clone: true });
    expect(run.exitCode).toBe(1);
    expect(run.output).toContain('The rules of main forbid a direct commit: pull_request (ruleset "main").');
    const writes = world.world.journal.entries.filter(({ method }) => !['GET', 'CONNECT'].includes(method));
    expect(writes).toEqual([]);
  });

  it('a token that may bypass the rule commits directly', async () => {
    const bypass = { ...protection, bypass: ['github-actions[bot]'] };
    const world = await openWorld(projectFiles, { protections: [bypass] });
    const run = await world.run({}, { clone: true });
    expect(run.outputs, run.output).toMatchObject({ tag: 'v1.2.0', released: 'true' });
  });
});
