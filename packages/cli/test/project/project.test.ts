import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectProject, readGitHubName, readStatusPaths } from '../../src/project/project.ts';
import { createFixtureProject, git, temporaryFolder, writeFiles } from '../support/fixture-project.ts';
import { openGit } from '../support/open-git.ts';

describe('a project', () => {
  it('the repository name is read from the remote, which is never contacted', async () => {
    const folder = createFixtureProject();
    git(folder, 'remote', 'add', 'origin', 'https://user:secret@github.com/ada/engine.git');
    const project = await inspectProject(openGit(), folder, false);
    expect(project).toMatchObject({ repository: 'ada/engine', branch: 'main', notes: [] });
    expect(JSON.stringify(project)).not.toContain('secret');
  });

  it.each([
    ['git@github.com:o/r.git', 'o/r'],
    ['ssh://git@github.com/o/r', 'o/r'],
    ['https://github.com/o/r.x/', 'o/r.x'],
    ['https://example.com/o/r', undefined],
    ['https://notgithub.com/o/r', undefined],
  ])('the repository name is read from %s', (url, name) => {
    expect(readGitHubName(url)).toBe(name);
  });

  it('untracked files are distinguished from changes', () => {
    expect(readStatusPaths(' M a b\0?? c\0R  new\0old\0A  d\0')).toEqual({
      changed: ['a b', 'new', 'd'],
      untracked: ['c'],
    });
  });

  it('the git index is left unchanged, including its time', async () => {
    const folder = createFixtureProject();
    const index = join(folder, '.git/index');
    // The same content at another time would make an ordinary `git status` refresh the index.
    execFileSync('touch', ['-d', '2001-01-01', join(folder, 'pyproject.toml')]);
    const before = { bytes: readFileSync(index), time: statSync(index).mtimeMs };
    await inspectProject(openGit(), folder, false);
    expect({ bytes: readFileSync(index), time: statSync(index).mtimeMs }).toEqual(before);
  });

  it('a folder that cannot be rehearsed is rejected with the reason', async () => {
    const run = openGit();
    const inspect = (folder: string) => inspectProject(run, folder, false);
    const empty = temporaryFolder();
    await expect(inspect(join(empty, 'nowhere'))).rejects.toThrow(/does not exist/);
    await expect(inspect(empty)).rejects.toThrow(/is not a git working copy/);
    git(empty, 'init', '--quiet');
    await expect(inspect(empty)).rejects.toThrow(/has no commit yet/);
    writeFiles(empty, { 'README.md': 'text', 'inner/pyproject.toml': '' });
    git(empty, 'add', '--all');
    git(empty, 'commit', '--quiet', '-m', 'text');
    await expect(inspect(empty)).rejects.toThrow(/is not a Python project/);
    await expect(inspect(join(empty, 'inner'))).rejects.toThrow(/a folder inside the working copy/);
  });

  it('a shallow clone is rejected', async () => {
    const folder = createFixtureProject();
    git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'more');
    const clone = join(temporaryFolder(), 'clone');
    git(folder, 'clone', '--quiet', '--depth=1', `file://${folder}`, clone);
    await expect(inspectProject(openGit(), clone, false)).rejects.toThrow(/shallow/);
  });
});
