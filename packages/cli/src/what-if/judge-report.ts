import { pypiHost } from '@slipway/core/pypi-hosts';
import type { JobResult, Result } from '@slipway/runner/result';
import { readHeadingWords, readReportRows } from './report-table.ts';

/** A channel as a summary of a release may name it, and how an address in it looks. */
interface NamedChannel {
  readonly name: string;
  readonly pattern: RegExp;
  readonly address: RegExp;
}

/** What was released, as a summary should say it. */
export interface ReportedRelease {
  /** Empty when nobody said it. */
  readonly name: string;
  readonly version: string | undefined;
  /** By the name of the channel, whether it holds the release; a channel that is not in it is not looked at. */
  readonly channels: ReadonlyMap<ReportChannel, boolean>;
}

export type ReportChannel = 'PyPI' | 'GitHub Packages' | 'Container image' | 'GitHub Release';

const quote = (text: string): string => text.replaceAll(/[.]/g, '\\.');
const channels: readonly (NamedChannel & { readonly name: ReportChannel })[] = [
  { name: 'PyPI', pattern: /^pypi$/i, address: new RegExp(`\\b${quote(pypiHost)}/project/`) },
  {
    name: 'GitHub Packages',
    pattern: /^github packages$/i,
    address: /\/pkgs\/container\/|ghcr\.io\/.+\/pypi\//,
  },
  { name: 'Container image', pattern: /^(?:container )?image$/i, address: /\bghcr\.io\/(?!.*\/pypi\/)/ },
  { name: 'GitHub Release', pattern: /^github release$/i, address: /\/releases\/(?:tag\/)?/ },
];
const anyAddress = /https?:\/\/|\bghcr\.io\//;

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
  for (const { name, pattern, address } of channels) {
    const holds = release.channels.get(name);
    if (holds === undefined) continue;
    const row = rows.find(({ subject }) => pattern.test(subject));
    if (row === undefined) findings.push(`the summary has no row for ${name}`);
    else if (holds && !address.test(row.value))
      findings.push(`the summary shows "${row.value}" for ${name}, which is no address of it`);
    else if (!holds && anyAddress.test(row.value))
      findings.push(`the summary shows "${row.value}" for ${name}, which has nothing of this release`);
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

/**
 * What a summary of a run that failed says wrongly; empty for one that does not speak of jobs.
 * @param failed key of the job that failed
 * @param ref short name of the branch or tag
 */
export function judgeFailureReport(
  summary: string,
  jobs: readonly JobResult[],
  failed: string,
  ref: string,
): readonly string[] {
  const results = resultsOf(jobs);
  const isMentioned = [...results.keys()].some((id) =>
    summary.split(/[|\n]/).some((cell) => cell.trim() === id),
  );
  if (!isMentioned) return [];
  const rows = readReportRows(summary);
  const findings = readHeadingWords(summary).includes(ref)
    ? []
    : [`no heading of the summary names "${ref}"`];
  if (!rows.some(({ subject }) => subject === failed))
    findings.push(`the summary has no row for ${failed}, which failed`);
  for (const { subject, value } of rows) {
    const result = results.get(subject);
    if (result !== undefined && result !== value)
      findings.push(`the summary shows "${value}" for ${subject}, which ended in ${result}`);
  }
  return findings;
}
