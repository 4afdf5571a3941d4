import { type Document, parseDocument } from 'yaml';

/** Where a node stands in a workflow file: keys of mappings, and positions in sequences. */
export type Path = readonly (string | number)[];

/** A mapping of a workflow file as plain values. */
export type Plain = Readonly<Record<string, unknown>>;

/** One step, with a key that survives other steps being added before it. */
export interface StepView {
  /** The `id`, else the last name of the action, else the `name`; `#2` behind it where a job has it twice. */
  readonly key: string;
  readonly path: Path;
  readonly plain: Plain;
}

/** One job as written. */
export interface JobView {
  readonly id: string;
  readonly path: Path;
  readonly plain: Plain;
  readonly steps: readonly StepView[];
}

/** A workflow file as a tree that can be edited, and as plain values. */
export interface WorkflowView {
  readonly document: Document;
  readonly plain: Plain;
  readonly jobs: readonly JobView[];
}

/** A mapping, and not a sequence or a scalar. */
export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Turns any text into letters, digits and hyphens. */
export function toSlug(text: string): string {
  const slug = text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return slug.replaceAll(/^-+|-+$/g, '') || 'empty';
}

/** `docker-build-sign` of `owner/slipway/actions/docker-build-sign@v0`. */
export function actionName(uses: string): string {
  return (uses.split('@')[0] ?? uses).split('/').at(-1) ?? uses;
}

function nameStep(step: Plain): string {
  if (typeof step['id'] === 'string') return step['id'];
  if (typeof step['uses'] === 'string') return actionName(step['uses']);
  return toSlug(String(step['name'] ?? 'run'));
}

function viewSteps(job: Plain, jobPath: Path): StepView[] {
  const written = Array.isArray(job['steps']) ? job['steps'] : [];
  const counts = new Map<string, number>();
  return written.flatMap((step: unknown, index) => {
    if (!isPlain(step)) return [];
    const name = nameStep(step);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const key = count === 1 ? name : `${name}#${count}`;
    return [{ key, path: [...jobPath, 'steps', index], plain: step }];
  });
}

/** Reads a workflow file. @throws Error when it is not YAML or has no jobs */
export function viewWorkflow(text: string): WorkflowView {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw new Error(`The workflow is not YAML: ${problem.message}`);
  const plain: unknown = document.toJS();
  const jobs = isPlain(plain) ? plain['jobs'] : undefined;
  if (!isPlain(plain) || !isPlain(jobs)) throw new Error('The workflow has no jobs.');
  return {
    document,
    plain,
    jobs: Object.entries(jobs).flatMap(([id, job]) => {
      const path = ['jobs', id];
      return isPlain(job) ? [{ id, path, plain: job, steps: viewSteps(job, path) }] : [];
    }),
  };
}

/** Writes an edited tree; long lines stay as they are. */
export function printWorkflow(document: Document): string {
  return document.toString({ lineWidth: 0 });
}
