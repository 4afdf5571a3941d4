import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../src/bundles/bundles.ts';
import { renderCounts } from '../src/closing-counts.ts';
import { runTool } from '../src/tools/run-tool.ts';

const config = `import { closingCounts } from '${join(repositoryRoot, 'packages/tooling/src/closing-counts.ts')}';
export default { test: { reporters: ['default', closingCounts] } };
`;
const tests = `import { expect, it } from 'vitest';
it('holds', () => {});
it('fails', () => expect(1).toBe(2));
it.skip('waits', () => {});
`;

describe('closing line of a test run', () => {
  it('zero counts are left out except for failures', () => {
    expect(renderCounts({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(renderCounts({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });

  it('the closing line counts a file that cannot be loaded as a failure', async () => {
    const root = await mkdtemp(join(tmpdir(), 'slipway-counts-'));
    try {
      await symlink(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'));
      await writeFile(join(root, 'vitest.config.mjs'), config);
      await writeFile(join(root, 'a.test.mjs'), tests);
      await writeFile(join(root, 'b.test.mjs'), "throw new Error('does not load');\n");
      const vitest = join(repositoryRoot, 'node_modules/vitest/vitest.mjs');
      const { exitCode, output } = await runTool(process.execPath, [vitest, 'run', '--root', root], {
        cwd: root,
      });
      expect(output.split('\n')).toContain('1 passed, 2 failed, 1 skipped');
      expect(exitCode).toBe(1);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});
