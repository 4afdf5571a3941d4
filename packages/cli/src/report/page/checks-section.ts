import { icon } from '../html/icons.ts';
import { type Content, html, type Markup } from '../html/markup.ts';
import { shortenCommits } from '../html/numbers.ts';
import type { RehearsalReport } from '../report.ts';

type Checks = RehearsalReport['checks'];

/** What was found, where the name of the check does not say it. */
function describeDetail({ name, ok, detail }: Checks[number]): string {
  const saysNothing = ok && (/^nothing( found)?$/.test(detail) || name.includes(detail));
  return saysNothing ? '' : shortenCommits(detail);
}

// Names of programs and of Python objects keep their case.
const beginsWithName = /^(?:pip|git|docker|cosign|uv|poetry|twine)\b|^[^\s]*[^A-Za-z\s][^\s]*/;

function capitalize(text: string): string {
  return beginsWithName.test(text) ? text : text.slice(0, 1).toUpperCase() + text.slice(1);
}

function renderCheck(check: Checks[number]): Markup {
  const detail = describeDetail(check);
  const { name, ok } = check;
  return html`<li>${icon(ok ? 'passed' : 'failed')}<span class="any">${capitalize(name)}${detail !== '' && html` <span class="soft">${detail}</span>`}</span></li>`;
}

function renderGroup(name: string, checks: Checks): Markup {
  const passed = checks.filter(({ ok }) => ok).length;
  return html`<div class="card"><div class="head"><h3>${name}</h3><span class="tag ${passed === checks.length ? 'ok' : 'bad'}">${passed} of ${checks.length}</span></div><ul>${checks.map(renderCheck)}</ul></div>`;
}

/** All checks under their headings, those with a failed one first. */
export function renderChecks({ checks }: RehearsalReport): Content {
  if (checks.length === 0) return undefined;
  const groups = new Map<string, Checks[number][]>();
  for (const check of checks) {
    const name = check.group ?? 'Whole release';
    groups.set(name, [...(groups.get(name) ?? []), check]);
  }
  const rank = (own: Checks): number => (own.every(({ ok }) => ok) ? 1 : 0);
  const sorted = [...groups].toSorted(([, left], [, right]) => rank(left) - rank(right));
  return html`<section id="checks"><h2>Checks</h2><p class="soft">Of the workflow file before anything ran, of every channel afterwards, and with real clients.</p>
<div class="groups">${sorted.map(([name, own]) => renderGroup(name, own))}</div></section>`;
}
