import { expect, it } from 'vitest';
import { judgeOrder, type ReleaseOrder } from '../../src/order/judge-order.ts';

const usual: ReleaseOrder = {
  assets: [1, 2],
  index: [3, 4],
  packages: [5],
  publishedAtMs: 6,
  imageTags: [7, 8],
};

it('a release in the usual order is right', () => {
  expect(judgeOrder(usual)).toMatchObject({ ok: true });
});

it('a draft that went nowhere else is right', () => {
  const draft = { assets: [1], index: [], packages: [], imageTags: [], publishedAtMs: undefined };
  expect(judgeOrder(draft)).toMatchObject({ ok: true, detail: 'the assets of the draft' });
});

const wrong: readonly [what: string, change: Partial<ReleaseOrder>, expected: string][] = [
  ['PyPI before the draft was whole', { assets: [1, 4] }, 'PyPI came before the assets of the draft'],
  ['packages before PyPI', { packages: [2.5] }, 'GitHub Packages came before PyPI'],
  ['the release before PyPI', { publishedAtMs: 2.5 }, 'the publication on GitHub came before PyPI'],
  [
    'tags of the image before the release',
    { imageTags: [2] },
    'the tags of the image came before the publication',
  ],
];

it.each(wrong)('a release with %s is wrong', (_what, change, expected) => {
  const check = judgeOrder({ ...usual, ...change });
  expect(check.ok).toBe(false);
  expect(check.detail).toContain(expected);
});
