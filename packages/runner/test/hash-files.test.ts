import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hashFiles } from '../src/hash-files.ts';

function createWorkspace(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-hash-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** The hash over the hashes of these texts, in this order. */
function hashOf(...texts: readonly string[]): string {
  const total = createHash('sha256');
  for (const text of texts) total.update(createHash('sha256').update(text).digest());
  return total.digest('hex');
}

const files = { 'a.lock': 'A', 'src/b.lock': 'B', 'src/.hidden/c.lock': 'C', 'src/d.txt': 'D' };

describe('hashFiles', () => {
  it.each([
    ['a.lock', ['A']],
    ['**/*.lock', ['A', 'C', 'B']],
    ['./src/*.lock', ['B']],
    // A folder stands for everything in it.
    ['src', ['C', 'B', 'D']],
    ['src/', ['C', 'B', 'D']],
    ['# a comment\n**/*.lock\n!src/**', ['A']],
    ['!src/**\n**/*.lock', ['A', 'C', 'B']],
  ])('the pattern %j hashes the files that GitHub would, sorted by path', (pattern, texts) => {
    expect(hashFiles(createWorkspace(files), [pattern])).toBe(hashOf(...texts));
  });

  it('a pattern that matches nothing, or only what is outside of the workspace, gives the empty text', () => {
    const workspace = createWorkspace(files);
    expect(hashFiles(workspace, ['*.toml'])).toBe('');
    expect(hashFiles(join(workspace, 'src'), ['../a.lock'])).toBe('');
  });

  it('a link to a file is hashed, a broken one is not', () => {
    const workspace = createWorkspace({ 'a.lock': 'A' });
    symlinkSync('a.lock', join(workspace, 'b.lock'));
    symlinkSync('missing', join(workspace, 'c.lock'));
    expect(hashFiles(workspace, ['*.lock'])).toBe(hashOf('A', 'A'));
  });
});
