import { count } from '@slipway/core/text/count';
import { renderMarkdown } from '../html/markdown.ts';
import { type Content, html, type Markup } from '../html/markup.ts';
import type { DiffReport, RehearsalReport } from '../report.ts';

function renderLine(line: string): Markup {
  const text = line.length > 1 ? `${line.slice(0, 1)} ${line.slice(1)}` : line;
  if (line.startsWith('+')) return html`<ins>${text}</ins>`;
  if (line.startsWith('-')) return html`<del>${text}</del>`;
  return line.startsWith('@@') ? html`<span class="soft">…</span>` : html`<span>${text}</span>`;
}

const renderFile = ({ path, lines, dropped }: DiffReport): Markup =>
  html`<pre class="diff"><b>${path}</b>${lines.map(renderLine)}${dropped > 0 && html`<span class="soft">… ${count(dropped, 'more line')}</span>`}</pre>`;

/** What the world will read, beside what the release commit changes. */
export function renderNotes({ release, diff, project }: RehearsalReport): Content {
  if (release === null && diff.length === 0) return undefined;
  const kind = release?.draft === true ? 'Draft' : release?.prerelease === true ? 'Pre-release' : 'Release';
  return html`<section id="notes"><h2>Release notes</h2><div class="two">${
    release !== null &&
    html`<div class="card"><div class="head"><h3 class="any">${release.title}</h3><span class="tag">${kind}</span><span class="soft">as GitHub shows it</span></div><div class="md">${renderMarkdown(release.notes, 3)}</div></div>`
  }${
    diff.length > 0 &&
    html`<div class="card"><div class="head"><h3>What the release commit changes</h3><span class="soft"><code title="${project.commit}">${project.commit.slice(0, 7)}</code>, ${count(diff.length, 'file')}</span></div>${diff.map(renderFile)}</div>`
  }</div></section>`;
}
