import { pypiHost, testPypiHost } from '@slipway/core/pypi-hosts';
import type { JobResult, Result } from '@slipway/runner/result';
import { judgeSummary } from '../captures/judge-summary.ts';
import { readHeadingWords, readReportRows } from './report-table.ts';

/** A channel as a summary of a release may name it, and how an address in it looks. */
interface NamedChannel {
  readonly name: ReportChannel;
  readonly pattern: RegExp;
  readonly address: RegExp;
}

/** What was released, as a summary should say it. */
export interface ReportedRelease {
  /** Empty when nobody said it. */
  readonly name: string;
  readonly version: string | undefined;
  /** The release on GitHub stays a draft. */
  readonly draft: boolean;
  /** Whether each channel has the release, by the channel's name. Other channels are not checked. */
  readonly channels: ReadonlyMap<ReportChannel, boolean>;
  /** Names of the packages on ghcr.io, `owner/name`, of the channels that are there. */
  readonly packages?: ReadonlyMap<ReportChannel, string>;
}

export type ReportChannel = 'PyPI' | 'TestPyPI' | 'GitHub Packages' | 'Container image' | 'GitHub Release';

const quote = (text: string): string => text.replaceAll(/[.]/g, '\\.');
const registryAddress = /\/pkgs\/container\/|\bghcr\.io\//;
const channels: readonly NamedChannel[] = [
  { name: 'PyPI', pattern: /^pypi$/i, address: new RegExp(`(?<![\\w.-])${quote(pypiHost)}/project/`) },
  { name: 'TestPyPI', pattern: /^testpypi$/i, address: new RegExp(`\\b${quote(testPypiHost)}/project/`) },
  { name: 'GitHub Packages', pattern: /^github packages$/i, address: registryAddress },
  { name: 'Container image', pattern: /^(?:container )?image$/i, address: registryAddress },
  { name: 'GitHub Release', pattern: /^github release$/i, address: /\/releases\/(?:tag\/)?/ },
];
const anyAddress = /https?:\/\/|\bghcr\.io\//;

/** The address leads to that package and not to one below it, whose name begins in the same way. */
function namesPackage(value: string, name: string | undefined): boolean {
  if (name === undefined) return true;
  const [, ...rest] = name.split('/');
  return [name, encodeURIComponent(rest.join('/'))].some((text) =>
    new RegExp(`(?:ghcr\\.io|/container)/${quote(text)}(?![\\w%/.-])`).test(value),
  );
}

/** What a summary of a release that went well says wrongly; empty for one that does not speak of channels. */
export function judgeSuccessReport(summary: string, release: ReportedRelease): readonly string[] {
  const rows = readReportRows(summary);
  const known = channels.filter(({ pattern }) =>
    summary.split(/[|\n]/).some((cell) => pattern.test(cell.trim())),
  );
  if (known.length === 0) return [];
  const words = readHeadingWords(summary);
  const findings = [release.name, release.version ?? ''].flatMap((word) =>
    word === '' || words.includes(word) ? [] : [`no heading of the summary names "${word}"`],
  );
  const verb = release.draft ? /^draft/i : /^(?:released|published)$/i;
  if (!words.some((word) => verb.test(word)))
    findings.push(
      `no heading of the summary states that the release is ${release.draft ? 'a draft' : 'published'}`,
    );
  for (const { name, pattern, address } of channels) {
    const holds = release.channels.get(name);
    if (holds === undefined) continue;
    const row = rows.find(({ subject }) => pattern.test(subject));
    if (row === undefined && holds) findings.push(`the summary has no row for ${name}`);
    else if (row === undefined) continue;
    else if (holds && !(address.test(row.value) && namesPackage(row.value, release.packages?.get(name))))
      findings.push(`the summary shows "${row.value}" for ${name}, which is not one of its addresses`);
    else if (!holds && anyAddress.test(row.value))
      findings.push(`the summary shows "${row.value}" for ${name}, which does not contain this release`);
  }
  return findings;
}

/** The result of each job of the file; a matrix or a call has one. */
function resultsOf(jobs: readonly JobResult[]): ReadonlyMap<string, Result> {
  const results = new Map<string, Result>();
  for (const { id, result } of jobs) {
    const key = id.split('/')[0] ?? id;
    const before = results.get(key);
    if (before === undefined || before === 'skipped' || result === 'failure') results.set(key, result);
  }
  return results;
}

/** A run that failed, as a summary should tell it. */
export interface FailedRun {
  readonly jobs: readonly JobResult[];
  /** Key of the job that failed. */
  readonly failed: string;
  /** Short name of the tag; undefined for a run at a branch. */
  readonly tag: string | undefined;
  readonly runId: number;
  /** Keys of the jobs that publish to each channel. */
  readonly publishers: ReadonlyMap<ReportChannel, readonly string[]>;
}

const failureMark = /[✕✗✘❌]|\bfail/iu;
const successMark = /[✓✔✅]/u;

function judgeChannelRows(summary: string, results: ReadonlyMap<string, Result>, run: FailedRun): string[] {
  const rows = readReportRows(summary);
  const named = channels.filter(({ pattern }) => rows.some(({ subject }) => pattern.test(subject)));
  // Who looks for a channel and does not find it takes it for one that has nothing.
  const findings = channels
    .filter((channel) => named.length > 0 && !named.includes(channel) && run.publishers.has(channel.name))
    .map(({ name }) => `the summary has no row for ${name}`);
  for (const { subject, value } of rows) {
    const result = results.get(subject);
    if (result !== undefined && result !== value)
      findings.push(`the summary shows "${value}" for ${subject}, whose result is ${result}`);
    const channel = channels.find(({ pattern }) => pattern.test(subject));
    const ends = (run.publishers.get(channel?.name ?? 'PyPI') ?? []).map((id) => results.get(id));
    if (channel === undefined || ends.length === 0) continue;
    const hasFailed = ends.includes('failure');
    const isSkipped = ends.every((end) => end !== 'failure' && end !== 'success');
    if (hasFailed !== failureMark.test(value) || (isSkipped && successMark.test(value)))
      findings.push(
        `the summary shows "${value}" for ${channel.name}, ${hasFailed ? 'whose job failed' : isSkipped ? 'whose job did not run' : 'whose job did not fail'}`,
      );
    else if (isSkipped && !/\p{L}/u.test(value))
      findings.push(`the summary does not mention ${channel.name}, whose job did not run`);
    else if (!hasFailed && !isSkipped && isLinked(channel, run) && !channel.address.test(value))
      findings.push(
        `the summary shows "${value}" for ${channel.name} without an address of the published files`,
      );
  }
  return findings;
}

/** A job of the channel reported the address of its part of the release. */
function isLinked({ name, address }: NamedChannel, { jobs, publishers }: FailedRun): boolean {
  const ended = jobs.filter(
    ({ id, result }) => result === 'success' && publishers.get(name)?.includes(id) === true,
  );
  return ended.some(({ outputs }) => address.test(outputs['result-markdown'] ?? ''));
}

/** What a summary of a run that failed says wrongly; empty for one that names no job. */
export function judgeFailureReport(summary: string, run: FailedRun): readonly string[] {
  const results = resultsOf(run.jobs);
  const named = [...results.keys()].filter((id) =>
    summary.split(/[|`\n]/).some((part) => part.trim() === id),
  );
  if (named.length === 0 && !/\bfail|not (?:fully )?released|did not start/i.test(summary)) return [];
  const blamed = [...summary.matchAll(/`([\w-]+)` failed/g)].map(([, id = '']) => id);
  return [
    ...(named.includes(run.failed) ? [] : [`the summary does not name ${run.failed}, which failed`]),
    ...blamed
      .filter((id) => results.get(id) !== 'failure')
      .map(
        (id) => `the summary reports that ${id} failed, but its result is ${results.get(id) ?? 'missing'}`,
      ),
    ...(run.tag === undefined || readHeadingWords(summary).includes(run.tag)
      ? []
      : [`no heading of the summary names "${run.tag}"`]),
    ...(summary.includes(`/actions/runs/${run.runId}`) ? [] : ['the summary does not link its run']),
    ...judgeChannelRows(summary, results, run),
    ...judgeSummary(summary).map(({ problem }) => problem),
  ];
}
