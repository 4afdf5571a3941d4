import { count } from '@slipway/core/text/count';
import { icon } from '../html/icons.ts';
import { breakable, type Content, html } from '../html/markup.ts';
import { renderTable } from '../html/table.ts';
import { mergePermissions } from '../merge-permissions.ts';
import type { HostReport, JobReport, RehearsalReport } from '../report.ts';

const none = (words: string): Content => html`<span class="soft">${words}</span>`;

function renderAsked({
  permissionsAsked,
  permissionsUsed,
}: Pick<JobReport, 'permissionsAsked' | 'permissionsUsed'>): Content {
  const asked = Object.entries(permissionsAsked).filter(([, level]) => level !== 'none');
  if (asked.length === 0) return none('none');
  return html`<ul>${asked.map(([scope, level]) => {
    const used = permissionsUsed[scope];
    const isUsed = used !== undefined && used !== 'none';
    return html`<li>${icon(isUsed ? 'passed' : 'skipped', isUsed ? 'used' : 'not used')} <code>${scope}: ${level}</code>${!isUsed && html` <span class="tag">not used</span>`}${isUsed && used !== level && html` <span class="tag">${used} used</span>`}</li>`;
  })}</ul>`;
}

const renderHosts = (hosts: readonly HostReport[]): Content =>
  hosts.length === 0
    ? none('none')
    : hosts.map(
        ({ host, requests }) =>
          html`<span class="h">${breakable(host, /(?<=\.)/)} <span class="soft nw">×${requests}</span></span> `,
      );

/** Jobs of one name, each permission and host once. */
function mergeJobs(jobs: readonly JobReport[]): readonly JobReport[] {
  const merged = new Map<string, JobReport>();
  for (const job of jobs) {
    const known = merged.get(job.id);
    merged.set(job.id, known === undefined ? job : { ...known, ...mergeTwo(known, job) });
  }
  return [...merged.values()];
}

const mergeTwo = (left: JobReport, right: JobReport): Pick<JobReport, 'permissionsUsed' | 'hosts'> => ({
  permissionsUsed: mergePermissions(left.permissionsUsed, right.permissionsUsed),
  hosts: addHosts([...left.hosts, ...right.hosts]),
});

function addHosts(hosts: readonly HostReport[]): readonly HostReport[] {
  const counts = new Map<string, number>();
  for (const { host, requests } of hosts) counts.set(host, (counts.get(host) ?? 0) + requests);
  return [...counts].map(([host, requests]) => ({ host, requests }));
}

/** What each job could do and whom it talked to. */
export function renderAccess({ jobs, hosts }: RehearsalReport): Content {
  if (jobs.length === 0) return undefined;
  const rows = mergeJobs(jobs);
  const own = new Map(
    addHosts(rows.flatMap((job) => job.hosts)).map(({ host, requests }) => [host, requests]),
  );
  const rest = hosts
    .map(({ host, requests }) => ({ host, requests: requests - (own.get(host) ?? 0) }))
    .filter(({ requests }) => requests > 0);
  const total = hosts.reduce((sum, { requests }) => sum + requests, 0);
  return html`<section id="access"><h2>Permissions and hosts</h2><p class="soft">${count(total, 'request')} to ${count(hosts.length, 'host')}. No other host was contacted.</p>
${renderTable(
  'acc',
  ['Job', 'Permissions asked (✓ used)', 'Hosts contacted'],
  [
    ...rows.map((job): readonly [Content, ...Content[]] => [
      html`<span class="mono">${job.id}</span>`,
      renderAsked(job),
      renderHosts(job.hosts),
    ]),
    ...(rest.length === 0
      ? []
      : [['Set-up and checks', none('none of the release’s own'), renderHosts(rest)] as const]),
  ],
)}</section>`;
}
