import { describe, expect, it } from 'vitest';
import { openWorld } from './world.ts';

const scmProject = [
  '[build-system]',
  'requires = ["hatchling", "hatch-vcs"]',
  'build-backend = "hatchling.build"',
  '',
  '[project]',
  'name = "demo"',
  'dynamic = ["version"]',
  '',
  '[tool.hatch.version]',
  'source = "vcs"',
  '',
].join('\n');
const memberOf = (name: string, version = '1.0.0'): string =>
  `[project]\nname = "${name}"\nversion = "${version}"\n`;
const monorepo = {
  'pyproject.toml': '[tool.uv.workspace]\nmembers = ["packages/*"]\n',
  'packages/liba/pyproject.toml': memberOf('acme-liba'),
  'packages/libb/pyproject.toml': memberOf('libb', '2.0.0'),
};

/** A repository whose tags are these and no others, at the commit before the newest. */
async function openTagged(files: Readonly<Record<string, string>>, tags: readonly string[]) {
  const world = await openWorld(files);
  await world.git('tag', '-d', 'v1.1.0');
  for (const tag of tags) await world.git('tag', tag, 'main~1');
  return world;
}

describe('a bump in the style of the project', () => {
  it('a version from git continues bare tags', async () => {
    const { run, git } = await openTagged({ 'pyproject.toml': scmProject }, ['2.7.0', '2.8.0']);
    const { outputs, exitCode, output } = await run({ bump: 'minor' });
    expect(exitCode).toBe(0);
    expect(outputs).toMatchObject({ version: '2.9.0', tag: '2.9.0', 'previous-version': '2.8.0' });
    expect(output).toContain('Tags like 2.8.0; last 2.8.0, next 2.9.0');
    expect(await git('tag', '--list', '2.9.0')).toBe('2.9.0');
  });

  it('an empty prefix is no prefix', async () => {
    const { run } = await openTagged({ 'pyproject.toml': memberOf('demo', '1.1.0') }, ['v1.1.0']);
    const { outputs, output } = await run({ bump: 'minor', 'tag-prefix': '' });
    expect(outputs['tag']).toBe('1.2.0');
    expect(output).toContain(
      'The tag format is "{version}", and the newest releases are tagged like "v{version}"',
    );
  });

  it('a package of a monorepo is found by its name, and tagged as before', async () => {
    const { run } = await openTagged(monorepo, ['liba-v1.0.0', 'libb-v2.0.0']);
    const { outputs } = await run({ bump: 'minor', package: 'Acme_LibA' });
    expect(outputs).toMatchObject({ path: 'packages/liba', version: '1.1.0', tag: 'liba-v1.1.0' });
    const failed = await run({ bump: 'minor', package: 'libc' });
    expect(failed.exitCode).toBe(1);
    expect(failed.output).toContain('The repository has no package "libc". It has acme-liba (packages/liba)');
  });

  it('version tags of nobody stop it, and are named', async () => {
    const { run, git } = await openTagged({ 'pyproject.toml': scmProject }, ['oldname-1.0', 'oldname-1.1']);
    const { exitCode, output } = await run({ bump: 'minor' });
    expect(exitCode).toBe(1);
    expect(output).toContain('E_TAG_UNREAD');
    expect(output).toContain('"oldname-1.1", "oldname-1.0"');
    expect(await git('tag', '--list')).toBe('oldname-1.0\noldname-1.1');
  });
});

describe('a run at a tag', () => {
  const permissions = { contents: 'read' } as const;

  it.each([
    ['2.9.0', { released: 'true', version: '2.9.0', 'previous-version': '2.8.0', tag: '2.9.0', path: '.' }],
    [
      '2.9',
      {
        released: 'false',
        tag: '2.9',
        reason: 'Nothing to release: "2.9" is a floating tag, which moves with the releases.',
      },
    ],
    ['stable', { released: 'false', reason: 'Nothing to release: "stable" is not the tag of a version.' }],
  ])('at %s reads the tag with a token that can only read', async (tag, expected) => {
    const { run, git } = await openTagged({ 'pyproject.toml': scmProject }, [
      '2.8.0',
      '2.9.0',
      '2.9',
      'stable',
    ]);
    const before = await git('for-each-ref');
    const { exitCode, outputs } = await run(
      { bump: 'auto', dispatch: 'release.yml' },
      { ref: `refs/tags/${tag}`, permissions },
    );
    expect(exitCode).toBe(0);
    expect(outputs).toMatchObject(expected);
    expect(await git('for-each-ref')).toBe(before);
  });

  it('the name in the tag chooses the package', async () => {
    const { run } = await openTagged(monorepo, ['liba-v1.0.0', 'liba-v1.1.0', 'libb-v2.0.0', 'archive-v3.0']);
    const { outputs } = await run({}, { ref: 'refs/tags/liba-v1.1.0', permissions });
    expect(outputs).toMatchObject({
      released: 'true',
      version: '1.1.0',
      'previous-version': '1.0.0',
      path: 'packages/liba',
    });
    const other = await run({}, { ref: 'refs/tags/archive-v3.0', permissions });
    expect(other.outputs).toMatchObject({ released: 'false' });
  });
});
