import { pypiHost, testPypiHost } from '@slipway/core/pypi-hosts';
import type { SetupHelp } from '../../settings/setup-help.ts';
import { html, type Markup } from '../html/markup.ts';

/** The page of PyPI with the form, filled in. A new project has its form on the page of the account. */
function formAddress({ publisher, index, pending, project }: SetupHelp): string {
  const { owner, repository, workflow, environment } = publisher;
  const path = pending
    ? 'manage/account/publishing/'
    : `manage/project/${encodeURIComponent(project)}/settings/publishing/`;
  const query = new URLSearchParams({
    provider: 'github',
    ...{ owner, repository, workflow_filename: workflow, environment },
    ...(pending ? { project_name: project } : {}),
  });
  return `https://${index === 'testpypi' ? testPypiHost : pypiHost}/${path}?${query}`;
}

/** The values of the form, each of which one click selects. */
export function renderPublisherForm(setup: SetupHelp): Markup {
  const { owner, repository, workflow, environment } = setup.publisher;
  const rows = [
    ...(setup.pending ? [['PyPI project name', setup.project]] : []),
    ...[
      ['Owner', owner],
      ['Repository name', repository],
      ['Workflow name', workflow],
      ['Environment name', environment === '' ? '(leave empty)' : environment],
    ],
  ];
  return html`<dl class="form">${rows.map(([name, value]) => html`<dt>${name}</dt><dd><code class="pick any">${value}</code></dd>`)}</dl><p><a href="${formAddress(setup)}" rel="noreferrer">Open the form, filled in</a></p>`;
}
