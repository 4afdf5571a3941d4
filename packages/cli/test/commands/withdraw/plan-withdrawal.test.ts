import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type BadRelease, planWithdrawal } from '../../../src/commands/withdraw/plan-withdrawal.ts';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const release: BadRelease = {
  ...{
    repository: 'octo/demo',
    tag: 'v1.2.0',
    reason: 'it deletes files',
    previousTag: 'v1.1.0',
    ...{ isLatest: true, hasBanner: false, isFixed: false },
  },
  project: { name: 'demo', version: '1.2.0' },
  index: 'there',
  image: {
    ...{ name: 'ghcr.io/octo/demo', digest: digest('b') },
    movingTags: ['latest', '1'].map((tag) => ({ tag, previousDigest: digest('a') })),
  },
};
const titles = (changes: Partial<BadRelease> = {}): string[] =>
  planWithdrawal({ ...release, ...changes }).map(({ title }) => title);

describe('the runbook for a bad release', () => {
  it('the steps stop new users first, then tell, then clean up', () => {
    expect(titles()).toEqual([
      'Move the image tags latest, 1 back',
      'Yank demo 1.2.0 on PyPI',
      'Put a banner above the release notes',
      'Make v1.1.0 the latest release again',
      'If users are at risk, publish an advisory',
      'If the release contains malware, report it and remove the publisher',
      'Release a fix with a higher version',
    ]);
  });

  it('what is done or does not exist is left out', () => {
    expect(titles({ index: 'yanked' })).not.toContain('Yank demo 1.2.0 on PyPI');
    expect(titles({ index: 'absent', image: undefined, isLatest: false })).toEqual([
      'Put a banner above the release notes',
      'If users are at risk, publish an advisory',
      'Release a fix with a higher version',
    ]);
    expect(titles({ hasBanner: true, isFixed: true })).toEqual(
      titles().filter((title) => !/banner|fix with/.test(title)),
    );
    expect(titles({ previousTag: undefined })).not.toContain('Make v1.1.0 the latest release again');
  });

  it('a first image has nothing to go back to, so a person decides', () => {
    const image = release.image && {
      ...release.image,
      movingTags: [
        { tag: '1', previousDigest: undefined },
        { tag: 'latest', previousDigest: digest('a') },
      ],
    };
    expect(planWithdrawal({ ...release, image }).slice(0, 2)).toMatchObject([
      { by: 'command', title: 'Move the image tags latest back' },
      { by: 'person', title: 'Remove the image tags 1, or release a fix' },
    ]);
  });

  it('an index that cannot be asked is not one without the version', () => {
    const yank = planWithdrawal({ ...release, index: 'unknown' }).find(({ title }) => /^Yank/.test(title));
    expect(yank?.note).toContain('PyPI could not be asked');
  });

  it('the printed command can be run in a clone of Slipway', () => {
    expect(planWithdrawal(release)[0]?.lines[0]).toBe(
      "npm run slipway -- withdraw octo/demo@v1.2.0 --reason 'it deletes files' --apply tags",
    );
  });

  it('a hostile reason is inert in the commands', () => {
    const reason = `"'; touch /tmp/owned; echo '$(touch /tmp/owned)\``;
    const [, , banner] = planWithdrawal({ ...release, reason });
    const [printing = ''] = (banner?.lines.at(-1) ?? '').split(' | ');
    expect(execFileSync('/bin/sh', ['-c', printing], { encoding: 'utf8' })).toBe(
      `> [!CAUTION]\n> This release was withdrawn: ${reason}\n\n`,
    );
  });
});
