import { quoteWord } from '@slipway/core/quote-word';
import { rehearsalUsage } from '../../command-line/own-command.ts';
import { type Content, html } from '../html/markup.ts';
import type { RehearsalReport } from '../report.ts';

/** What it ran with, so that somebody else can run it again. */
export function renderEnvironment({
  tools,
  command,
  repository,
  project,
  startedAt,
}: RehearsalReport): Content {
  if (startedAt === '') return undefined;
  const rows: readonly (readonly [string, Content])[] = [
    ['Command', html`<code class="pick">${rehearsalUsage(command.map(quoteWord).join(' '))}</code>`],
    ['Workflow', html`<code>${repository.workflow}</code>`],
    [
      'Project',
      `${project.name || 'unnamed'}${project.backend === '' ? '' : `, built by ${project.backend}`}`,
    ],
    [
      'Ran with',
      `Slipway ${tools.slipway}, Node ${tools.node}, Python ${tools.python}, git ${tools.git}, ${tools.system}`,
    ],
    ['Emulated', 'GitHub, ID tokens, artifacts, PyPI, container registry, Sigstore'],
    ['Real', 'the workflow file, the actions, git, the build, pip and the packages that the build needs'],
    [
      'A rehearsal cannot check',
      'whether the publisher is registered on PyPI, and the settings of your repository unless you pass them with --settings',
    ],
  ];
  return html`<section id="environment"><h2>Environment</h2><dl class="card env">${rows.map(([name, value]) => html`<dt>${name}</dt><dd class="any">${value}</dd>`)}</dl></section>`;
}
