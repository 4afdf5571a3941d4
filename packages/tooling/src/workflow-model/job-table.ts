import type { Job } from './model/job.ts';
import { listGrants } from './model/permissions.ts';
import { listInputs, type Workflow } from './model/workflow.ts';

const code = (text: string): string => `\`${text}\``;

function renderRow({ id, needs = [], environment, permissions }: Job): string {
  const grants = listGrants(permissions).map(
    ([scope, { access, reason }]) => `${code(`${scope}: ${access}`)} ${reason}`,
  );
  const cells = [
    code(id),
    needs.map((need) => code(need.id)).join(', '),
    (environment?.names ?? []).map(code).join(' or '),
    grants.join('; ') || 'none',
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Renders the jobs of a workflow as a Markdown table, in the order of the file. */
export function renderJobTable({ jobs }: Workflow): string {
  const head = ['| job | needs | environment | permissions |', '|---|---|---|---|'];
  return [...head, ...jobs.map(renderRow)].join('\n');
}

/** Renders the inputs of a workflow as a Markdown table. */
export function renderInputTable(workflow: Workflow): string {
  const rows = Object.entries(listInputs(workflow)).map(
    ([name, { description, type, default: preset }]) =>
      `| ${code(name)} | ${type} | ${preset === undefined || preset === '' ? '' : code(String(preset))} | ${description} |`,
  );
  return ['| input | type | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}
