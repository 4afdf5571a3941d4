import { indexTitles } from '../../settings/world-settings.ts';
import { icon, type Mark } from '../html/icons.ts';
import { type Content, html, type Markup } from '../html/markup.ts';
import type { RehearsalReport } from '../report.ts';
import { renderPublisherForm } from './publisher-form.ts';
import type { Verdict } from './verdict.ts';

interface Item {
  readonly mark: Mark;
  readonly title: Content;
  readonly body: Content;
}

const maxWarnings = 20;

function listSteps({ setup, repository }: RehearsalReport): readonly Item[] {
  if (setup === null) return [];
  const { environment } = setup.publisher;
  const kind = setup.pending ? 'pending trusted publisher' : 'trusted publisher';
  const steps: Item[] = [
    {
      mark: 'to do',
      title: `Register a ${kind} on ${indexTitles[setup.index ?? 'pypi']}`,
      body: html`<p>Add it with exactly these values. You don’t need to store a token.</p>${renderPublisherForm(setup)}`,
    },
  ];
  if (environment === '') return steps;
  const settings = `https://github.com/${repository.fullName}/settings/environments`;
  steps.push({
    mark: 'to do',
    title: html`Create the environment <code class="any">${environment}</code> in your repository`,
    body: html`<p>Add required reviewers if you want an approval before anything is uploaded.${repository.fullName !== '' && html` <a href="${settings}" rel="noreferrer">Open the settings</a>, or run:`}</p><pre class="pick">${setup.commands.join('\n')}</pre>`,
  });
  return steps;
}

const plain = (mark: Mark, title: Content, text: string): Item => ({
  ...{ mark, title },
  body: html`<p class="any">${text}</p>`,
});

/** What a maintainer sets up once, what to know, and what this machine could not show. */
export function renderAttention(report: RehearsalReport, verdict: Verdict): Content {
  const warnings = report.jobs.flatMap(({ name, annotations }) =>
    annotations.flatMap(({ level, message }) => (level === 'warning' ? [{ name, message }] : [])),
  );
  const unique = [...new Map(warnings.map((warning) => [warning.message, warning])).values()];
  const items: readonly Item[] = [
    // A release that was rejected by PyPI has the same form under its cause.
    ...(verdict.kind === 'not ready' ? [] : listSteps(report)),
    ...unique
      .slice(0, maxWarnings)
      .map(({ name, message }) =>
        plain('warning', html`Warning of <code class="any">${name}</code>`, message),
      ),
    ...(unique.length > maxWarnings
      ? [plain('warning', `${unique.length - maxWarnings} more warnings`, 'They are in the logs below.')]
      : []),
    ...report.findings.map(({ message, job, fails }) =>
      plain(
        fails ? 'failed' : 'warning',
        job === '' ? 'In the workflow file' : html`In the job <code class="any">${job}</code>`,
        message,
      ),
    ),
    ...report.notes.map((note) => plain('note', 'Good to know', note)),
  ];
  if (items.length === 0) return undefined;
  return html`<section id="attention"><h2>Needs your attention</h2><p class="soft">A rehearsal cannot check the settings of PyPI and GitHub.</p>
<ol class="card todo">${items.map(renderItem)}</ol></section>`;
}

const renderItem = ({ mark, title, body }: Item): Markup =>
  html`<li>${icon(mark)}<div><h3>${title}</h3>${body}</div></li>`;
