import { errorOf } from '@slipway/testkit/run-bundle';
import { describe, expect, it } from 'vitest';
import { openWorld, projectFiles, pyproject, type TestWorld } from './world.ts';

/** The refs that workflows were started at. */
function listenToDispatches({ github }: TestWorld): string[] {
  const refs: string[] = [];
  github.on('workflow_dispatch', ({ ref, sha }) => void refs.push(`${ref} ${sha}`));
  return refs;
}

const inputs = { bump: 'minor', dispatch: 'release.yml' };

describe('a release whose tag has the name of a branch', () => {
  it('a release whose tag has the name of a branch is started at the tag', async () => {
    const of = await openWorld();
    await of.git('update-ref', 'refs/heads/v1.2.0', 'refs/tags/v1.1.0^{commit}');
    const refs = listenToDispatches(of);
    const run = await of.run(inputs);
    expect(errorOf(run), run.output).toBe('');
    const tagged = await of.git('rev-parse', 'refs/tags/v1.2.0^{commit}');
    expect(refs).toEqual([`refs/tags/v1.2.0 ${tagged}`]);
    expect(await of.git('rev-parse', 'refs/heads/v1.2.0')).toBe(
      await of.git('rev-parse', 'refs/tags/v1.1.0^{commit}'),
    );
    expect(await of.git('rev-parse', 'refs/heads/main')).toBe(tagged);
  });

  it('a release whose tag has the name of a branch is started at the tag even when the run on that branch is at the very commit', async () => {
    const of = await openWorld({ ...projectFiles, 'pyproject.toml': pyproject.replace('1.1.0', '1.2.0') });
    await of.git('update-ref', 'refs/heads/v1.2.0', 'refs/heads/main');
    const sha = await of.git('rev-parse', 'refs/heads/main');
    // The run that bumps, as GitHub lists it.
    of.github.registerRun('octo/demo', {
      ...{ id: 1, name: 'release', path: '.github/workflows/release.yml', event: 'workflow_dispatch' },
      ...{ headBranch: 'v1.2.0', headSha: sha, runNumber: 1, runAttempt: 1, actor: 'octocat' },
      ...{ status: 'in_progress', conclusion: null, createdAtMs: 0, updatedAtMs: 0 },
    });
    const refs = listenToDispatches(of);
    const run = await of.run(
      { bump: 'none', dispatch: 'release.yml', 'release-branches': 'v*' },
      { ref: 'refs/heads/v1.2.0' },
    );
    expect(errorOf(run), run.output).toBe('');
    expect(refs).toEqual([`refs/tags/v1.2.0 ${sha}`]);
  });

  it('a release whose tag has the name of a branch leaves a tag alone that has the name of the branch', async () => {
    const of = await openWorld();
    await of.git('update-ref', 'refs/tags/main', 'refs/tags/v1.1.0');
    const before = await of.git('rev-parse', 'refs/tags/main');
    const refs = listenToDispatches(of);
    const run = await of.run(inputs);
    expect(errorOf(run), run.output).toBe('');
    expect(await of.git('rev-parse', 'refs/tags/main')).toBe(before);
    expect(refs).toEqual([`refs/tags/v1.2.0 ${await of.git('rev-parse', 'refs/heads/main')}`]);
  });

  it('a release whose tag has the name of a branch is not confused by a branch that is called heads/main', async () => {
    const of = await openWorld();
    await of.git('update-ref', 'refs/heads/heads/main', 'refs/tags/v1.1.0^{commit}');
    const run = await of.run(inputs);
    expect(errorOf(run), run.output).toBe('');
    expect(await of.git('rev-parse', 'refs/tags/v1.2.0^{commit}')).toBe(
      await of.git('rev-parse', 'refs/heads/main'),
    );
  });
});

describe('the branch of a release', () => {
  it('the branch of a release is refused when it is no release branch, before anything is written', async () => {
    const of = await openWorld();
    await of.git('update-ref', 'refs/heads/feature/x', 'refs/heads/main');
    const run = await of.run(inputs, { ref: 'refs/heads/feature/x' });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(
      /^E_BUMP_BRANCH feature\/x is not a release branch \(main, \*\.x, release\/\*, maint\/\*\)/,
    );
    expect(await of.git('tag', '--list')).toBe('v1.1.0');
    expect(of.world.journal.entries.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it.each([
    ['1.1.x', ''],
    ['release/1', ''],
    ['maint/1', ''],
    ['develop', 'develop'],
  ])('the branch of a release may be %s (release-branches "%s")', async (branch, patterns) => {
    const of = await openWorld();
    await of.git('update-ref', `refs/heads/${branch}`, 'refs/heads/main');
    const run = await of.run(
      { bump: 'patch', 'release-branches': patterns },
      { ref: `refs/heads/${branch}` },
    );
    expect(errorOf(run), run.output).toBe('');
    expect(await of.git('rev-parse', 'refs/tags/v1.1.1^{commit}')).toBe(
      await of.git('rev-parse', `refs/heads/${branch}`),
    );
  });
});
