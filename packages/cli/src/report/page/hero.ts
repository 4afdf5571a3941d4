import { count } from '@slipway/core/text/count';
import { formatDuration } from '../duration.ts';
import { icon, type Mark } from '../html/icons.ts';
import { type Content, html, type Markup } from '../html/markup.ts';
import { formatDate } from '../html/numbers.ts';
import type { RehearsalReport } from '../report.ts';
import { countChecks, countUploaded, type Verdict, type VerdictKind } from './verdict.ts';

const badges: Readonly<Record<VerdictKind, Mark>> = {
  ready: 'passed',
  'not ready': 'failed',
  recovered: 'warning',
  'nothing to release': 'note',
};

function describe(report: RehearsalReport, verdict: Verdict): Content {
  const { jobs, fault, nothingToRelease } = report;
  const checks = `${countChecks(report)} checks passed`;
  if (verdict.kind === 'nothing to release') return html`<span class="any">${nothingToRelease ?? ''}</span>`;
  if (verdict.kind === 'ready')
    return `The whole release ran on this machine: ${count(new Set(jobs.map(({ runId, id }) => `${runId} ${id}`)).size, 'job')} succeeded and ${checks}. Nothing was published.`;
  if (verdict.kind === 'recovered')
    return html`The injected fault <code>${fault?.name ?? ''}</code> stopped it. Re-running the failed jobs completed it: ${checks}. Nothing was published.`;
  if (jobs.length === 0) return 'Nothing ran.';
  const uploaded = countUploaded(report);
  if (verdict.stoppedIn === undefined) return `The run ended, and ${checks}. Nothing was published.`;
  if (uploaded > 0) return `It stopped after PyPI had accepted ${count(uploaded, 'file')}.`;
  return report.project.tag === ''
    ? 'It stopped before there was a tag. You don’t have to undo anything.'
    : 'It stopped before the point of no return: PyPI accepted nothing. You don’t have to undo anything.';
}

/** Verdict, what it rests on, and the five facts. */
export function renderHero(report: RehearsalReport, verdict: Verdict): Markup {
  const { project, repository, seconds, checks } = report;
  const mark = badges[verdict.kind];
  const where = [repository.fullName, formatDate(report.startedAt)].filter((part) => part !== '').join(', ');
  const { versionBefore, versionAfter } = project;
  const facts: readonly (readonly [string, Content] | undefined)[] = [
    versionAfter === ''
      ? undefined
      : ['Version', versionBefore === '' ? versionAfter : `${versionBefore} → ${versionAfter}`],
    project.tag === '' ? undefined : ['Tag', project.tag],
    verdict.stoppedIn !== undefined && verdict.kind === 'not ready'
      ? ['Stopped in', verdict.stoppedIn.name]
      : project.commit === ''
        ? undefined
        : [
            'Commit',
            html`<code title="${project.commit}">${project.commit.slice(0, 7)}</code> <small>on ${repository.branch}</small>`,
          ],
    ['Checks', checks.length === 0 ? 'not run' : countChecks(report)],
    ['Took', formatDuration(seconds.total)],
  ];
  return html`<div class="hero"><p class="eyebrow any">Rehearsal${where === '' ? '' : ' of '}${where}</p>
<div class="verdict"><span class="badge ${badgeClass[verdict.kind]}">${icon(mark, '')}</span><h1 class="any">${verdict.sentence}</h1></div>
<p class="lede">${describe(report, verdict)}</p>
<dl class="card facts">${facts.map((fact) => fact && html`<div><dt>${fact[0]}</dt><dd class="any">${fact[1]}</dd></div>`)}</dl></div>`;
}

const badgeClass: Readonly<Record<VerdictKind, string>> = {
  ready: 'ok',
  'not ready': 'bad',
  recovered: 'warn',
  'nothing to release': '',
};
