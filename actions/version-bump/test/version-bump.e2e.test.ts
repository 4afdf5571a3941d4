import { describe, expect, it } from 'vitest';
import { changelog, openWorld, projectFiles, pyproject, type TestWorld } from './world.ts';

const api = 'api.github.com';

async function stateOf(world: TestWorld): Promise<Record<string, unknown>> {
  return {
    commits: await world.git('rev-list', '--count', 'main'),
    tree: await world.git('rev-parse', 'main^{tree}'),
    tags: await world.git('tag', '--list'),
    tagged: (await world.git('rev-parse', 'v1.2.0^{commit}')) === (await world.git('rev-parse', 'main')),
    runs: world.repository.runs.map((run) => run.headBranch),
  };
}

describe('the version bump', () => {
  it('the version bump releases what the commits ask for: one verified commit, one tag, one run of the workflow', async () => {
    const world = await openWorld();
    const base = await world.git('rev-parse', 'main');
    const run = await world.run({ dispatch: 'release.yml' });
    expect(run.exitCode, run.output).toBe(0);
    const commit = await world.git('rev-parse', 'main');
    expect(run.outputs).toMatchObject({
      version: '1.2.0',
      'previous-version': '1.1.0',
      tag: 'v1.2.0',
      commit,
      changed: 'true',
      'is-prerelease': 'false',
    });
    expect(JSON.parse(run.outputs['plan'] ?? '')).toMatchObject({
      version: '1.2.0',
      base,
      edits: [{ path: 'CHANGELOG.md' }, { path: 'pyproject.toml' }],
    });
    expect(await world.git('show', 'main:pyproject.toml')).toBe(pyproject.replace('1.1.0', '1.2.0'));
    const notes = await world.git('show', 'main:CHANGELOG.md');
    expect(notes).toMatch(
      /## \[Unreleased\]\n\n## \[1\.2\.0\] - \d{4}-\d\d-\d\d\n\n### Added\n\n- A thing\./,
    );
    expect(notes).toContain('[1.2.0]: https://github.com/octo/demo/compare/v1.1.0...v1.2.0');
    expect(await world.git('rev-parse', 'v1.2.0^{commit}')).toBe(commit);
    expect(world.repository.signedCommits.has(commit)).toBe(true);
    expect(world.repository.runs).toMatchObject([{ headBranch: 'v1.2.0', headSha: commit }]);
    expect(run.summary).toContain('1.2.0');
    expect(run.output.replace(/^::add-mask::.*$/m, '')).not.toMatch(/ghs_/);
    // Once more, as a re-run of the same job and as a new run at the new head.
    const again = await world.run({ dispatch: 'release.yml' }, { sha: base });
    expect(again.outputs).toMatchObject({ version: '1.2.0', commit, changed: 'false' });
    const fresh = await world.run({ dispatch: 'release.yml' });
    expect(fresh.outputs).toMatchObject({ version: '1.2.0', tag: 'v1.2.0', commit, changed: 'false' });
    expect(await world.git('rev-parse', 'main')).toBe(commit);
    expect(world.repository.runs).toHaveLength(1);
  });

  it('collects the fragments of towncrier and deletes them in the release commit', async () => {
    const world = await openWorld({
      'pyproject.toml': `${pyproject}\n[tool.towncrier]\ndirectory = "changes"\nfilename = "CHANGES.rst"\n`,
      'CHANGES.rst':
        '.. towncrier release notes start\n\ndemo 1.1.0 (2026-01-01)\n=======================\n\n- First.\n',
      ...{ 'changes/7.feature.rst': 'A thing.\n', 'changes/.gitignore': '!.gitignore\n' },
    });
    const run = await world.run({ bump: 'minor' });
    expect(run.exitCode, run.output).toBe(0);
    expect(await world.git('diff-tree', '-r', '--name-status', 'main^', 'main')).toBe(
      'M\tCHANGES.rst\nD\tchanges/7.feature.rst\nM\tpyproject.toml',
    );
    expect(await world.git('show', 'main:CHANGES.rst')).toMatch(
      /demo 1\.2\.0 \(\d{4}-\d\d-\d\d\)\n=+\n\nFeatures\n-+\n\n- A thing\. \(#7\)\n\n\ndemo 1\.1\.0/,
    );
    expect(run.output).toContain('CHANGES.rst has the text of 1 fragment, which is deleted.');
  });

  it('the version bump ends in the same state when it is stopped after any of its writes and run again', async () => {
    const states = new Set<string>();
    let nth = 1;
    for (; ; nth += 1) {
      const world = await openWorld();
      const sha = await world.git('rev-parse', 'main');
      // GitHub does the nth request and answers it in a way that ends the action there and then.
      const stop = {
        status: 401,
        headers: { 'content-type': 'application/json' },
        body: '{"message":"stop"}',
      };
      world.world.gateway.faults.add({
        on: { host: api, method: 'POST', nth },
        effect: { kind: 'status', committed: true, ...stop },
      });
      const first = await world.run({ bump: 'minor', dispatch: 'release.yml' }, { sha });
      const stopped = world.world.gateway.faults.strikes > 0;
      expect(first.exitCode).toBe(stopped ? 1 : 0);
      if (!stopped) break;
      const second = await world.run({ bump: 'minor', dispatch: 'release.yml' }, { sha });
      expect(second.exitCode, second.output).toBe(0);
      states.add(JSON.stringify(await stateOf(world)));
      await world.world.close();
    }
    expect([...states].map((state) => JSON.parse(state))).toEqual([
      { commits: '3', tree: expect.any(String), tags: 'v1.1.0\nv1.2.0', tagged: true, runs: ['v1.2.0'] },
    ]);
    // Two blobs, tree, commit, tag, both refs, start of the workflow.
    expect(nth).toBe(8);
  });

  it('the version bump writes nothing in a dry run, and shows the plan and the changes', async () => {
    const world = await openWorld();
    const run = await world.run({ bump: 'major', 'dry-run': 'true', dispatch: 'release.yml' });
    expect(run.exitCode, run.output).toBe(0);
    expect(run.outputs).toMatchObject({ version: '2.0.0', tag: 'v2.0.0', changed: 'false' });
    expect(run.outputs['commit']).toBeUndefined();
    expect(run.output).toContain('- version = "1.1.0"');
    expect(await world.git('tag', '--list')).toBe('v1.1.0');
    const writes = world.world.journal.entries.filter(
      ({ method }) => !['GET', 'CONNECT'].includes(method ?? ''),
    );
    expect(writes).toEqual([]);
  });

  it('the version bump succeeds with nothing to release when no commit asks for it', async () => {
    const world = await openWorld();
    await world.git('update-ref', 'refs/heads/main', await world.git('rev-parse', 'v1.1.0^{commit}'));
    await world.commit('docs: words');
    const run = await world.run({});
    expect(run.exitCode, run.output).toBe(0);
    const reason = 'Nothing to release since v1.1.0: 1 commit, which is not feat, fix or perf.';
    expect(run.outputs).toMatchObject({
      version: '1.1.0',
      tag: 'v1.1.0',
      changed: 'false',
      released: 'false',
      reason,
    });
    expect(run.output).toContain(`${reason} To release anyway, set "bump" to patch`);
  });

  it('the version bump releases the head when the branch has moved since the run was started', async () => {
    const world = await openWorld();
    const sha = await world.git('rev-parse', 'main');
    const head = await world.commit('fix: later');
    const run = await world.run({}, { sha });
    expect(run.exitCode, run.output).toBe(0);
    expect(await world.git('rev-parse', 'main^')).toBe(head);
    expect(run.output).toContain('The branch has moved');
  });

  it('the version bump makes one release of two runs that are started at once', async () => {
    const world = await openWorld();
    const runs = await Promise.all([1, 2].map(() => world.run({ bump: 'minor' })));
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const commit = await world.git('rev-parse', 'main');
    expect(runs.map(({ outputs }) => outputs['commit'])).toEqual([commit, commit]);
    expect(await world.git('rev-list', '--count', 'main')).toBe('3');
  });

  it('the version bump changes no file of a project whose version comes from git, and goes by its tags', async () => {
    const scm =
      '[build-system]\nrequires = ["setuptools", "setuptools-scm"]\n[project]\nname = "demo"\ndynamic = ["version"]\n[tool.setuptools_scm]\n';
    const world = await openWorld({ 'pyproject.toml': scm, 'CHANGELOG.md': '# Changes by hand\n' });
    // A higher tag on another line of history does not count.
    const side = await world.git('commit-tree', 'main^{tree}', '-p', 'v1.1.0^{commit}', '-m', 'feat: side');
    await world.git('tag', 'v3.0.0', side);
    const head = await world.git('rev-parse', 'main');
    const run = await world.run({ 'dispatch-inputs': '' });
    expect(run.exitCode, run.output).toBe(0);
    expect(run.outputs).toMatchObject({ version: '1.2.0', 'previous-version': '1.1.0', commit: head });
    expect(await world.git('rev-parse', 'v1.2.0^{commit}')).toBe(head);
  });

  it('the version bump keeps every other byte: a byte order mark, carriage returns, quotes, no newline at the end', async () => {
    const odd =
      "\uFEFF[tool.poetry]\r\nname = 'demo'\r\nversion = '1.1.0'  # here\r\n[tool.pytest.ini_options]\r\nminversion = '7.0'";
    const world = await openWorld({ 'pyproject.toml': odd });
    const run = await world.run({ bump: 'rc' });
    expect(run.exitCode, run.output).toBe(0);
    expect(run.outputs).toMatchObject({ version: '1.1.1rc1', 'is-prerelease': 'true' });
    expect(await world.git('show', 'main:pyproject.toml')).toBe(odd.replace('1.1.0', '1.1.1rc1'));
  });

  it('the version bump tags the version that the tree has, once', async () => {
    const world = await openWorld({
      ...projectFiles,
      'pyproject.toml': pyproject.replace('1.1.0', '1.2.0rc1'),
    });
    const head = await world.git('rev-parse', 'main');
    const run = await world.run({ bump: 'none' });
    expect(run.outputs).toMatchObject({
      tag: 'v1.2.0rc1',
      commit: head,
      changed: 'true',
      'is-prerelease': 'true',
    });
    expect((await world.run({ bump: 'none' })).outputs).toMatchObject({ commit: head, changed: 'false' });
    const other = await world.commit('fix: x');
    const refused = await world.run({ bump: 'none' }, { sha: other });
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain('E_GITHUB_TAG_TAKEN');
  });

  it.each([
    ['both a kind and a version', { bump: 'minor', version: '2.0' }, {}, projectFiles, 'E_INPUT_INVALID'],
    ['a version that is not later', { version: '1.0.9' }, {}, projectFiles, 'E_BUMP_VERSION'],
    ['a local version', { version: '2.0+x' }, {}, projectFiles, 'E_BUMP_VERSION'],
    ['a folder without a project', { path: 'docs' }, {}, projectFiles, 'E_PROJECT_MISSING'],
    [
      'a prefix that no tag can have',
      { 'tag-prefix': 'a b/', version: '2' },
      {},
      projectFiles,
      'E_TAG_FORMAT',
    ],
    [
      'two fields that disagree',
      {},
      {},
      { ...projectFiles, 'pyproject.toml': `${pyproject}\n[tool.poetry]\nversion = "1.0.9"\n` },
      'E_VERSION_DISAGREE',
    ],
    [
      'a checkout that was changed',
      {},
      { checkout: { ...projectFiles, 'CHANGELOG.md': `${changelog}\nmore` } },
      projectFiles,
      'E_BUMP_TREE',
    ],
    ['a workflow file', { 'extra-files': '.github/workflows/release.yml' }, {}, projectFiles, 'E_EXTRA_FILE'],
    [
      'a workflow to start that is not there',
      { dispatch: 'none.yml' },
      {},
      projectFiles,
      'E_GITHUB_DISPATCH',
    ],
    [
      'a workflow that is not YAML',
      {},
      {},
      { ...projectFiles, '.github/workflows/release.yml': 'on:\n  workflow_dispatch:\n  "open\n' },
      'is not valid YAML',
    ],
    [
      'a token that may only read',
      {},
      { permissions: { contents: 'read' } as const },
      projectFiles,
      'Add "contents: write"',
    ],
  ])('the version bump rejects %s and writes nothing', async (_, inputs, options, files, words) => {
    const world = await openWorld(files);
    const before = await world.git('for-each-ref');
    const run = await world.run({ dispatch: 'release.yml', ...inputs }, options);
    expect(run.exitCode).toBe(1);
    expect(run.output).toContain(words);
    expect(await world.git('for-each-ref')).toBe(before);
    expect(world.repository.runs).toEqual([]);
  });
});
