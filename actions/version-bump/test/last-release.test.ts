import { createExec } from '@slipway/core/exec';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { parseVersion } from '@slipway/python/version/parse-version';
import { describe, expect, it } from 'vitest';
import { findLine } from '../src/history/find-last-release.ts';
import { openLocalHistory } from '../src/history/local-history.ts';
import { createGit } from '../src/history/run-git.ts';
import { readVersionTags } from '../src/history/version-tags.ts';
import { createGitProject, type GitProject } from './git-project.ts';

/** What the line of `HEAD` goes on from. @param version what the files say; undefined for a version that comes from git */
async function find({ directory, git }: GitProject, version?: string) {
  const runner = createGit(createExec(), directory, process.env['PATH'] ?? '');
  const { history } = await openLocalHistory(runner, git('rev-parse', 'HEAD'));
  if (history === undefined) throw new Error('the checkout does not tell its history');
  const tags = readVersionTags({ tags: history.tags, name: 'demo' }, createMemoryLog());
  const searched = { ...tags, version: version === undefined ? undefined : parseVersion(version) };
  const { tag, development, abandoned } = await findLine(history, searched);
  return { tag: tag?.name, development: development?.name, abandoned: abandoned.map(({ name }) => name) };
}

/** A commit with a tag for each version, one on top of the other. */
function release(project: GitProject, ...versions: readonly string[]): void {
  for (const version of versions) {
    project.commit(`feat: ${version}`);
    project.git('tag', version);
  }
}

describe('a pre-release that is higher than the last final release', () => {
  it('it is given up when the line went on with a lower release', async () => {
    const project = createGitProject();
    release(project, '0.19.0', '1.0.0.beta0', '1.0.0b1', '0.20.0', '0.28.1');
    expect(await find(project)).toMatchObject({ tag: '0.28.1', abandoned: ['1.0.0b1', '1.0.0.beta0'] });
    expect(await find(project, '0.28.1')).toMatchObject({ tag: '0.28.1' });
  });

  it('it goes on when the lower release is of a maintenance line that was merged', async () => {
    const project = createGitProject();
    release(project, '1.9.4');
    project.git('switch', '--quiet', '-c', '1.9.x');
    release(project, '1.9.5');
    project.git('switch', '--quiet', 'main');
    release(project, '2.0.0rc1');
    project.git('merge', '--quiet', '--no-ff', '-m', 'Merge 1.9.x', '1.9.x');
    expect(await find(project, '1.9.5')).toMatchObject({ tag: '2.0.0rc1', abandoned: [] });
  });

  it('it goes on when the files have it, or a later version', async () => {
    const project = createGitProject();
    release(project, '2.0.0b1', '1.9.5');
    expect(await find(project, '2.0.0b2.dev0')).toMatchObject({ tag: '2.0.0b1', abandoned: [] });
  });

  it('it goes on when it follows the last final release', async () => {
    const project = createGitProject();
    release(project, '1.9.5', '2.0.0rc1');
    expect(await find(project)).toMatchObject({ tag: '2.0.0rc1', abandoned: [] });
  });
});

describe('a development release', () => {
  it('the highest one in the history is what a version from git is on its way to', async () => {
    const project = createGitProject();
    release(project, '8.3.0', '9.1.0.dev0', '9.2.0.dev0');
    expect(await find(project)).toMatchObject({ tag: '8.3.0', development: '9.2.0.dev0' });
    expect(await find(project, '8.3.0')).toMatchObject({ tag: '8.3.0', development: undefined });
  });

  it('one of a version that was released since says nothing', async () => {
    const project = createGitProject();
    release(project, '1.2.0', '1.3.0.dev0', '1.3.0');
    expect(await find(project)).toMatchObject({ tag: '1.3.0', development: undefined });
  });

  it('one on another branch says nothing', async () => {
    const project = createGitProject();
    release(project, '1.2.0');
    project.git('switch', '--quiet', '-c', 'next');
    release(project, '2.0.0.dev0');
    project.git('switch', '--quiet', 'main');
    expect(await find(project)).toMatchObject({ tag: '1.2.0', development: undefined });
  });
});
