import { count } from '@slipway/core/text/count';
import type { JobResult } from '@slipway/runner/result';
import type { SecretMasker } from '@slipway/runner/secret-masker';
import type { Check } from '../report/check.ts';
import { findInvisible } from './addresses.ts';
import { judgeSummary, type SummaryRule } from './judge-summary.ts';

const maxShownFindings = 5;

/** GitHub's and PyPI's token formats, JSON Web Tokens, tokens of ghcr.io, and the Basic credentials of an upload, whoever issued them. */
const tokenShape =
  /\b(?:gh[opsur]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|pypi-AgE[A-Za-z0-9_-]{16,}|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}|djE6[A-Za-z0-9+/]{40,}|X190b2tlbl9fOnB5cGkt[A-Za-z0-9+/]{16,})/;

interface Finding {
  readonly where: string;
  readonly problem: string;
}

function toCheck(name: string, looked: string, findings: readonly Finding[]): Check {
  const shown = findings.slice(0, maxShownFindings).map(({ where, problem }) => `${where}: ${problem}`);
  const rest = findings.length - shown.length;
  return {
    name,
    ok: findings.length === 0,
    detail: findings.length === 0 ? looked : shown.join('; ') + (rest > 0 ? `; and ${rest} more` : ''),
  };
}

/** One text that a step left, with words for its place. */
interface Captured {
  readonly where: string;
  readonly kind: 'summary' | 'output' | 'log';
  readonly text: string;
}

function* listTexts(jobs: readonly JobResult[]): Generator<Captured> {
  for (const job of jobs) {
    for (const { name, captured } of job.steps) {
      const where = `${job.name} › ${name}`;
      if (captured.summary !== '') yield { where, kind: 'summary', text: captured.summary };
      for (const [output, text] of Object.entries(captured.outputs))
        yield { where: `${where}, output "${output}"`, kind: 'output', text };
      for (const text of captured.log.lines) yield { where: `${where}, log`, kind: 'log', text };
    }
  }
}

const summaryChecks: readonly [rule: SummaryRule, name: string][] = [
  ['links', 'every address in the job summaries is a valid link'],
  ['data', 'the job summaries contain no raw JSON'],
  ['tables', 'every table row in the job summaries has all its cells'],
];

/**
 * Judges what the steps produced: job summaries, outputs and logs.
 * @param issued knows every credential that the rehearsal issued
 */
export function checkCaptures(jobs: readonly JobResult[], issued: Pick<SecretMasker, 'reveals'>): Check[] {
  const texts = [...listTexts(jobs)];
  const summaries = texts.filter(({ kind }) => kind === 'summary');
  const judged = summaries.flatMap(({ where, text }) =>
    judgeSummary(text).map(({ rule, line, problem }) => ({ rule, where: `${where}, line ${line}`, problem })),
  );
  const read = `${count(summaries.length, 'summary', 'summaries')}`;
  const all = `${read}, ${texts.length - summaries.length} outputs and log lines`;
  const of = (rule: SummaryRule): Finding[] => judged.filter((finding) => finding.rule === rule);
  const hidden = texts.flatMap(({ where, kind, text }) =>
    kind === 'summary' ? [] : findInvisible(text).map((problem) => ({ where, problem })),
  );
  const revealed = texts.flatMap(({ where, text }) =>
    tokenShape.test(text) || issued.reveals(text) ? [{ where, problem: 'shows a credential' }] : [],
  );
  const stray = jobs.flatMap((job) =>
    job.steps.flatMap(({ name, captured }) =>
      captured.strayCommands.map((line) => ({ where: `${job.name} › ${name}, log`, problem: `"${line}"` })),
    ),
  );
  const missing = jobs.flatMap((job) =>
    job.missingOutputs.map(({ reference, reader, reason }) => ({
      where: `${job.name}, ${reader}`,
      problem: `${reference} is empty: ${reason}`,
    })),
  );
  return [
    ...summaryChecks.map(([rule, name]) => toCheck(name, read, of(rule))),
    toCheck('no address contains an invisible character', all, [...of('invisible'), ...hidden]),
    toCheck('no summary, output or log shows a credential', all, revealed),
    toCheck('every workflow command was executed', all, [...of('commands'), ...stray]),
    toCheck('every output that the workflow reads is set', `${jobs.length} jobs`, missing),
  ];
}
