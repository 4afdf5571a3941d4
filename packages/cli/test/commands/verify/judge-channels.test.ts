import { expectedItems } from '@slipway/sigstore/passport/compare-channels';
import type { ReleasePassport } from '@slipway/sigstore/passport/passport';
import { describe, expect, it } from 'vitest';
import { conclude } from '../../../src/commands/verify/conclude.ts';
import type { FoundPassport } from '../../../src/commands/verify/find-passport.ts';
import { judgeChannels } from '../../../src/commands/verify/judge-channels.ts';
import { renderTable } from '../../../src/commands/verify/render-verification.ts';
import type { ObservedChannel } from '../../../src/commands/verify/verification.ts';

const hex = (digit: string): string => digit.repeat(64);
const passport: ReleasePassport = {
  ...{ repository: 'https://github.com/octo/demo', ref: 'refs/tags/v1.2.0', commit: 'c'.repeat(40) },
  files: [
    { name: 'SHA256SUMS', sha256: hex('1'), kind: 'manifest' },
    { name: 'demo-1.2.0-py3-none-any.whl', sha256: hex('2'), kind: 'wheel' },
    { name: 'demo-1.2.0.tar.gz', sha256: hex('3'), kind: 'sdist' },
  ],
  image: undefined,
};
const signed: FoundPassport = { passport, signer: 's', otherSigner: undefined, asset: undefined };
const unsigned: FoundPassport = { ...signed, passport: undefined, signer: undefined };

const channel = (kind: ObservedChannel['kind'], more: Partial<ObservedChannel> = {}): ObservedChannel => ({
  ...{ kind, name: kind, items: expectedItems(passport, kind), faults: new Map() },
  ...more,
});

const endOf = (
  found: FoundPassport,
  channels: readonly ObservedChannel[],
  more: Partial<Parameters<typeof conclude>[0]> = {},
) => {
  const judged = judgeChannels(found, channels);
  const { exitCode, problems } = conclude({
    ...{ channels: judged, required: ['release'], isStrict: false, withdrawn: undefined },
    ...more,
  });
  return { exitCode, codes: problems.map(({ code }) => code), results: judged.map(({ result }) => result) };
};

const [wheel] = expectedItems(passport, 'index');

describe('the end of a verification', () => {
  it('channels with the bytes of the passport are the same', () => {
    expect(endOf(signed, [channel('release'), channel('index')])).toEqual({
      ...{ exitCode: 0, codes: [], results: ['same', 'same'] },
    });
  });

  it('a channel without the release fails only if it has to have it', () => {
    const absent = [channel('release'), channel('index', { items: [] })];
    expect(endOf(signed, absent)).toEqual({ exitCode: 0, codes: [], results: ['same', 'absent'] });
    expect(endOf(signed, absent, { required: ['index'] })).toMatchObject({
      ...{ exitCode: 1, codes: ['E_VERIFY_ABSENT'] },
    });
  });

  it('a part of the release that is missing always fails', () => {
    const half = channel('index', { items: wheel === undefined ? [] : [wheel] });
    expect(endOf(signed, [half])).toEqual({ exitCode: 1, codes: ['E_VERIFY_ABSENT'], results: ['absent'] });
  });

  it('different bytes are worse than another signer', () => {
    const faults = new Map([
      [wheel?.name ?? '', { result: 'other signer' as const, reason: 'it is mallory.' }],
    ]);
    const items = [{ name: wheel?.name ?? '', sha256: hex('9') }];
    expect(endOf(signed, [channel('index', { items, faults })]).codes).toEqual([
      ...['E_VERIFY_DIFFERS', 'E_VERIFY_ABSENT'],
    ]);
    expect(endOf(signed, [channel('index', { faults })]).codes).toEqual(['E_VERIFY_SIGNER']);
  });

  it('channels of a release without a passport are unsigned, and differ where they contradict each other', () => {
    expect(endOf(unsigned, [channel('release'), channel('index')])).toEqual({
      ...{ exitCode: 1, results: ['unsigned', 'unsigned'] },
      codes: ['E_VERIFY_UNSIGNED', 'E_VERIFY_UNSIGNED'],
    });
    const other = channel('index', { items: [{ name: wheel?.name ?? '', sha256: hex('9') }] });
    expect(endOf(unsigned, [channel('release'), other]).results).toEqual(['unsigned', 'differs']);
  });

  it('a service that is down fails, and a channel that is hidden fails only with --strict', () => {
    const down = channel('index', { items: undefined, reason: 'E_HTTP_STATUS: 503' });
    expect(endOf(signed, [down])).toMatchObject({ exitCode: 1, codes: ['E_VERIFY_UNREACHABLE'] });
    const hidden = channel('packages', { items: undefined, isHidden: true });
    expect(endOf(signed, [hidden])).toMatchObject({ exitCode: 0, codes: ['E_VERIFY_UNREACHABLE'] });
    expect(endOf(signed, [hidden], { isStrict: true }).exitCode).toBe(4);
    expect(endOf(signed, [hidden], { required: ['packages'] }).exitCode).toBe(1);
  });

  it('a digest that nobody could read is not the same', () => {
    const items = expectedItems(passport, 'index').map(({ name }) => ({ name, sha256: undefined }));
    expect(endOf(signed, [channel('index', { items })])).toMatchObject({
      ...{ exitCode: 1, codes: ['E_VERIFY_UNREACHABLE'] },
    });
  });

  it('a yanked release has a code of its own, unless something is wrong with its bytes', () => {
    expect(endOf(signed, [channel('index')], { withdrawn: 'it was yanked.' })).toMatchObject({
      ...{ exitCode: 5, codes: ['E_VERIFY_WITHDRAWN'] },
    });
    const items = [{ name: wheel?.name ?? '', sha256: hex('9') }];
    expect(endOf(signed, [channel('index', { items })], { withdrawn: 'it was yanked.' }).exitCode).toBe(1);
  });

  it('the table has one row for each file and one column for each channel', () => {
    const table = renderTable(judgeChannels(signed, [channel('release'), channel('index', { items: [] })]));
    expect(table.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['', 'release', 'index'],
      ['SHA256SUMS', 'same', '–'],
      ['demo-1.2.0-py3-none-any.whl', 'same', 'absent'],
      ['demo-1.2.0.tar.gz', 'same', 'absent'],
      ['all', 'same', 'absent'],
    ]);
  });

  it('control characters in the name of an asset do not reach the terminal', () => {
    const items = [{ name: 'x\u001b[31m\nevil', sha256: hex('9') }];
    expect(renderTable(judgeChannels(signed, [channel('index', { items })]))).not.toContain('\u001b');
  });
});
