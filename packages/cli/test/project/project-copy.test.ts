import { describe, expect, it } from 'vitest';
import type { ReleaseWish } from '../../src/commands/rehearse-options.ts';
import { inspectProject } from '../../src/project/project.ts';
import { copyProject, type ProjectCopy, readCommittedFile } from '../../src/project/project-copy.ts';
import { createFixtureProject, git, temporaryFolder } from '../support/fixture-project.ts';
import { openGit } from '../support/open-git.ts';

const reference = 'name: reference\n';

async function copy(
  folder: string,
  request: { workflow?: string; wish?: ReleaseWish } = {},
): Promise<ProjectCopy & { read: (ref: string, path: string) => Promise<string | undefined> }> {
  const run = openGit();
  const made = await copyProject({
    git: run,
    project: await inspectProject(run, folder, false),
    gitDirectory: temporaryFolder(),
    workflow: request.workflow,
    referenceWorkflow: reference,
    wish: request.wish ?? { kind: 'default' },
  });
  return { ...made, read: (ref, path) => readCommittedFile(run, made.gitDirectory, ref, path) };
}

const path = '.github/workflows/release.yml';

describe('the copy of a project', () => {
  it('the reference workflow is added to a project without one, and this is noted', async () => {
    const folder = createFixtureProject();
    const made = await copy(folder);
    expect(made.workflowPath).toBe(path);
    expect(await made.read('refs/heads/main', path)).toBe(reference);
    expect(git(made.gitDirectory, 'rev-parse', 'main~1')).toBe(git(folder, 'rev-parse', 'HEAD'));
    expect(made.notes).toEqual([expect.stringContaining('has no .github/workflows/release.yml')]);
  });

  it('the reference workflow replaces an unrelated release workflow', async () => {
    const made = await copy(createFixtureProject({ [path]: 'name: other\n' }));
    expect(await made.read('refs/heads/main', path)).toBe(reference);
    expect(made.notes.join()).toContain('does not use Slipway');
  });

  it('a workflow that uses Slipway is kept unchanged', async () => {
    const text = 'jobs:\n  a:\n    steps:\n      - uses: o/slipway/actions/version-bump@v0\n';
    const folder = createFixtureProject({ [path]: text });
    const made = await copy(folder);
    expect(git(made.gitDirectory, 'rev-parse', 'main')).toBe(git(folder, 'rev-parse', 'HEAD'));
    expect(made.notes).toEqual([]);
  });

  it('the copy has every branch and tag', async () => {
    const folder = createFixtureProject();
    git(folder, 'branch', 'other');
    git(folder, 'tag', 'v0.1');
    const made = await copy(folder, { workflow: '.github/workflows/fixture.yml' });
    expect(git(made.gitDirectory, 'for-each-ref', '--format=%(refname)').split('\n')).toEqual([
      'refs/heads/main',
      'refs/heads/other',
      'refs/tags/v0.1',
    ]);
  });

  it('the copy has a branch even if none is checked out', async () => {
    const folder = createFixtureProject();
    git(folder, 'checkout', '--quiet', '--detach');
    git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'ahead');
    const made = await copy(folder, { workflow: '.github/workflows/fixture.yml' });
    expect(git(made.gitDirectory, 'rev-parse', 'main')).toBe(git(folder, 'rev-parse', 'HEAD'));
  });

  it('a workflow that does not exist is rejected', async () => {
    await expect(copy(createFixtureProject(), { workflow: 'x.yml' })).rejects.toMatchObject({
      code: 'E_REHEARSE_WORKFLOW',
    });
  });

  it('a missing tag is created, and a tag whose commit has no workflow is rejected', async () => {
    const folder = createFixtureProject();
    const made = await copy(folder, { wish: { kind: 'tag', tag: 'v1.0.0' } });
    expect(git(made.gitDirectory, 'cat-file', '-t', 'v1.0.0')).toBe('tag');
    expect(await made.read('refs/tags/v1.0.0', path)).toBe(reference);
    git(folder, 'tag', 'v1.0.0');
    await expect(copy(folder, { wish: { kind: 'tag', tag: 'v1.0.0' } })).rejects.toThrow(
      /already exists at commit [0-9a-f]{12}/,
    );
    await expect(copy(folder, { wish: { kind: 'tag', tag: '..' } })).rejects.toMatchObject({
      code: 'E_REHEARSE_TAG',
    });
  });
});
