import { formatDuration } from '../duration.ts';
import { type Content, html, type Markup } from '../html/markup.ts';
import type { RehearsalReport } from '../report.ts';

interface Row {
  readonly name: Content;
  readonly kind: 'b' | 'b o' | 'b bad';
  readonly startedSeconds: number;
  readonly seconds: number;
}

const tickSteps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600];

const percent = (part: number, whole: number): string =>
  `${Math.round(Math.min(1, Math.max(0, part / whole)) * 1_000) / 10}%`;

function renderRow({ name, kind, startedSeconds, seconds }: Row, total: number): Markup {
  // Shorter bars could not be seen.
  const width = Math.max(seconds, total / 200);
  const start = Math.min(startedSeconds, total - width);
  return html`<li><span class="any">${name}</span><svg aria-hidden="true"><rect class="bg" width="100%" height="100%" rx="3"/><rect class="${kind}" x="${percent(start, total)}" width="${percent(width, total)}" height="100%" rx="2"/></svg><span class="num">${formatDuration(seconds)}</span></li>`;
}

/** When everything ran, one row each. */
export function renderTimeline({ jobs, phases, seconds }: RehearsalReport): Content {
  const rows: Row[] = [
    ...phases.map(({ name, ...times }) => ({
      name: html`<span class="soft">${name}</span>`,
      kind: 'b o' as const,
      ...times,
    })),
    ...jobs.map(({ name, attempt, result, startedSeconds, seconds: took }) => ({
      name: html`<span class="mono">${name}</span>${attempt > 1 && html` <span class="soft">attempt ${attempt}</span>`}`,
      kind: result === 'success' ? ('b' as const) : ('b bad' as const),
      ...{ startedSeconds, seconds: took },
    })),
  ];
  const total = Math.max(seconds.total, ...rows.map((row) => row.startedSeconds + row.seconds), 0.001);
  const sorted = rows.toSorted((left, right) => left.startedSeconds - right.startedSeconds);
  const step = tickSteps.find((each) => total / each <= 6) ?? total;
  const ticks = Array.from({ length: Math.floor((total * 0.96) / step) + 1 }, (_none, index) => index * step);
  return html`<h3 class="sr">Timeline</h3><div class="card"><ul class="gantt" aria-label="Timeline">${sorted.map((row) => renderRow(row, total))}<li class="tick" aria-hidden="true"><span></span><svg>${ticks.map((tick) => html`<text x="${percent(tick, total)}" y="11">${tick === 0 ? '0' : formatDuration(tick).replace('.0', '')}</text>`)}</svg><span></span></li></ul></div>`;
}
