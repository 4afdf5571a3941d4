import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { expect, it, onTestFinished } from 'vitest';
import { judgeSummaries } from '../../src/planned-release/judge-summaries.ts';
import { loadNothing, readTree } from '../../src/workflow-rules/workflow-tree.ts';

const path = '.github/workflows/release.yml';
const reference = readFileSync(join(slipwayDirectory, path), 'utf8');

async function judge(text: string) {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-summaries-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return judgeSummaries(await readTree(path, text, loadNothing), {
    directory,
    path: process.env['PATH'] ?? '',
  });
}

it('the summaries of the reference workflow are looked at in every kind of release', {
  timeout: 120_000,
}, async () => {
  expect(await judge(reference)).toEqual([
    {
      name: 'the summary of every kind of release describes it correctly',
      ok: true,
      detail: '7 kinds of release',
    },
  ]);
});

it('a summary that calls a draft released is reported', async () => {
  const changed = reference.replace(
    "needs.create-github-release.outputs.draft == 'true' && 'Drafted' || 'Released'",
    "'Released'",
  );
  expect(changed).not.toBe(reference);
  const [check] = await judge(changed);
  expect(check?.ok).toBe(false);
  expect(check?.detail).toContain('a draft of a final release');
});
