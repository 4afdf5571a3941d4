import { count } from '@slipway/core/text/count';
import {
  type JobText,
  lineAt,
  type StepText,
  type WorkflowText,
} from '@slipway/runner/workflow-text/workflow-text';
import { listActs, listScripts, nameStep } from '../release-steps.ts';
import { isPrinting, type ShellLine, splitScript } from '../shell-lines.ts';
import { edit, type Fault, type FaultContext, type FaultKind, quote } from './fault.ts';

const matters = new Set(['publish', 'image', 'sign', 'release', 'push', 'build']);
const forgiving = /\|\|\s*(?:true\b|:|echo\b|exit\s+0\b)/;
const failsLater = /\bexit\s+[1-9]|\bfalse\s*$|\breturn\s+[1-9]|\braise\b|sys\.exit\(\s*[1-9]/m;

const isImportant = (job: JobText, step: StepText): boolean =>
  listActs(job, step).some(({ role }) => matters.has(role));

function findForgiven(job: JobText, step: StepText): Fault[] {
  const flag = step.continueOnError ?? job.continueOnError;
  if (flag === undefined || flag.text === 'false' || !isImportant(job, step)) return [];
  return [
    {
      job: job.id,
      line: flag.line,
      seen: `The step ${nameStep(step)} has "continue-on-error: ${flag.text}".`,
    },
  ];
}

/** The branch that runs when a tested command has failed. */
function endsInFailure(lines: readonly ShellLine[], index: number): boolean {
  let depth = 0;
  const branch: string[] = [];
  for (const { text } of lines.slice(index + 1)) {
    if (/^if\b/.test(text)) depth += 1;
    if (/^fi\b/.test(text)) {
      if (depth === 0) break;
      depth -= 1;
    }
    if (depth === 0 && /^(?:else|elif)\b/.test(text)) break;
    branch.push(text);
  }
  return failsLater.test(branch.join('\n'));
}

function findSwallowed(job: JobText, step: StepText): Fault[] {
  const script = step.run;
  if (script === undefined) return [];
  const { lines } = splitScript(script.text);
  const at = (line: ShellLine): { readonly job: string; readonly line: number } => ({
    job: job.id,
    line: lineAt(script, line.offset),
  });
  const isAct = (line: ShellLine): boolean =>
    listActs(job, { ...step, uses: undefined, run: { text: line.text, line: 1 } }).some(({ role }) =>
      matters.has(role),
    );
  return lines.flatMap((line, index): Fault[] => {
    if (isPrinting(line)) return [];
    if (forgiving.test(line.text) && (isAct(line) || /\bcurl\b/.test(line.text)))
      return [{ ...at(line), seen: `A failure of ${quote(line.text)} is ignored.` }];
    if (/^(?:if|elif)\s+!/.test(line.text) && isAct(line) && !endsInFailure(lines, index))
      return [
        { ...at(line), seen: `After a failure of ${quote(line.text)}, the step goes on and succeeds.` },
      ];
    if (/^set\s+\+e\b/.test(line.text) && isImportant(job, step) && !failsLater.test(script.text))
      return [{ ...at(line), seen: `The step ${nameStep(step)} turns errors off with "set +e".` }];
    return [];
  });
}

/** A step that says it verifies, and only prints or forgives what it finds. */
function findHollowChecks(job: JobText, step: StepText): Fault[] {
  const script = step.run;
  if (script === undefined || !/\bverif|\bconfirm/i.test(step.name ?? '')) return [];
  const { lines } = splitScript(script.text);
  const plain = (line: ShellLine): boolean =>
    isPrinting(line) || /^(?:\w+=|sleep\b|then\b|else\b|fi\b|:$|ls\b|#)/.test(line.text);
  const tests = lines.filter((line) => !plain(line));
  const isHollow =
    tests.length === 0 || (tests.every(({ text }) => /^if\b/.test(text)) && !failsLater.test(script.text));
  if (!isHollow) return [];
  return [
    { job: job.id, line: script.line, seen: `The step ${nameStep(step)} cannot fail: it verifies nothing.` },
  ];
}

function findCarelessSuccess(workflow: WorkflowText): Fault[] {
  return workflow.jobs.flatMap((job) => {
    const text = job.if?.text ?? '';
    const isPublishing = job.steps.some((step) =>
      listActs(job, step).some(({ role }) => role === 'publish' || role === 'release'),
    );
    if (!/\balways\s*\(/.test(text) || !isPublishing) return [];
    const unchecked = job.needs.filter(
      (need) => !new RegExp(`needs\\.${need}\\.result|needs\\['${need}'\\]`).test(text),
    );
    if (unchecked.length === 0) return [];
    return [
      {
        job: job.id,
        line: job.if?.line ?? job.span.first,
        seen: `The job "${job.id}" runs "always()", also if ${unchecked.map((need) => `"${need}"`).join(', ')} failed.`,
      },
    ];
  });
}

export const swallowedFailures: FaultKind = {
  id: 'WF04',
  title: 'A step that fails makes the release fail.',
  severity: 'blocks',
  otherwise: 'The run is green, and a channel has nothing or something else.',
  fix: edit('Let the command fail the step. If a failure may be ignored, remove the step.'),
  find: ({ workflow }: FaultContext) => [
    ...workflow.jobs.flatMap((job) =>
      job.steps.flatMap((step) => [
        ...findForgiven(job, step),
        ...findSwallowed(job, step),
        ...findHollowChecks(job, step),
      ]),
    ),
    ...findCarelessSuccess(workflow),
  ],
};

const deadHost = /\bpypi\.pkg\.github\.com\b/;

export const deadRegistry: FaultKind = {
  id: 'WF14',
  title: 'Python packages are not sent to an index that GitHub Packages does not have.',
  severity: 'blocks',
  otherwise:
    'GitHub Packages has no Python index: every upload to pypi.pkg.github.com fails, and nothing can be installed from it.',
  fix: edit(
    'Publish with github-packages-publish, which stores the exact files on ghcr.io, and install with "slipway download".',
  ),
  find: ({ workflow }) => {
    const rows = workflow.text.split('\n');
    const index = rows.findIndex((row) => deadHost.test(row));
    if (index < 0) return [];
    const number = rows.filter((row) => deadHost.test(row)).length;
    const used = listScripts(workflow).find(({ script }) => deadHost.test(script.text));
    return [
      {
        job: used?.job.id ?? '',
        line: index + 1,
        seen: `The workflow names pypi.pkg.github.com on ${count(number, 'line')}, first in ${quote(rows[index] ?? '')}.`,
      },
    ];
  },
};
