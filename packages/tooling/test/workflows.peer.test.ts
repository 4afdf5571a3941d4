import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../src/bundles/bundles.ts';
import { runTool } from '../src/tools/run-tool.ts';

const folder = join(repositoryRoot, '.github/workflows');
const actionlint = process.env['SLIPWAY_ACTIONLINT'];
const zizmor = process.env['SLIPWAY_ZIZMOR'];

// The words with which actionlint 1.7.12 meets `$/path`, which it does not know yet (rhysd/actionlint#711).
const selfReferences = ['specifying action "\\$/', 'reusable workflow call "\\$/'];

describe('workflows of this repository', () => {
  it.skipIf(actionlint === undefined)(
    'actionlint reports nothing but references to the repository itself',
    async () => {
      const files = (await readdir(folder)).map((name) => join(folder, name));
      const ignored = selfReferences.flatMap((pattern) => ['-ignore', pattern]);
      const args = ['-no-color', '-shellcheck=', '-pyflakes=', ...ignored, ...files];
      const { exitCode, output } = await runTool(actionlint ?? '', args, { cwd: repositoryRoot });
      expect(output).toBe('');
      expect(exitCode).toBe(0);
    },
  );

  it.skipIf(zizmor === undefined)('zizmor has no findings', async () => {
    const { exitCode, output } = await runTool(zizmor ?? '', [
      '--offline',
      '--no-progress',
      '--color=never',
      '--',
      folder,
    ]);
    expect(output).toContain('No findings to report');
    expect(exitCode).toBe(0);
  });
});
