import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/fixture-project.ts';

const main = fileURLToPath(new URL('../../src/kills/main.ts', import.meta.url));

const execute = promisify(execFile);

it.skipIf(process.platform !== 'linux')(
  'a release whose step is killed ends as one that nobody disturbs, and is not run again',
  async () => {
    const folder = temporaryFolder();
    const state = join(folder, 'state.jsonl');
    const words = ['--kills', '1', '--images', '0', '--seed', 'smoke', '--state', state];
    const run = async (): Promise<string> => {
      // An exit code other than 0 rejects.
      const { stdout } = await execute(process.execPath, [main, ...words], {
        env: { ...process.env, TMPDIR: folder },
      });
      return stdout;
    };
    expect(await run()).toContain('1 kills in');
    const lines = readFileSync(state, 'utf8').trim().split('\n');
    const done = lines.map((line) => JSON.parse(line) as { kills: unknown[]; differences: unknown[] });
    expect(done.flatMap(({ kills }) => kills)).toHaveLength(1);
    expect(done.flatMap(({ differences }) => differences)).toEqual([]);
    expect(await run()).not.toContain('undisturbed');
  },
  600_000,
);
