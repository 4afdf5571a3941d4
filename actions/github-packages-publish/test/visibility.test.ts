import { describe, expect, it } from 'vitest';
import { packageUrl } from '../src/open-packages.ts';
import { judgeVisibility } from '../src/visibility.ts';
import { makeContext } from './support/unit-context.ts';

const seen = [
  { repositoryName: 'octo/demo/pypi/demo', visibility: 'public' as const },
  { repositoryName: 'octo/demo/pypi/other', visibility: 'private' as const },
];
const page = (name: string) => `https://github.com/Octo/demo/pkgs/container/demo%2Fpypi%2F${name}`;

describe('judgeVisibility', () => {
  it('a private package produces only a warning if nothing is required', () => {
    const { context, log } = makeContext();
    judgeVisibility(context, seen);
    expect(log.lines).toEqual([
      expect.stringMatching(
        /^warning: .*other is private, so readers need to log in\. .*"Change visibility"/,
      ),
    ]);
    expect(log.lines[0]).toContain(page('other'));
    expect(log.lines[0]).not.toContain(page('demo'));
  });

  it.each([
    ['require-public', page('other'), 'is private'],
    ['require-private', page('demo'), 'is public'],
  ] as const)('the visibility "%s" fails the job and names the settings page', (visibility, named, words) => {
    const { context, log } = makeContext({ inputs: { visibility } });
    expect(() => judgeVisibility(context, seen)).toThrowError(
      expect.objectContaining({
        code: 'E_GHP_VISIBILITY',
        message: expect.stringContaining(`${named} ${words}`),
        hint: expect.stringContaining('Package settings'),
      }),
    );
    expect(log.lines).toEqual([]);
  });

  it.each([
    ['ignore', seen],
    ['warn', seen.slice(0, 1)],
    ['require-public', seen.slice(0, 1)],
    ['require-private', seen.slice(1)],
  ] as const)('no message is logged with "%s" when the visibility is as required', (visibility, packages) => {
    const { context, log } = makeContext({ inputs: { visibility } });
    judgeVisibility(context, packages);
    expect(log.lines).toEqual([]);
  });
});

describe('packageUrl', () => {
  it.each([
    ['octo/demo/pypi/demo', 'ghcr.io', page('demo')],
    ['octo/demo/pypi/demo', 'registry.example.org', undefined],
    ['somebody/demo/pypi/demo', 'ghcr.io', undefined],
  ])('the package page of %s on %s is %s', (name, registry, expected) => {
    expect(packageUrl(makeContext({ inputs: { registry } }).context, name)).toBe(expected);
  });
});
