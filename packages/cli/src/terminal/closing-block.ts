import { countChecks, findVerdict } from '../report/page/verdict.ts';
import type { ChannelReport, RehearsalReport } from '../report/report.ts';
import { fit, formatSeconds, type Look, type Mark, mark, pad, paint, wrap } from './look.ts';

export interface Closing {
  readonly look: Look;
  readonly columns: number;
  /** The files that the report was written to. */
  readonly written: readonly string[];
}

const nameColumns = 17;
const maxCauseLines = 4;
const maxFixLines = 4;
const maxWarnings = 2;

function describeChannel({
  state,
  detail,
  files,
  signed,
  installed,
  reason,
}: ChannelReport): readonly [Mark, string] {
  if (state === 'not rehearsed') return ['skipped', `not rehearsed: ${reason}`];
  if (state === 'skipped') return ['skipped', `nothing, because ${reason}`];
  const parts = [
    detail,
    ...(files !== null && files.equal === files.total ? ['same bytes'] : []),
    ...(signed?.ok === true && !detail.includes('attested') ? ['signed'] : []),
    ...(installed?.ok === true ? ['installed'] : []),
  ];
  return [state === 'landed' ? 'passed' : 'failed', parts.filter((part) => part !== '').join(', ')];
}

/** One line for each channel: what landed, or where it stands after a run that stopped. */
function listChannels(
  report: RehearsalReport,
  hasStopped: boolean,
): readonly (readonly [string, Mark, string])[] {
  const last = report.attempts.at(-1);
  if (!hasStopped || last === undefined)
    return report.channels.map((channel) => [channel.channel, ...describeChannel(channel)] as const);
  return last.channels.map(
    ({ channel, state, detail }) => [channel, state === 'none' ? 'skipped' : 'passed', detail] as const,
  );
}

/** The last screen of a rehearsal: the answer, what it rests on, and what is left to do. At most 20 lines. */
export function renderClosing(report: RehearsalReport, closing: Closing): string {
  const { look, columns, written } = closing;
  const verdict = findVerdict(report);
  const took = formatSeconds(report.seconds.total);
  const isBad = verdict.kind === 'not ready';
  const glyph: Mark = isBad
    ? 'failed'
    : verdict.kind === 'recovered'
      ? 'warning'
      : verdict.kind === 'ready'
        ? 'passed'
        : 'skipped';
  const [first, ...others] = report.problems;
  const lines: string[] = [''];
  const head = fit(look, verdict.sentence, columns - 2);
  const facts = isBad
    ? ''
    : `${took}${report.checks.length === 0 ? '' : `, ${countChecks(report)} checks passed`}`;
  const hasRoom = facts !== '' && head.length + facts.length + 4 <= columns;
  const answer = `${mark(look, glyph)} ${paint(look, 'bold', head)}`;
  lines.push(hasRoom ? `${answer}  ${paint(look, 'dim', facts)}` : answer);
  lines.push('');
  if (report.nothingToRelease !== null) {
    for (const text of wrap(look, report.nothingToRelease, columns - 2)) lines.push(`  ${text}`);
    lines.push('');
  }
  if (isBad && first !== undefined) lines.push(...describeCause(first, others.length, closing), '');
  const channels = listChannels(report, isBad && verdict.stoppedIn !== undefined);
  for (const [name, state, words] of channels) {
    const text = fit(look, words, columns - nameColumns - 4);
    lines.push(
      `  ${pad(look, name, nameColumns)}${mark(look, state)} ${state === 'skipped' ? paint(look, 'dim', text) : text}`,
    );
  }
  if (channels.length > 0) lines.push('');
  if (!isBad) lines.push(...describeLeft(report, closing));
  for (const path of written) lines.push(`Report: ${fit(look, path, columns - 8)}`);
  if (isBad) {
    if (verdict.stoppedIn !== undefined && report.project.tag !== '')
      lines.push('In a real run: gh run rerun RUN-ID --failed');
    lines.push(
      paint(
        look,
        'dim',
        fit(look, [first?.code ?? '', took].filter((part) => part !== '').join(', '), columns),
      ),
    );
  }
  return `${lines.join('\n')}\n`;
}

function describeCause(
  problem: RehearsalReport['problems'][number],
  more: number,
  { look, columns }: Closing,
): string[] {
  const cause = wrap(look, problem.message, columns - 2);
  const fix = problem.hint.split('\n').flatMap((line) => wrap(look, line, columns - 7));
  return [
    ...cause.slice(0, maxCauseLines).map((line) => `  ${line}`),
    ...fix
      .slice(0, maxFixLines)
      .map((line, index) => `  ${index === 0 ? `${paint(look, 'bold', 'Fix:')} ` : '     '}${line}`),
    ...(more > 0 ? [`  ${more} more in the report`] : []),
  ];
}

function describeLeft(report: RehearsalReport, { look, columns }: Closing): string[] {
  const { setup } = report;
  const lines: string[] = [];
  if (setup !== null && report.nothingToRelease === null) {
    const { owner, repository, workflow, environment } = setup.publisher;
    const kind = setup.pending ? 'pending trusted publisher' : 'trusted publisher';
    lines.push(
      `${mark(look, 'warning')} ${fit(look, `Left to you, once: register the ${kind} on PyPI`, columns - 2)}`,
    );
    const values = `owner ${owner}, repository ${repository}, workflow ${workflow}, environment ${environment || '(any)'}`;
    for (const line of wrap(look, values, columns - 2)) lines.push(`  ${line}`);
  }
  const warnings = report.jobs.flatMap(({ annotations }) =>
    annotations.flatMap(({ level, message }) => (level === 'warning' ? [message] : [])),
  );
  const unique = [...new Set([...warnings, ...report.findings.map(({ message }) => message)])];
  for (const message of unique.slice(0, maxWarnings))
    lines.push(`${mark(look, 'warning')} ${fit(look, message, columns - 2)}`);
  if (lines.length > 0) lines.push('');
  return lines;
}
