import type { Release, ReleaseAsset } from '@slipway/github/releases';
import { describe, expect, it } from 'vitest';
import { assertAssets } from '../src/assert-assets.ts';
import type { ReleasePlan } from '../src/release-plan.ts';

const asset = (name: string, sha256: string | undefined, state = 'uploaded'): ReleaseAsset => ({
  ...{ id: 1, name, label: '', size: 1, state, sha256, downloadUrl: '' },
});
const release = (assets: readonly ReleaseAsset[], draft = true): Release => ({
  ...{ id: 1, tagName: 'v1', name: 'v1', body: '', draft, prerelease: false, immutable: false, url: '' },
  assets,
});
const file = (name: string, sha256: string) => ({ name, sha256, size: 1, kind: 'wheel' as const });
const plan = (files: readonly object[], promised?: readonly object[]): ReleasePlan =>
  ({ files, promised, target: { tag: 'v1' } }) as unknown as ReleasePlan;

describe('the assets of a release', () => {
  it('the assets of a release are exactly the files at hand', () => {
    const assets = [asset('a.whl', 'aa'), asset('b.whl', 'bb')];
    expect(() =>
      assertAssets(release(assets), plan([file('a.whl', 'aa'), file('b.whl', 'bb')])),
    ).not.toThrow();
  });

  it.each([
    ['missing: b.whl', [asset('a.whl', 'aa')]],
    ['not whole: b.whl', [asset('a.whl', 'aa'), asset('b.whl', 'bb', 'starter')]],
    ['different: b.whl (here bb, there xx)', [asset('a.whl', 'aa'), asset('b.whl', 'xx')]],
    ['different: b.whl (here bb, there not told)', [asset('a.whl', 'aa'), asset('b.whl', undefined)]],
    ['not of this release: c.whl', [asset('a.whl', 'aa'), asset('b.whl', 'bb'), asset('c.whl', 'cc')]],
    [
      'not of this release: SHA256SUMS',
      [asset('a.whl', 'aa'), asset('b.whl', 'bb'), asset('SHA256SUMS', 'x')],
    ],
  ])('the assets of a release are refused with "%s"', (finding, assets) => {
    const files = plan([file('a.whl', 'aa'), file('b.whl', 'bb')]);
    expect(() => assertAssets(release(assets), files)).toThrow(`v1 has other assets: ${finding}.`);
  });

  it('the assets of a release are held against what the build promised when no file is at hand, signatures aside', () => {
    const promised = plan([], [file('a.whl', 'aa')]);
    expect(() =>
      assertAssets(release([asset('a.whl', 'aa'), asset('SHA256SUMS', 'x')]), promised),
    ).not.toThrow();
    expect(() => assertAssets(release([]), promised)).toThrow(/missing: a\.whl/);
    expect(() => assertAssets(release([asset('a.whl', 'aa'), asset('b.bin', 'b')]), promised)).toThrow(
      /b\.bin/,
    );
  });

  it('the assets of a release are held against what other jobs promised when no file is at hand', () => {
    const promised = { ...plan([], [file('a.whl', 'aa')]), promisedExtra: [file('a.intoto.jsonl', 'pp')] };
    const assets = (passport: string) => [asset('a.whl', 'aa'), asset('a.intoto.jsonl', passport)];
    expect(() => assertAssets(release(assets('pp')), promised)).not.toThrow();
    expect(() => assertAssets(release(assets('xx')), promised)).toThrow(/different: a\.intoto\.jsonl/);
    expect(() => assertAssets(release(assets('xx').slice(0, 1)), promised)).toThrow(/missing: a\.intoto/);
  });

  it('a published release keeps its signatures, which a later run makes anew', () => {
    const files = plan([file('a.whl', 'aa'), file('a.intoto.jsonl', 'pp')]);
    const assets = [asset('a.whl', 'aa'), asset('a.intoto.jsonl', 'old')];
    expect(() => assertAssets(release(assets, false), files)).not.toThrow();
    expect(() => assertAssets(release(assets, true), files)).toThrow(/different: a\.intoto\.jsonl/);
    const swapped = [asset('a.whl', 'xx'), asset('a.intoto.jsonl', 'old')];
    expect(() => assertAssets(release(swapped, false), files)).toThrow(/different: a\.whl/);
  });

  it('the assets of a release are not judged when nothing is at hand and nothing was promised', () => {
    expect(() => assertAssets(release([asset('a.whl', 'aa')]), plan([]))).not.toThrow();
  });

  it('the assets of a release are refused in a draft and in a public release under codes of their own', () => {
    const files = plan([file('a.whl', 'aa')]);
    expect(() => assertAssets(release([], true), files)).toThrow(
      expect.objectContaining({ code: 'E_RELEASE_ASSETS' }),
    );
    expect(() => assertAssets(release([], false), files)).toThrow(
      expect.objectContaining({ code: 'E_RELEASE_PUBLISHED' }),
    );
  });
});
