import { describeSetup } from '../settings/setup-help.ts';
import type { RehearsalReport } from './report.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is only text, wherever in the page it stands. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

type Cell = string | number | boolean;

function table(headers: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return '<p>none</p>';
  const head = headers.map((header) => `<th scope="col">${escapeHtml(header)}</th>`).join('');
  const body = rows
    .map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(String(cell))}</td>`).join('')}</tr>`)
    .join('\n');
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`;
}

const section = (title: string, content: string): string => `<h2>${escapeHtml(title)}</h2>\n${content}\n`;
const permissions = (scopes: Readonly<Record<string, string>>): string =>
  Object.entries(scopes)
    .map(([scope, level]) => `${scope}: ${level}`)
    .join(', ') || 'none';

const style = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1f2328}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}
th,td{border:1px solid #d0d7de;padding:.3rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#f6f8fa}pre{background:#f6f8fa;padding:1rem;overflow:auto;white-space:pre-wrap}
.held{color:#1a7f37}.failed{color:#cf222e}`;

/** The report as one page that loads nothing; every text of the project in it is inert. */
export function renderHtml(report: RehearsalReport): string {
  const { project, setup, jobs, files, checks, hosts, problems, release, seconds } = report;
  const title = project.tag === '' ? 'Rehearsal' : `Rehearsal of ${project.name} ${project.versionAfter}`;
  const verdict = report.ok ? 'all checks passed' : 'failed';
  const steps = jobs.flatMap((job) =>
    job.steps.map((step) => [
      job.name,
      step.name,
      step.result,
      step.seconds.toFixed(1),
      step.standIn ? 'stand-in' : '',
    ]),
  );
  const summaries = jobs.flatMap((job) =>
    job.steps
      .filter(({ summary }) => summary !== '')
      .map(
        ({ name, summary }) =>
          `<h3>${escapeHtml(`${job.name} › ${name}`)}</h3>\n<pre>${escapeHtml(summary)}</pre>`,
      ),
  );
  const parts = [
    section(
      'Release',
      table(
        ['project', 'version before', 'version after', 'tag', 'commit', 'seconds', 'without package index'],
        [
          [
            project.name,
            project.versionBefore,
            project.versionAfter,
            project.tag,
            project.commit,
            seconds.total.toFixed(1),
            seconds.own.toFixed(1),
          ],
        ],
      ),
    ),
    ...(report.nothingToRelease === null
      ? []
      : [section('Nothing to release', `<p>${escapeHtml(report.nothingToRelease)}</p>`)]),
    ...(setup === null
      ? []
      : [section('Settings of the release', `<pre>${escapeHtml(describeSetup(setup).join('\n'))}</pre>`)]),
    section(
      'Problems',
      table(
        ['code', 'what happened', 'what to change'],
        problems.map(({ code, message, hint }) => [code, message, hint]),
      ),
    ),
    section(
      'Jobs',
      table(
        ['job', 'ref', 'attempt', 'result', 'seconds', 'permissions asked', 'permissions used'],
        jobs.map((job) => [
          job.name,
          job.ref,
          job.attempt,
          job.result,
          job.seconds.toFixed(1),
          permissions(job.permissionsAsked),
          permissions(job.permissionsUsed),
        ]),
      ),
    ),
    section('Steps', table(['job', 'step', 'result', 'seconds', ''], steps)),
    section(
      'Files',
      table(
        ['name', 'bytes', 'sha256 built', 'sha256 in the release', 'sha256 on PyPI', 'sha256 on ghcr.io'],
        files.map(({ name, size, sha256, channels }) => [
          name,
          size,
          sha256,
          channels.release ?? '',
          channels.pypi ?? '',
          channels.ghcr ?? '',
        ]),
      ),
    ),
    section(
      'Expected end state',
      table(
        ['channel', 'state', 'expected'],
        report.expectations.map(({ channel, state, expected }) => [channel, state, expected]),
      ),
    ),
    section(
      'Checks',
      table(
        ['check', 'held', 'found'],
        checks.map(({ name, ok, detail }) => [name, ok ? 'yes' : 'no', detail]),
      ),
    ),
    section(
      'Findings in the workflow file',
      table(
        ['job', 'finding', 'fails the rehearsal'],
        report.findings.map(({ job, message, fails }) => [job, message, fails ? 'yes' : 'no']),
      ),
    ),
    section(
      'Hosts contacted',
      table(
        ['host', 'requests'],
        hosts.map(({ host, requests }) => [host, requests]),
      ),
    ),
    ...(release === null
      ? []
      : [section(`Release notes: ${release.title}`, `<pre>${escapeHtml(release.notes)}</pre>`)]),
    ...(summaries.length === 0 ? [] : [section('Job summaries', summaries.join('\n'))]),
    ...(report.notes.length === 0
      ? []
      : [
          section('Notes', `<ul>${report.notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('')}</ul>`),
        ]),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<p class="${report.ok ? 'held' : 'failed'}">${verdict}</p>
${parts.join('')}</body>
</html>
`;
}
