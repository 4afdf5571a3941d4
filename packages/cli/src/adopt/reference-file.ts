import { readWorkflowText } from '@slipway/runner/workflow-text/read-workflow-text';
import type { JobText, Span, WorkflowText } from '@slipway/runner/workflow-text/workflow-text';

/** The reference workflow while it is changed: every change reads the file again, so that its lines are right. */
export interface ReferenceFile {
  readonly text: string;
}

const path = '.github/workflows/release.yml';
const linesOf = (text: string): string[] => text.split('\n');

/** Most texts that stay read: the same first changes are made for every project. */
const maxKnown = 64;
const known = new Map<string, WorkflowText>();

export function readReference({ text }: ReferenceFile): WorkflowText {
  const workflow = known.get(text) ?? readWorkflowText(path, text);
  if (known.size >= maxKnown) known.clear();
  known.set(text, workflow);
  return workflow;
}

export function findJob(file: ReferenceFile, id: string): JobText {
  const job = readReference(file).jobs.find((each) => each.id === id);
  if (job === undefined) throw new Error(`The reference workflow has no job "${id}".`);
  return job;
}

/** Replaces lines, both included. */
export function replaceLines(
  { text }: ReferenceFile,
  { first, last }: Span,
  lines: readonly string[],
): ReferenceFile {
  const all = linesOf(text);
  all.splice(first - 1, last - first + 1, ...lines);
  return { text: all.join('\n') };
}

/** Adds lines before a line of the file. */
export const insertBefore = (file: ReferenceFile, line: number, lines: readonly string[]): ReferenceFile =>
  replaceLines(file, { first: line, last: line - 1 }, lines);

/** The lines above a job that describe it. */
function leadOf(text: string, first: number): number {
  const all = linesOf(text);
  let line = first;
  while (line > 1 && /^\s*#/.test(all[line - 2] ?? '')) line -= 1;
  return line;
}

/**
 * Keeps a JSON object whose members stand on lines of their own an object after lines were taken out:
 * the first line opens it, the last one closes it and ends without a comma.
 */
function closeObject(lines: readonly string[]): string[] {
  const [first, ...rest] = lines;
  if (first === undefined) return [];
  const left = [first.replace(/^(\s*)(?!\s|\{)/, '$1{'), ...rest];
  const own = left.join('').replaceAll(/\$\{\{.*?\}\}/g, '');
  const missing = own.split('{').length - own.split('}').length;
  const end = left.pop() ?? '';
  return [...left, `${end.replace(/,\s*$/, '')}${'}'.repeat(Math.max(0, missing))}`];
}

/**
 * What stays of a value when lines of it are taken out. An expression that begins with what was taken out was about that, and
 * goes with it; one that ended with it is closed.
 */
function closeExpression(lines: readonly string[]): string[] {
  const text = lines.join('\n');
  const open = text.split('${{').length - text.split('}}').length;
  if (open < 0) return [];
  const end = lines.at(-1) ?? '';
  return open === 0 ? [...lines] : [...lines.slice(0, -1), `${end} }}`];
}

/** Takes out lines of a value that read a job; a value that then reads no job at all is taken out with its key. */
function removeReads(file: ReferenceFile, id: string): ReferenceFile {
  const read = new RegExp(`needs\\.${id}\\.`);
  for (const job of readReference(file).jobs)
    for (const step of job.steps)
      for (const span of [...step.entries.with.values(), ...step.entries.env.values()]) {
        const value = linesOf(file.text).slice(span.first - 1, span.last);
        if (!value.some((line) => read.test(line))) continue;
        const [head = '', ...rest] = value;
        const left = rest.filter((line) => !read.test(line));
        const isBlock = /[|>][-+]?\s*$/.test(head);
        const isObject = rest[0]?.trimStart().startsWith('{"') === true;
        const closed = isObject ? closeObject(left) : closeExpression(left);
        const stays = isBlock && closed.some((line) => /needs\./.test(line));
        return removeReads(replaceLines(file, span, stays ? [head, ...closed] : []), id);
      }
  return file;
}

function renderNeeds(needs: readonly string[]): string[] {
  if (needs.length === 0) return [];
  if (needs.length === 1) return [`    needs: ${needs[0]}`];
  const inline = `    needs: [${needs.join(', ')}]`;
  if (inline.length <= 100) return [inline];
  return ['    needs:', '      [', ...needs.map((need) => `        ${need},`), '      ]'];
}

/** Changes the list of jobs that a job needs. */
export function changeNeeds(
  file: ReferenceFile,
  id: string,
  change: (needs: readonly string[]) => readonly string[],
): ReferenceFile {
  const job = findJob(file, id);
  const needs = renderNeeds([...new Set(change(job.needs))]);
  const span = job.keys.get('needs');
  return span === undefined ? insertBefore(file, job.span.first + 1, needs) : replaceLines(file, span, needs);
}

/** Takes out a job and everything that reads it. */
export function removeJob(file: ReferenceFile, id: string): ReferenceFile {
  const { span } = findJob(file, id);
  const all = linesOf(file.text);
  // The blank line below goes with the job.
  const last = all[span.last] === '' ? span.last + 1 : span.last;
  let next = replaceLines(file, { first: leadOf(file.text, span.first), last }, []);
  for (const job of readReference(next).jobs)
    if (job.needs.includes(id))
      next = changeNeeds(next, job.id, (needs) => needs.filter((need) => need !== id));
  return removeReads(next, id);
}

/** Sets an input of the step that uses an action of Slipway: the value is one line, or the lines of a list. */
export function setInput(
  file: ReferenceFile,
  jobId: string,
  action: string,
  name: string,
  value: string | readonly string[],
): ReferenceFile {
  const step = findJob(file, jobId).steps.find(({ uses }) => uses?.text.includes(`/actions/${action}@`));
  if (step === undefined) throw new Error(`The job "${jobId}" does not use ${action}.`);
  const lines =
    typeof value === 'string'
      ? [`          ${name}: ${value}`]
      : [`          ${name}: |`, ...value.map((line) => `            ${line}`)];
  const own = step.entries.with.get(name);
  if (own !== undefined) return replaceLines(file, own, lines);
  const last = step.keys.get('with')?.last;
  if (last === undefined) return insertBefore(file, step.span.last + 1, ['        with:', ...lines]);
  return insertBefore(file, last + 1, lines);
}

/** A text as a plain or quoted scalar of YAML on one line. */
export function toScalar(text: string): string {
  const isPlain =
    /^[A-Za-z0-9./$][\w ./$:{}()'=|&!<>@,+*-]*$/.test(text) &&
    !/: |:$| #|^(?:true|false|null|yes|no|on|off|~)$|^[\d.]+$|\s$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
