import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openWorld, pyproject, type TestWorld } from './world.ts';

/** Adds symbolic links to `main`, each by its path and where it leads. */
async function commitLinks(world: TestWorld, links: Readonly<Record<string, string>>): Promise<void> {
  const file = join(world.repository.gitDirectory, 'link-text');
  await world.git('read-tree', 'main');
  for (const [path, target] of Object.entries(links)) {
    await writeFile(file, target);
    const blob = await world.git('hash-object', '-w', file);
    await world.git('update-index', '--add', '--cacheinfo', `120000,${blob},${path}`);
  }
  const tree = await world.git('write-tree');
  const commit = await world.git('commit-tree', tree, '-p', 'main', '-m', 'docs: link');
  await world.git('update-ref', 'refs/heads/main', commit);
}

it('fragments and a changelog that are symbolic links are read as a checkout shows them', async () => {
  const world = await openWorld({
    'pyproject.toml': `${pyproject}\n[tool.towncrier]\ndirectory = "changes"\nfilename = "CHANGES.rst"\n`,
    'docs/changes.rst':
      '.. towncrier release notes start\n\ndemo 1.1.0 (2026-01-01)\n=======================\n\n- First.\n',
    'changes/7.feature.rst': 'A thing.\n',
    '.github/workflows/release.yml': 'name: release\non:\n  workflow_dispatch:\n',
  });
  await commitLinks(world, { 'CHANGES.rst': 'docs/changes.rst', 'changes/8.bugfix.rst': '7.feature.rst' });
  const run = await world.run({ dispatch: 'release.yml' }, { clone: true });
  expect(run.exitCode, run.output).toBe(0);
  const news = await world.git('show', 'main:docs/changes.rst');
  expect(news).toMatch(/demo 1\.2\.0 \(\d{4}-\d\d-\d\d\)/);
  expect(news).toMatch(/Features\n-+\n\n- A thing\. \(#7\)/);
  expect(news).toMatch(/Bugfixes\n-+\n\n- A thing\. \(#8\)/);
  // The link stays, and the fragments are gone.
  expect(await world.git('ls-tree', '-r', 'main', '--', 'CHANGES.rst')).toMatch(/^120000 /);
  expect(await world.git('show', 'main:CHANGES.rst')).toBe('docs/changes.rst');
  expect(await world.git('ls-tree', '-r', '--name-only', 'main', '--', 'changes')).toBe('');
});
