import { count } from '@slipway/core/text/count';
import { shortRef } from '@slipway/core/text/short-ref';
import { formatDuration } from '../duration.ts';
import { icon, markOf } from '../html/icons.ts';
import { renderMarkdown } from '../html/markdown.ts';
import { type Content, html, type Markup } from '../html/markup.ts';
import { formatNumber } from '../html/numbers.ts';
import type { JobReport, RehearsalReport, StepReport } from '../report.ts';

const maxStepLines = 200;
/** Of all steps together: a page of more could not be painted at once. */
const maxLines = 8_000;
const minStepLines = 20;
const maxLineLength = 2_000;
const maxSummaryLength = 20_000;

/** `actions/checkout@<40 digits>` as `actions/checkout 3d3c42e`. */
const shortenPin = (name: string): string => name.replace(/@([0-9a-f]{7})[0-9a-f]{33}\b/g, ' $1');

const levels = { error: 'bad', warning: 'warn', notice: 'info' } as const;

function renderLine(line: string): Content {
  const [, command = '', rest = ''] = /^##\[(\w+)\](.*)$/s.exec(line) ?? [];
  const text = line.length > maxLineLength ? `${line.slice(0, maxLineLength)}…` : line;
  if (command === 'endgroup') return undefined;
  const level = levels[command as keyof typeof levels];
  if (level !== undefined)
    return html`<span class="${level}">${command}</span> ${rest.slice(0, maxLineLength)}\n`;
  return command === '' ? html`${text}\n` : html`${rest.slice(0, maxLineLength)}\n`;
}

/** The lines without the header that repeats the name and the inputs of the step. */
function skipHeader(lines: readonly string[]): readonly string[] {
  const end = lines.indexOf('##[endgroup]');
  return lines[0]?.startsWith('##[group]Run ') === true && end > 0 ? lines.slice(end + 1) : lines;
}

function renderLog({ log }: StepReport, most: number): Content {
  const lines = skipHeader(log.lines);
  const kept = lines.slice(-most);
  const cut = lines.length - kept.length + log.dropped;
  if (kept.length === 0) return undefined;
  return html`<pre>${cut > 0 && html`<span class="soft">… ${count(cut, 'line')} before these are in the JSON or were not kept</span>\n`}${kept.map(renderLine)}</pre>`;
}

// What only cleans up says nothing, unless it failed or took its time.
const isShown = ({ name, result, seconds }: StepReport): boolean =>
  !name.startsWith('Post ') || result === 'failure' || seconds >= 0.1;

function renderStep(step: StepReport, most: number, warnings: number): Markup {
  const isOpen = step.result === 'failure';
  const mark = markOf(step.result);
  return html`<details${isOpen && html` open`}><summary>${icon(mark)}<span class="any">${shortenPin(step.name)}</span>${step.standIn && html` <span class="tag">stand-in</span>`}${warnings > 0 && html` <span class="tag warn">${count(warnings, 'warning')}</span>`}<span class="num">${formatDuration(step.seconds)}</span></summary>${renderLog(step, most)}${step.summary !== '' && html`<div class="md">${renderMarkdown(step.summary.slice(0, maxSummaryLength), 4)}</div>`}</details>`;
}

function renderJob(job: JobReport, most: number): Markup {
  const steps = job.steps.filter(isShown);
  const title = [shortRef(job.ref), job.attempt > 1 ? `attempt ${job.attempt}` : ''];
  // Annotations are of the job: they stand where the log shows them.
  const warningsOf = (step: StepReport): number =>
    step.log.lines.filter((line) => line.startsWith('##[warning]')).length;
  const messages =
    steps.length > 0 ? [] : job.annotations.map(({ level, message }) => `${level}: ${message}`);
  return html`<details${job.result === 'failure' && html` open`}><summary>${icon(markOf(job.result))}<span class="mono any">${job.name}</span> <span class="soft any">${title.filter((part) => part !== '').join(', ')}</span><span class="num">${formatDuration(job.seconds)}</span></summary>${steps.map((step) => renderStep(step, most, warningsOf(step)))}${messages.length > 0 && html`<pre>${messages.join('\n')}</pre>`}</details>`;
}

/** Logs and summaries, folded; what failed is open. */
export function renderLogs({ jobs }: RehearsalReport): Content {
  if (jobs.length === 0) return undefined;
  const steps = jobs.reduce((sum, job) => sum + job.steps.filter(isShown).length, 0);
  const most = Math.min(maxStepLines, Math.max(minStepLines, Math.floor(maxLines / Math.max(1, steps))));
  return html`<section id="logs"><h2>Logs</h2><p class="soft">The last ${formatNumber(most)} lines of each step, without secrets, and the job summaries.</p>
<div class="card log">${jobs.map((job) => renderJob(job, most))}</div></section>`;
}
