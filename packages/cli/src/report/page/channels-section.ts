import { icon, type Mark } from '../html/icons.ts';
import { breakable, type Content, html, type Markup } from '../html/markup.ts';
import { renderTable } from '../html/table.ts';
import type { AttemptReport, ChannelReport, ProofReport, RehearsalReport } from '../report.ts';
import type { Verdict } from './verdict.ts';

const cell = (mark: Mark, words: Content, more?: Content): Markup =>
  html`<div class="cell">${icon(mark)}<span class="any">${words}${more !== undefined && more !== '' && html`<small>${more}</small>`}</span></div>`;

const address = (text: string): Content =>
  text !== '' &&
  html`<span class="at mono soft">${breakable(text.replace(/^https:\/\//, '').replace(/\/$/, ''), /(?<=\/)/)}</span>`;

// The check itself has the whole text.
const maxDetail = 60;

const proof = (found: ProofReport | null, words: string): Content =>
  found === null
    ? cell('skipped', 'not checked')
    : cell(
        found.ok ? 'passed' : 'failed',
        words,
        found.ok && found.detail.length > maxDetail ? '' : found.detail,
      );

const installers: Readonly<Record<string, string>> = {
  PyPI: 'pip install',
  'GitHub Packages': 'slipway download',
  'GitHub Release': 'the wheel, by pip',
};

function renderChannel({ channel, state, files, ...row }: ChannelReport): readonly [Content, ...Content[]] {
  const name = html`${channel}${address(row.address)}`;
  if (state === 'skipped') return [name, cell('skipped', `Nothing, because ${row.reason}.`)];
  if (state === 'not rehearsed')
    return [name, cell('skipped', html`<strong>Not rehearsed:</strong> ${row.reason}.`)];
  const detail = html`${state === 'failed' && icon('failed')} ${row.detail}`;
  return [
    name,
    detail,
    files === null
      ? cell('skipped', 'not compared')
      : cell(files.equal === files.total ? 'passed' : 'failed', `${files.equal} of ${files.total} equal`),
    row.signed === null ? cell('skipped', 'none of its own') : proof(row.signed, 'signed'),
    proof(row.installed, installers[channel] ?? ''),
  ];
}

const stateMarks = { none: 'skipped', partial: 'passed', done: 'passed' } as const;

/** What a run of the failed jobs would still do. */
function foresee({ expectations }: RehearsalReport, now: AttemptReport['channels'][number]): string {
  if (now.channel === 'Tag and commit') return now.state === 'none' ? 'created' : 'exists already, kept';
  const wanted = expectations.find(({ channel }) => channel === now.channel);
  if (wanted === undefined) return 'not known';
  if (wanted.state !== 'present') return wanted.state === 'absent' ? wanted.expected : 'not rehearsed here';
  if (now.state === 'done') return 'exists already, kept';
  return now.state === 'partial' ? 'completed' : 'published';
}

function renderState(report: RehearsalReport, last: AttemptReport): Markup {
  const rows = last.channels.map((now): readonly [Content, ...Content[]] => [
    now.channel,
    cell(stateMarks[now.state], now.detail),
    foresee(report, now),
  ]);
  return html`<section id="channels"><h2>Where things stand</h2><p class="soft">Each step checks what already exists, so a re-run does only what is missing.</p>
${renderTable('state', ['Channel', 'Now', 'After a re-run'], rows)}</section>`;
}

function renderAttempts(attempts: readonly AttemptReport[]): Content {
  const [first] = attempts;
  if (first === undefined || attempts.length < 2) return undefined;
  const rows = first.channels.map((each): readonly [Content, ...Content[]] => [
    each.channel,
    ...attempts.map((attempt) => {
      const now = attempt.channels.find(({ channel }) => channel === each.channel);
      return now === undefined ? '' : cell(stateMarks[now.state], now.detail);
    }),
  ]);
  const columns = attempts.map(
    ({ attempt, result }) => `After attempt ${attempt}${result === 'success' ? '' : ' (failed)'}`,
  );
  return renderTable('state', ['Channel', ...columns], rows);
}

/** Channels and what was proven of each; of a release that stopped, where each stands. */
export function renderChannels(report: RehearsalReport, verdict: Verdict): Content {
  const last = report.attempts.at(-1);
  if (verdict.stoppedIn !== undefined && verdict.kind === 'not ready')
    return last === undefined ? undefined : renderState(report, last);
  if (report.channels.length === 0) return undefined;
  const columns = ['Channel', 'What landed', 'Same bytes', 'Signed', 'Installed'];
  return html`<section id="channels"><h2>Where it lands</h2><p class="soft">The addresses exist once the real release has run.</p>
${renderTable('ch', columns, report.channels.map(renderChannel))}${renderAttempts(report.attempts)}</section>`;
}
