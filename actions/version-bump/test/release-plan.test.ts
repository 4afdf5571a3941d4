import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { refuseChangedCheckout } from '../src/checks/check-checkout.ts';
import { hashPlan, type ReleasePlan, renderPlan } from '../src/release-plan.ts';
import { renderDiff } from '../src/render-diff.ts';

const edit = (path: string, before: string | undefined, after: string) => ({
  ...{ path, before: before === undefined ? undefined : Buffer.from(before), after: Buffer.from(after) },
});
const plan: ReleasePlan = {
  ...{ version: '1.1.0', previousVersion: '1.0.0', isPrerelease: false, branch: 'main' },
  ...{ isLanded: false, proposalBranch: 'slipway/release-main', changelogPath: undefined },
  ...{ baseSha: 'a'.repeat(40), tag: 'v1.1.0', commitMessage: 'release', tagMessage: 'demo 1.1.0' },
  edits: [edit('a.txt', 'one\n', 'two\n'), edit('new.txt', undefined, 'new\n')],
};

describe('the name of a plan', () => {
  it('the name of a plan is the same for another date in the new bytes, and another message', () => {
    const later = {
      ...plan,
      commitMessage: 'x',
      edits: [edit('a.txt', 'one\n', 'three\n'), edit('new.txt', undefined, 'y')],
    };
    expect(hashPlan(later)).toBe(hashPlan(plan));
  });

  it.each<[string, Partial<ReleasePlan>]>([
    ['version', { version: '1.2.0' }],
    ['commit', { baseSha: 'b'.repeat(40) }],
    ['branch', { branch: 'dev' }],
    ['tag', { tag: '1.1.0' }],
    ['file before', { edits: [edit('a.txt', 'uno\n', 'two\n'), edit('new.txt', undefined, 'new\n')] }],
    ['file that was there', { edits: [edit('a.txt', 'one\n', 'two\n'), edit('new.txt', '', 'new\n')] }],
    ['path', { edits: [edit('b.txt', 'one\n', 'two\n'), edit('new.txt', undefined, 'new\n')] }],
  ])('the name of a plan is another for another %s', (_what, more) => {
    expect(hashPlan({ ...plan, ...more })).not.toBe(hashPlan(plan));
  });
});

it('the output "plan" has null for what was not there before', () => {
  const text = JSON.parse(renderPlan({ ...plan, previousVersion: undefined })) as {
    previousVersion: unknown;
    edits: { before: unknown; after: unknown }[];
  };
  expect(text.previousVersion).toBeNull();
  expect(text.edits.map(({ before }) => before === null)).toEqual([false, true]);
  expect(text.edits.every(({ after }) => /^[0-9a-f]{64}$/.test(String(after)))).toBe(true);
});

it('the difference names each file and line, with one line around', async () => {
  const before = 'a\nb\nc\nd\ne\n';
  expect(
    await renderDiff([edit('f.txt', before, before.replace('c', 'x')), edit('n.txt', undefined, 'new\n')]),
  ).toEqual([...['f.txt, line 2:', '    b', '  - c', '  + x', '    d'], ...['n.txt, line 1:', '  + new']]);
});

describe('a checkout', () => {
  const check = async (files: Readonly<Record<string, string>>) => {
    const folder = await mkdtemp(join(tmpdir(), 'checkout-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
    return refuseChangedCheckout(plan, folder);
  };

  it.each([
    ['as it was committed', { 'a.txt': 'one\n' }],
    ['with the line endings of its machine', { 'a.txt': 'one\r\n' }],
    ['that is not there', {}],
    ['with a file that the release makes', { 'new.txt': 'something' }],
  ])('%s is fine', async (_what, files: Readonly<Record<string, string>>) => {
    await expect(check(files)).resolves.toBeUndefined();
  });

  it('a checkout that an earlier step changed is refused before anything is written', async () => {
    await expect(check({ 'a.txt': 'changed\n' })).rejects.toMatchObject({ code: 'E_BUMP_TREE' });
  });
});
