import { createExec } from '@slipway/core/exec';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describe, expect, it } from 'vitest';
import { findLine } from '../src/history/find-last-release.ts';
import type { History, ProjectPaths } from '../src/history/history.ts';
import { openLocalHistory } from '../src/history/local-history.ts';
import { createGit } from '../src/history/run-git.ts';
import { readVersionTags } from '../src/history/version-tags.ts';
import { createGitProject, type GitProject, temporaryFolder } from './git-project.ts';

const root: ProjectPaths = { folder: '.', shared: [] };
const openGit = (directory: string) => createGit(createExec(), directory, process.env['PATH'] ?? '');

async function openHistory({ directory, git }: GitProject, revision = 'HEAD'): Promise<History> {
  const local = await openLocalHistory(openGit(directory), git('rev-parse', revision));
  if (local.history === undefined) throw new Error(local.problem);
  return local.history;
}

async function findLast(project: GitProject, revision = 'HEAD', paths = root) {
  const history = await openHistory(project, revision);
  const tags = readVersionTags({ tags: history.tags, name: 'demo' }, createMemoryLog());
  const { tag, dated } = await findLine(history, { ...tags, version: undefined });
  const commits = await history.listCommits(tag?.commitSha, paths);
  return {
    tag: tag?.name,
    sha: tag?.commitSha,
    messages: commits.map(({ message }) => message.trim()),
    dated,
  };
}

describe('the last release before a commit of a checkout', () => {
  it('the last release is the highest tag that its history contains, with the commits since', async () => {
    const project = createGitProject();
    project.git('tag', '-a', 'v1.0.0', '-m', 'demo 1.0.0');
    const released = project.commit('feat: one');
    project.git('tag', 'v1.1.0');
    project.commit('fix: two\n\nwords\n');
    project.commit('fix: three');
    expect(await findLast(project)).toMatchObject({
      ...{ tag: 'v1.1.0', sha: released, messages: ['fix: two\n\nwords', 'fix: three'] },
      dated: [{ taggedMs: expect.any(Number) }, { taggedMs: expect.any(Number) }],
    });
  });

  it('a maintenance line is read without the 65 releases of the main line', async () => {
    const project = createGitProject();
    project.git('tag', 'v1.2.3');
    project.git('switch', '--quiet', '-c', '1.2.x');
    project.commit('fix: on the line');
    project.git('switch', '--quiet', 'main');
    for (let index = 0; index < 65; index += 1) {
      project.commit(`feat: ${index}`);
      project.git('tag', `v2.0.${index}`);
    }
    expect(await findLast(project, '1.2.x')).toMatchObject({ tag: 'v1.2.3', messages: ['fix: on the line'] });
    expect(await findLast(project, 'main')).toMatchObject({ tag: 'v2.0.64', messages: [] });
  });

  it('a line that was merged does not hide a higher release', async () => {
    const project = createGitProject();
    project.git('tag', 'v1.2.3');
    project.git('switch', '--quiet', '-c', '1.2.x');
    project.commit('fix: on the line');
    project.git('tag', 'v1.2.4');
    project.git('switch', '--quiet', 'main');
    project.commit('feat: next');
    project.git('tag', 'v1.3.0');
    project.git('merge', '--quiet', '--no-ff', '-m', "Merge branch '1.2.x'", '1.2.x');
    expect(await findLast(project)).toMatchObject({
      tag: 'v1.3.0',
      messages: ['fix: on the line', "Merge branch '1.2.x'"],
    });
  });

  it('the last release is none in a history without one; all commits are listed then, the oldest first', async () => {
    const project = createGitProject();
    project.commit('feat: one');
    expect(await findLast(project)).toMatchObject({
      tag: undefined,
      messages: ['chore: first', 'feat: one'],
    });
  });

  it('commits of a package are those that touch its folder or a shared path', async () => {
    const project = createGitProject();
    project.git('tag', 'v1.0.0');
    project.commit('feat: liba', { 'packages/liba/a.py': '1' });
    project.commit('feat!: libb', { 'packages/libb/b.py': '1' });
    project.commit('fix: lock', { 'uv.lock': '1' });
    project.commit('fix: other', { 'packages/liba-extra/a.py': '1' });
    const liba = { folder: './packages/liba/', shared: ['uv.lock'] };
    expect((await findLast(project, 'HEAD', liba)).messages).toEqual(['feat: liba', 'fix: lock']);
    expect((await findLast(project, 'HEAD', { folder: 'packages/libb', shared: [] })).messages).toEqual([
      'feat!: libb',
    ]);
  });

  it('a message with an odd encoding, an empty one and a replaced commit are read as they are', async () => {
    const project = createGitProject();
    project.git('tag', 'v1.0.0');
    project.git(
      '-c',
      'i18n.commitEncoding=ISO-8859-1',
      'commit',
      '--quiet',
      '--allow-empty',
      '-m',
      'fix: caf\u00e9',
    );
    project.git('commit', '--quiet', '--allow-empty', '--allow-empty-message', '-m', '');
    const real = project.commit('docs: real');
    const fake = project.git('commit-tree', 'HEAD^{tree}', '-p', 'HEAD~1', '-m', 'feat!: fake');
    project.git('replace', real, fake);
    const { messages } = await findLast(project);
    expect(messages.slice(1)).toEqual(['', 'docs: real']);
  });
});

describe('a checkout that cannot tell the history', () => {
  it.each([
    ['a folder without a repository', () => temporaryFolder(), 'the job has no checkout of the repository'],
    [
      'a repository without the commit',
      () => createGitProject().directory,
      'the checkout does not contain aaaaaaa',
    ],
    [
      'a shallow clone',
      (): string => {
        const project = createGitProject();
        project.commit('feat: one');
        const directory = temporaryFolder();
        project.git('clone', '--quiet', '--depth=1', `file://${project.directory}`, directory);
        return directory;
      },
      'the checkout is shallow',
    ],
  ])('%s is named as the reason', async (name, open, problem) => {
    const directory = open();
    const git = openGit(directory);
    const head = name === 'a shallow clone' ? (await git.run(['rev-parse', 'HEAD'])).trim() : 'a'.repeat(40);
    expect(await openLocalHistory(git, head)).toEqual({ history: undefined, problem });
  });

  it('a machine without git is named as the reason', async () => {
    const { directory } = createGitProject();
    const git = createGit(createExec(), directory, temporaryFolder());
    expect(await openLocalHistory(git, 'a'.repeat(40))).toEqual({
      ...{ history: undefined, problem: 'git is not installed on the runner' },
    });
  });
});

describe('git in a checkout', () => {
  it('a program that the configuration of the repository names is not started', async () => {
    const project = createGitProject();
    project.git('config', 'log.showSignature', 'true');
    project.git('config', 'gpg.program', '/nonexistent/program');
    project.git('config', 'core.pager', '/nonexistent/program');
    project.git('config', 'core.fsmonitor', '/nonexistent/program');
    project.commit('feat: one');
    expect((await findLast(project)).messages).toHaveLength(2);
  });
});
