import { expect, it } from 'vitest';
import {
  judgeFailureReport,
  judgeSuccessReport,
  type ReportChannel,
} from '../../src/what-if/judge-report.ts';

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
  ['no word that it is out', 'Released demo', 'Drafted demo', /states that the release is published/],
  ['no row for a channel', '| GitHub Packages |', '| other |', /no row for GitHub Packages/],
  [
    'the address of another channel',
    `${host}/project`,
    'github.com/o/demo/pkgs',
    /for PyPI, which is not one of its addresses/,
  ],
  [
    'an address for a channel that has nothing',
    'not for this release',
    'ghcr.io/o/demo:1.2.0',
    /for Container image, which does not contain this release/,
  ],
  [
    'the address of another package',
    'demo%2Fpypi%2Fdemo',
    'demo',
    /for GitHub Packages, which is not one of its addresses/,
  ],
  ['rows without a table', '|---|---|', '', /no row for PyPI/],
];

it.each(wrong)('a summary with %s is wrong', (_what, before, after, expected) => {
  const changed = summary.replace(before, after);
  expect(changed).not.toBe(summary);
  expect(judgeSuccessReport(changed, release).join('\n')).toMatch(expected);
});

const legs = { success: 'success', skipped: 'skipped', failure: 'failure' } as const;
const job = (id: string, result: keyof typeof legs, markdown = '') => ({
  ...{ id, name: id, result: legs[result], seconds: 0, permissionsAsked: {}, annotations: [], summary: '' },
  ...{ outputs: { 'result-markdown': markdown }, missingOutputs: [], steps: [], environment: undefined },
});
const link = `[demo](https://${host}/project/demo/1.2.0/)`;
const failed = {
  ...{ failed: 'packages', tag: 'v1.2.0', runId: 7 },
  jobs: [job('pypi', 'success', link), job('packages', 'failure'), job('release', 'skipped')],
  publishers: new Map<ReportChannel, readonly string[]>([
    ['PyPI', ['pypi']],
    ['GitHub Packages', ['packages']],
    ['GitHub Release', ['release']],
  ]),
};
const failure = `### v1.2.0 is not fully released

\`packages\` failed. [See](https://github.com/o/demo/actions/runs/7).

| Channel | Now |
|---|---|
| PyPI | ✓ ${link} |
| GitHub Packages | ✕ failed |
| GitHub Release | – not published |
`;

it('a summary of a failure that says how each channel ended is right', () => {
  expect(judgeFailureReport(failure, failed)).toEqual([]);
});

const wrongFailures: readonly [what: string, before: string, after: string, expected: RegExp][] = [
  ['no row for a channel', '| GitHub Release | – not published |\n', '', /no row for GitHub Release/],
  ['no link to what is out', `✓ ${link}`, '✓ done', /shows "✓ done" for PyPI without an address/],
  ['no word about a job that did not run', '– not published', '–', /does not mention GitHub Release/],
];

it.each(wrongFailures)('a summary of a failure with %s is wrong', (_what, before, after, expected) => {
  const changed = failure.replace(before, after);
  expect(changed).not.toBe(failure);
  expect(judgeFailureReport(changed, failed).join('\n')).toMatch(expected);
});
