import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../src/bundles/bundles.ts';
import { runTool } from '../src/tools/run-tool.ts';

// act starts whatever node its image has; 20 is the oldest that is promised to load the bundles.
const oldest = 'v20.';

async function findOldNode(): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const program = join(folder, 'node');
    const { exitCode, output } = await runTool(program, ['--version']);
    if (exitCode === 0 && output.startsWith(oldest)) return program;
  }
  return undefined;
}

const node = await findOldNode();
if (node === undefined) console.log('not shown: bundles on Node 20 (no such node on PATH)');
const dist = join(repositoryRoot, 'dist');
const names = await readdir(dist).catch(() => []);
if (names.length === 0) console.log('not shown: bundles on Node 20 (nothing is built)');

describe.skipIf(node === undefined || names.length === 0)('bundles under Node 20', () => {
  it.each(names.length > 0 ? names : ['(none is built)'])(
    'a bundle loads every module and reads its inputs: %s',
    async (name) => {
      const home = await mkdtemp(join(tmpdir(), 'slipway-node20-'));
      try {
        const env = {
          PATH: process.env['PATH'],
          HOME: home,
          INPUT_MODE: 'no-such-mode',
          'INPUT_NO-SUCH-INPUT': 'x',
        };
        const { output } = await runTool(node ?? '', [join(dist, name, 'index.js')], { cwd: home, env });
        expect(output).toMatch(/^::error/m);
        expect(output).not.toMatch(/SyntaxError|ERR_|is not a function|is not defined|this is a bug/);
      } finally {
        await rm(home, { recursive: true, force: true });
      }
    },
  );
});
