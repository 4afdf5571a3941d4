import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildNews, newsProjects, readNewsProject } from './news-project.ts';

const python = process.env['SLIPWAY_PYTHON_PEERS'];

describe.skipIf(python === undefined)('towncrier', () => {
  it.each(readdirSync(newsProjects))('renders %s as this package does', async (name) => {
    const { files, newsFile } = readNewsProject(name);
    const folder = mkdtempSync(join(tmpdir(), 'slipway-news-'));
    try {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const release = ['--yes', '--version', '1.1.0', '--date', '2026-02-03'];
      execFileSync('git', ['init', '--quiet'], { cwd: folder });
      execFileSync(python ?? '', ['-m', 'towncrier', 'build', ...release], { cwd: folder, stdio: 'pipe' });
      const { text } = await buildNews({ files });
      expect(text).toBe(readFileSync(join(folder, newsFile), 'utf8'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
