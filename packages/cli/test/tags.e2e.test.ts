import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { describe, expect, it } from 'vitest';
import { createFixtureProject, git } from './support/fixture-project.ts';
import { withoutImageBuilder } from './support/image-programs.ts';
import { type CliRun, startCli } from './support/run-cli.ts';

const path = '.github/workflows/release.yml';
const reference = readFileSync(join(slipwayDirectory, path), 'utf8');

const pyproject =
  '[project]\nname = "tiny"\nversion = "1.0.0"\n\n[tool.setuptools]\npy-modules = ["extra"]\n';

/** A project with the reference workflow, whose first commit has these tags and whose second one is a feature. */
function createTagged(tags: readonly string[], files: Readonly<Record<string, string>> = {}): string {
  const folder = createFixtureProject({ [path]: reference, 'pyproject.toml': pyproject, ...files });
  for (const tag of tags) git(folder, 'tag', tag);
  git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'feat: more');
  return folder;
}

const rehearse = (folder: string, ...words: string[]): Promise<CliRun> =>
  startCli(['rehearse', '--project', folder, ...words], withoutImageBuilder()).ended;

describe('tags in the style of the project', { timeout: 600_000 }, () => {
  it('a project with bare tags gets a bare tag', async () => {
    const run = await rehearse(createTagged(['0.9.0', '1.0.0', '1.0', '1']), '--bump', 'minor');
    expect(run.report?.problems, run.output).toEqual([]);
    expect(run.report?.project).toMatchObject({ versionAfter: '1.1.0', tag: '1.1.0' });
    expect(run.report?.checks.map(({ detail }) => detail)).toContain(
      'Tags like 1.0.0; last 1.0.0, next 1.1.0',
    );
  });

  it('a package of a monorepo is released from its own tag', async () => {
    const folder = createTagged(['liba-v0.9.0', 'libb-v1.0.0'], {
      'packages/liba/pyproject.toml': '[project]\nname = "acme-liba"\nversion = "0.9.0"\n',
      'packages/liba/acme_liba.py': '',
    });
    const run = await rehearse(folder, '--bump', 'minor', '--package', 'acme_liba');
    expect(run.report?.problems, run.output).toEqual([]);
    expect(run.report?.project).toMatchObject({ name: 'acme-liba', tag: 'liba-v0.10.0' });
    expect(run.report?.files.map(({ name }) => name)).toContain('acme_liba-0.10.0.tar.gz');
  });

  it('a floating tag ends green, and nothing is released', async () => {
    const run = await rehearse(createTagged(['1.0.0', '1']), '--tag', '1');
    expect(run.report?.problems, run.output).toEqual([]);
    expect(run.report?.jobs.map(({ id, result }) => [id, result])).toEqual([['version-bump', 'success']]);
    expect(run.output).toContain('Nothing to release: "1" is a floating tag, which moves with the releases.');
  });
});
