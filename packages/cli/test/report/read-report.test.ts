import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRehearseOptions } from '../../src/commands/rehearse-options.ts';
import { runReport } from '../../src/commands/run-report.ts';
import { chooseOpener } from '../../src/machine/open-page.ts';
import { readReport } from '../../src/report/read-report.ts';
import { readyReport } from '../support/reports.ts';

const folder = mkdtempSync(join(tmpdir(), 'slipway-report-test-'));

async function draw(name: string, text: string, words: readonly string[] = []) {
  const path = join(folder, name);
  writeFileSync(path, text);
  const lines: string[] = [];
  const host = {
    write: (line: string) => void lines.push(line),
    writeError: (line: string) => void lines.push(line),
  };
  return { exitCode: await runReport([path, ...words], host), output: lines.join('') };
}

describe('slipway report', () => {
  it('a page is drawn next to the JSON file', async () => {
    const { exitCode } = await draw('ready.json', JSON.stringify(readyReport()));
    expect(exitCode).toBe(0);
    expect(readFileSync(join(folder, 'ready.html'), 'utf8')).toContain('demo 1.2.0 is ready to release');
  });

  it('a report of an older version is drawn with what it has', () => {
    const { channels: _channels, startedAt: _startedAt, ...old } = readyReport();
    expect(readReport(JSON.stringify(old), 'old.json')).toMatchObject({
      ok: true,
      channels: [],
      startedAt: '',
    });
  });

  it('a file that is not a report is rejected in three lines at most', async () => {
    const broken = { ...readyReport(), jobs: [{ id: 'x', steps: null }] };
    for (const text of ['', '[]', '{}', '"x"', '{"ok":true,"jobs":[],"checks":{}}', JSON.stringify(broken)]) {
      const { exitCode, output } = await draw('broken.json', text);
      expect(exitCode, text).toBe(2);
      expect(output, text).toMatch(/^error: .* is not a report of a rehearsal: .*\n {2}Pass a file/);
    }
  });

  it('an output file in a folder that does not exist is rejected before anything runs', () => {
    for (const option of ['--html', '--json'])
      expect(() => parseRehearseOptions([option, join(folder, 'none', 'x')])).toThrow(/none" does not exist/);
    expect(() => parseRehearseOptions(['--html', folder])).toThrow(/this is a folder/);
    expect(() => parseRehearseOptions(['--html', ''])).toThrow(/is empty/);
    expect(parseRehearseOptions(['--html', join(folder, 'x')]).html).toBe(join(folder, 'x'));
  });

  it('the page is opened with the program of the system, without a shell', () => {
    expect((['linux', 'darwin', 'win32'] as const).map((system) => chooseOpener(system, 'a b.html'))).toEqual(
      [
        ...[
          ['xdg-open', 'a b.html'],
          ['open', 'a b.html'],
          ['explorer.exe', 'a b.html'],
        ],
      ],
    );
  });
});
