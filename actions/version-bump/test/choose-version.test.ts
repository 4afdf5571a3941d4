import { createMemoryLog } from '@slipway/core/testing/memory-log';
import type { CommitSummary } from '@slipway/github/repository';
import { formatVersion } from '@slipway/python/version/format-version';
import { parseVersion } from '@slipway/python/version/parse-version';
import { describe, expect, it } from 'vitest';
import { chooseVersion } from '../src/choose-version.ts';
import type { Inputs } from '../src/inputs.ts';
import { hashPlan, type ReleasePlan, renderDiff } from '../src/release-plan.ts';

const inputs = { bump: undefined, version: undefined } as unknown as Inputs;

const commitsOf = (messages: readonly string[]): CommitSummary[] =>
  messages.map((message, index) => ({
    sha: String(index).padStart(40, '0'),
    message,
    parents: [],
    tree: '',
    authorName: '',
    authorLogin: undefined,
    committedAt: '',
  }));

describe('the next version', () => {
  it.each([
    ['1.1.0', '1.1.0', ['fix: a', 'docs: b'], '1.1.1'],
    ['1.1.0', '1.1.0', ['fix: a', 'feat: b'], '1.2.0'],
    ['1.1.0', '1.1.0', ['feat!: a'], '2.0.0'],
    ['1.1.0', '1.1.0', ['docs: a', 'chore: b'], undefined],
    ['2.0.0rc1', '2.0.0rc1', ['feat!: a'], '2.0.0rc2'],
  ])('after %s (tagged %s) with %j is %s', (current, last, messages, expected) => {
    const facts = { current: parseVersion(current), last: parseVersion(last), commits: commitsOf(messages) };
    const chosen = chooseVersion(inputs, facts, createMemoryLog());
    expect(chosen === undefined ? undefined : formatVersion(chosen)).toBe(expected);
  });

  it('may be the one in the tree while no tag has it, and never one that was tagged', () => {
    const choose = (last: string): unknown =>
      chooseVersion(
        { ...inputs, version: '1.2.0' },
        { current: parseVersion('1.2.0'), last: parseVersion(last), commits: [] },
        createMemoryLog(),
      );
    expect(choose('1.1.0')).toBeDefined();
    expect(() => choose('1.2.0')).toThrow('1.2.0 is not later than 1.2.0');
    expect(() => choose('1.3.0')).toThrow('1.2.0 is not later than 1.3.0');
  });

  it('is logged with its reasons, which cannot start a workflow command', () => {
    const log = createMemoryLog();
    const commits = commitsOf(['feat: a ::error::x']);
    chooseVersion(inputs, { current: parseVersion('1.0'), last: undefined, commits }, log);
    expect(log.lines.join('\n')).not.toContain('::error::');
  });
});

describe('a plan', () => {
  const bytes = (text: string): Uint8Array => Buffer.from(text);
  const plan: ReleasePlan = {
    version: '1.2.0',
    previousVersion: '1.1.0',
    isPrerelease: false,
    branch: 'main',
    baseSha: 'a'.repeat(40),
    tag: 'v1.2.0',
    commitMessage: 'm',
    tagMessage: 't',
    edits: [{ path: 'a', before: bytes('one\ntwo\n'), after: bytes('one\n2\n') }],
  };

  it('is the same on another day, and another one for another start or another end', () => {
    const [edit] = plan.edits;
    if (edit === undefined) throw new Error('no edit');
    expect(hashPlan({ ...plan, edits: [{ ...edit, after: bytes('dated otherwise') }] })).toBe(hashPlan(plan));
    const others: ReleasePlan[] = [
      { ...plan, baseSha: 'b'.repeat(40) },
      { ...plan, version: '1.2.1' },
      { ...plan, tag: 'x1.2.0' },
      { ...plan, branch: 'next' },
      { ...plan, edits: [{ ...edit, before: bytes('other') }] },
      { ...plan, edits: [{ ...edit, path: 'b' }] },
    ];
    expect(new Set([plan, ...others].map(hashPlan)).size).toBe(others.length + 1);
  });

  it('shows the lines that change and their neighbours', () => {
    expect(renderDiff(plan.edits)).toEqual(['a, line 1:', '    one', '  - two', '  + 2']);
  });
});
