import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../src/bundles/bundles.ts';
import { listPrograms, writeStarter } from '../../src/package/package-programs.ts';

const standIns = 'packages/runner/src/stand-ins/actions';

describe('the programs of the package', () => {
  it('every program that the action.yml of a stand-in names is in the package', async () => {
    const named: string[] = [];
    for (const name of await readdir(join(repositoryRoot, standIns))) {
      const text = await readFile(join(repositoryRoot, standIns, name, 'action.yml'), 'utf8');
      for (const [, path = ''] of text.matchAll(/^ {2}(?:main|pre|post): (\S+)\.ts$/gm))
        named.push(posix.join(standIns, name, path));
    }
    expect(named.length).toBeGreaterThan(4);
    expect(await listPrograms(repositoryRoot)).toEqual(
      expect.arrayContaining(['packages/cli/src/main', ...named]),
    );
  });

  it('a program finds the bundle from its own folder', () => {
    expect(writeStarter('packages/cli/src/main')).toContain("from '../../../lib/index.js'");
    expect(writeStarter(`${standIns}/attest/main`)).toContain("from '../../../../../../lib/index.js'");
  });
});
