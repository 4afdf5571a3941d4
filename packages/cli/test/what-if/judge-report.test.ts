import { expect, it } from 'vitest';
import { judgeSuccessReport, type ReportChannel } from '../../src/what-if/judge-report.ts';

const channels = new Map<ReportChannel, boolean>([
  ['PyPI', true],
  ['GitHub Packages', true],
  ['Container image', false],
  ['GitHub Release', true],
]);
const packages = new Map<ReportChannel, string>([['GitHub Packages', 'o/demo/pypi/demo']]);
const release = { name: 'demo', version: '1.2.0', draft: false, channels, packages };
const host = ['pypi', 'org'].join('.');

const summary = `### Released demo 1.2.0

| channel | result |
|---|---|
| PyPI | [demo 1.2.0](https://${host}/project/demo/1.2.0/) |
| GitHub Packages | https://github.com/o/demo/pkgs/container/demo%2Fpypi%2Fdemo |
| Container image | not for this release |
| GitHub Release | https://github.com/o/demo/releases/tag/v1.2.0 |
`;

it('a summary that names the release and each of its channels is right', () => {
  expect(judgeSuccessReport(summary, release)).toEqual([]);
});

it('a summary that does not speak of channels is not judged', () => {
  expect(judgeSuccessReport('### Done\n\nAll good.', release)).toEqual([]);
});

const wrong: readonly [what: string, before: string, after: string, expected: RegExp][] = [
  [
    'another version',
    'Released demo 1.2.0',
    'Released demo 1.1.0',
    /no heading of the summary names "1\.2\.0"/,
  ],
  ['no word that it is out', 'Released demo', 'Drafted demo', /says that the release is out/],
  ['no row for a channel', '| GitHub Packages |', '| other |', /no row for GitHub Packages/],
  [
    'the address of another channel',
    `${host}/project`,
    'github.com/o/demo/pkgs',
    /for PyPI, which is no address of it/,
  ],
  [
    'an address for a channel that has nothing',
    'not for this release',
    'ghcr.io/o/demo:1.2.0',
    /for Container image, which has nothing of this release/,
  ],
  [
    'the address of another package',
    'demo%2Fpypi%2Fdemo',
    'demo',
    /for GitHub Packages, which is no address of it/,
  ],
  ['rows without a table', '|---|---|', '', /no row for PyPI/],
];

it.each(wrong)('a summary with %s is wrong', (_what, before, after, expected) => {
  const changed = summary.replace(before, after);
  expect(changed).not.toBe(summary);
  expect(judgeSuccessReport(changed, release).join('\n')).toMatch(expected);
});
