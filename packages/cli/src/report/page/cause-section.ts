import { type Content, html, type Markup } from '../html/markup.ts';
import type { Problem, RehearsalReport } from '../report.ts';
import { renderPublisherForm } from './publisher-form.ts';
import type { Verdict } from './verdict.ts';

/** A problem whose first sentence is the cause, and what else it quotes. */
function splitMessage({ message }: Problem): readonly [string, string] {
  const [first = '', ...rest] = message.split('\n');
  return [first, rest.join('\n').trim()];
}

function renderFix(report: RehearsalReport, { stoppedIn }: Verdict, { hint, message }: Problem): Content {
  const { setup } = report;
  const isAboutPublisher = setup !== null && /\bpublisher\b/i.test(`${hint} ${message}`);
  const isAboutEnvironment = setup !== null && setup.commands.length > 0 && /\benvironment\b/i.test(hint);
  const steps: Content[] = hint
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => html`<span class="any">${line.trim()}</span>`);
  if (isAboutPublisher)
    steps.push(html`Register this publisher, exactly as shown.${renderPublisherForm(setup)}`);
  if (isAboutEnvironment)
    steps.push(
      html`Create the environment with these commands.<pre class="mono pick">${setup.commands.join('\n')}</pre>`,
    );
  if (stoppedIn !== undefined && report.project.tag !== '')
    steps.push(
      html`In a real run, re-run the failed jobs on the run page, or with the GitHub CLI:<pre class="mono pick">gh run rerun RUN-ID --failed</pre>`,
    );
  if (steps.length === 0) return undefined;
  return html`<div><h2>Fix it</h2><ol class="steps">${steps.map((step) => html`<li><div>${step}</div></li>`)}</ol></div>`;
}

/** Why the release is not ready: the first problem in full, the others below. */
export function renderCause(report: RehearsalReport, verdict: Verdict): Content {
  const [first, ...others] = report.problems;
  if (verdict.kind !== 'not ready' || first === undefined) return undefined;
  const [cause, quoted] = splitMessage(first);
  const hasLog = verdict.stoppedIn !== undefined;
  return html`<div class="card cause"><div><h2 class="any">${cause}</h2>${quoted !== '' && html`<p class="said mono any">${quoted}</p>`}<p class="sub"><code class="any">${first.code}</code>${hasLog && html`. <a href="#logs">Log of the step</a>`}</p></div>
${renderFix(report, verdict, first)}${others.length > 0 && renderOthers(others)}</div>`;
}

const renderOthers = (problems: readonly Problem[]): Markup =>
  html`<div><h2>Other problems</h2><ul>${problems.map(
    ({ code, message, hint }) =>
      html`<li><p class="any">${message}</p><p class="sub any"><code>${code}</code>. ${hint}</p></li>`,
  )}</ul></div>`;
