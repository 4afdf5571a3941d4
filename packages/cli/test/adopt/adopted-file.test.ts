import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writePatch } from '../../src/commands/adopt/adopted-file.ts';
import { git, temporaryFolder, writeFiles } from '../support/fixture-project.ts';

describe('the patch of an adoption', () => {
  it('git applies it to any text', () => {
    const folder = temporaryFolder();
    git(folder, 'init', '--quiet');
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c: d', '', '  - e'), { minLength: 1, maxLength: 30 })
      .chain((lines) => fc.boolean().map((isOpen) => `${lines.join('\n')}x${isOpen ? '' : '\n'}`));
    fc.assert(
      fc.property(text, text, (old, fresh) => {
        if (old === fresh) return;
        writeFiles(folder, { 'w.yml': old });
        execFileSync('git', ['-C', folder, 'apply', '-'], { input: writePatch('w.yml', old, fresh) });
        expect(readFileSync(join(folder, 'w.yml'), 'utf8')).toBe(fresh);
      }),
      { numRuns: 60 },
    );
  });
});
