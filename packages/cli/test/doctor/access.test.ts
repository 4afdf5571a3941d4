import { describe, expect, it } from 'vitest';
import { listLookalikes } from '../../src/doctor/record-index.ts';
import { at, find, judge, reference, refused, repository } from './recorded-settings.ts';

const image = 'GET /users/octo/packages/container/demo';
const belonging = (fullName: string | undefined, visibility = 'public') => ({
  visibility,
  ...(fullName === undefined ? {} : { repository: { full_name: fullName } }),
});

describe('packages, trees and apps of a release', () => {
  it.each<[what: string, changes: Record<string, unknown>, state: string, words: string, severity: string]>([
    ['a linked package', {}, 'ok', 'demo', 'blocks'],
    ['a package that does not exist', { [image]: refused('404') }, 'ok', 'demo', 'blocks'],
    [
      'a package of another repository',
      { [image]: belonging('octo/other') },
      'failed',
      'belongs to octo/other',
      'blocks',
    ],
    [
      'a package without a repository',
      { [image]: belonging(undefined) },
      'failed',
      'linked to no repository',
      'blocks',
    ],
    [
      'a private package of a public repository',
      { [image]: belonging('octo/demo', 'private') },
      'failed',
      'is private',
      'advice',
    ],
    [
      'a private package of a private repository',
      { [image]: belonging('octo/demo', 'private'), [at]: repository({ private: true }) },
      'ok',
      'demo',
      'blocks',
    ],
    [
      'a package that the token may not see',
      { [image]: refused('403') },
      'unseen',
      'read:packages',
      'blocks',
    ],
  ])('%s is judged', (_, changes, state, words, severity) => {
    const found = find(judge(changes), 'GH15');
    expect(found).toMatchObject({ state, seen: expect.stringContaining(words), severity });
    expect(found?.otherwise.includes('write_package')).toBe(state === 'failed' && severity === 'blocks');
  });

  it('a workflow without an image has no package to judge', () => {
    const text = 'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: twine upload dist/*\n';
    expect(find(judge({}, text), 'GH15')?.state).toBe('not-applicable');
  });

  it.each([
    ['the same files', { here: 'a', fromDefault: 'a' }, 'ok'],
    ['other files', { here: 'a', fromDefault: 'b' }, 'failed'],
    ['a default branch that was not fetched', { here: 'a', fromDefault: undefined }, 'unseen'],
  ])('%s in the default branch give the right state', (_, workflowTrees, state) => {
    const found = find(judge({}, reference, {}, { workflowTrees }), 'GH18');
    expect(found?.state).toBe(state);
    expect(found?.severity).toBe('advice');
  });

  it('the permissions of an app cannot be seen, and are named', () => {
    const text = reference
      .replace(
        '      - name: Bump or read the version\n',
        '      - id: app\n        uses: actions/create-github-app-token@v3\n      - name: Bump or read the version\n',
      )
      .replace(
        '          dispatch: auto\n',
        '          dispatch: auto\n          token: ${{ steps.app.outputs.token }}\n',
      );
    expect(find(judge({}, text), 'GH19')).toMatchObject({
      state: 'unseen',
      seen: expect.stringContaining('"Contents: write"'),
    });
    expect(find(judge(), 'GH19')?.state).toBe('not-applicable');
  });
});

describe('the name of a project that PyPI does not have', () => {
  const absent = (similar: readonly string[] | undefined) => ({
    'pypi.project': refused('404'),
    ...(similar === undefined ? {} : { 'pypi.similar': similar }),
  });
  it.each<
    [what: string, project: string, similar: readonly string[] | undefined, state: string, words: string]
  >([
    ['a name that nothing looks like', 'demo', [], 'ok', ''],
    [
      'a name like that of a project',
      '1ibo-x',
      ['libox'],
      'failed',
      "The name '1ibo-x' is too similar to an existing project.",
    ],
    ['the name of a module', 'json', [], 'failed', 'conflict with Python Standard Library module name'],
    ['a name that is none', '-demo-', [], 'failed', "The name '-demo-' is invalid."],
    ['a name without the spellings', 'demo', undefined, 'unseen', ''],
  ])('%s gives the right state', (_, project, similar, state, words) => {
    const found = find(judge(absent(similar), reference, {}, { project }), 'PY03');
    expect(found?.state).toBe(state);
    expect(found?.otherwise).toContain(words);
  });

  it('a project that PyPI has needs no name, and one that it does not list needs a pending publisher', () => {
    expect(find(judge(), 'PY03')?.state).toBe('not-applicable');
    expect(find(judge(), 'PY01')?.seen).toContain('demo 1.1.0');
    expect(find(judge(absent([])), 'PY01')).toMatchObject({
      state: 'unseen',
      seen: expect.stringContaining('/manage/account/publishing/'),
    });
  });

  it('the spellings that are asked for include the one that looks alike, and are few', () => {
    expect(listLookalikes('1ibo-x')).toContain('libox');
    expect(listLookalikes('l0l0l0-i1i1i1-o0o0o0').length).toBeLessThanOrEqual(12);
    expect(listLookalikes('demo')).not.toContain('demo');
  });
});
