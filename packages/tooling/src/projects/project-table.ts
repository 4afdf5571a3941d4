import type { Judgement, Verdict } from './judge-release.ts';
import type { ProjectFacts, ReleaseOutcome } from './release-facts.ts';

/** One release of one project in the table. */
export interface ProjectRow {
  readonly project: string;
  readonly kind: string;
  readonly backend: string;
  readonly source: string;
  readonly tagStyle: string;
  readonly last: string;
  readonly next: string;
  readonly tag: string;
  readonly verdict: Verdict;
  readonly detail: string;
  readonly requests: number;
  readonly seconds: number;
}

/** What is known of a release as a row. */
export function makeRow(
  project: string,
  kind: string,
  facts: ProjectFacts,
  outcome: ReleaseOutcome,
  { verdict, detail }: Judgement,
): ProjectRow {
  return {
    ...{ project, kind, backend: facts.backend, source: `${facts.source}: ${facts.where}` },
    tagStyle: facts.style.newest ?? '(no tag)',
    last: facts.style.last?.version ?? '',
    ...{ next: outcome.tag === '' ? '' : outcome.version, tag: outcome.tag, verdict, detail },
    requests: outcome.requests,
    seconds: outcome.seconds,
  };
}

const order: readonly Verdict[] = [
  ...(['wrong', 'wrongly refused', 'failed later', 'rightly refused', 'released right'] as const),
];

const cell = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;').slice(0, 400);

/** `70 released right, 3 rightly refused, 1 wrong` and the share of what is right. */
export function renderTotals(rows: readonly ProjectRow[]): string {
  const count = (verdict: Verdict): number => rows.filter((row) => row.verdict === verdict).length;
  const right = count('released right') + count('rightly refused');
  const share = rows.length === 0 ? 0 : (100 * right) / rows.length;
  const projects = new Set(rows.map(({ project }) => project)).size;
  const counted = order.toReversed().map((verdict) => `${count(verdict)} ${verdict}`);
  return `${projects} projects, ${rows.length} releases: ${counted.join(', ')} (${share.toFixed(1)} % right)`;
}

/** The table with what is wrong first, and its closing line. */
export function renderProjectTable(rows: readonly ProjectRow[]): string {
  const sorted = rows.toSorted(
    (left, right) =>
      order.indexOf(left.verdict) - order.indexOf(right.verdict) || (left.project < right.project ? -1 : 1),
  );
  const head =
    '| Project | Bump | Outcome | Last | Next | Tag | Newest tag before | Backend | Version from | Requests | Seconds | Detail |';
  const lines = sorted.map((row) => {
    const cells = [
      ...[row.project, row.kind, row.verdict, row.last, row.next, row.tag, row.tagStyle, row.backend],
      ...[row.source, String(row.requests), row.seconds.toFixed(1), row.detail],
    ];
    return `| ${cells.map(cell).join(' | ')} |`;
  });
  return [head, `|${' --- |'.repeat(12)}`, ...lines, '', renderTotals(rows), ''].join('\n');
}
