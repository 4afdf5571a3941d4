/** A value of a workflow file with the line that it is on, from 1. */
export interface Located {
  readonly text: string;
  readonly line: number;
}

/** Lines of the file that a part takes, from 1, both included. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** Lines of the entries of a mapping, by key: from that of the key to the last of the value. */
export type KeySpans = ReadonlyMap<string, Span>;

/** One step of a job, as written. */
export interface StepText {
  readonly job: string;
  /** From 0. */
  readonly index: number;
  readonly span: Span;
  readonly keys: KeySpans;
  /** Entries of `with` and `env`. */
  readonly entries: { readonly with: KeySpans; readonly env: KeySpans };
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly uses: Located | undefined;
  /** `line` is that of the first line of the script. */
  readonly run: Located | undefined;
  readonly if: Located | undefined;
  readonly continueOnError: Located | undefined;
  readonly with: ReadonlyMap<string, Located>;
  readonly env: ReadonlyMap<string, Located>;
}

/** Scopes with their levels; `read-all` and `write-all` have the key `*`. */
export type PermissionsText = ReadonlyMap<string, string>;

/** One job, as written. */
export interface JobText {
  readonly id: string;
  readonly span: Span;
  readonly keys: KeySpans;
  readonly name: string | undefined;
  readonly needs: readonly string[];
  readonly if: Located | undefined;
  /** A workflow that the job calls. */
  readonly uses: Located | undefined;
  /** Name of the environment, or the expression for it. */
  readonly environment: Located | undefined;
  /** Undefined: those of the workflow. */
  readonly permissions: PermissionsText | undefined;
  readonly continueOnError: Located | undefined;
  readonly hasMatrix: boolean;
  readonly outputs: ReadonlyMap<string, Located>;
  readonly steps: readonly StepText[];
}

/** An input of `workflow_dispatch`. */
export interface InputText {
  readonly line: number;
  readonly type: string;
}

/** A workflow file with the lines of its parts, for findings that name a place. It is never evaluated. */
export interface WorkflowText {
  /** `.github/workflows/release.yml`. */
  readonly path: string;
  readonly text: string;
  /** Events by name, with their filters as plain data. */
  readonly triggers: ReadonlyMap<string, unknown>;
  readonly keys: KeySpans;
  /** Of the events; empty where `on` is a list or a word. */
  readonly triggerKeys: KeySpans;
  /** Of the inputs of `workflow_dispatch`. */
  readonly inputKeys: KeySpans;
  readonly inputs: ReadonlyMap<string, InputText>;
  readonly permissions: PermissionsText | undefined;
  readonly jobs: readonly JobText[];
}

/** The line of a place in a script; exact for block scalars, which every script of several lines is. */
export function lineAt({ text, line }: Located, offset: number): number {
  return line + text.slice(0, offset).split('\n').length - 1;
}

/** The permissions that a job has by the file; undefined when the repository's default applies. */
export function permissionsOf(workflow: WorkflowText, job: JobText): PermissionsText | undefined {
  return job.permissions ?? workflow.permissions;
}

/** Whether a job may do something by the file. */
export function grants(permissions: PermissionsText | undefined, scope: string, level: 'write'): boolean {
  return (permissions?.get(scope) ?? permissions?.get('*')) === level;
}

/** Keys of the jobs that must have ended before a job, at any distance. */
export function listAncestors(workflow: WorkflowText, id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const pending = [id];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const need of workflow.jobs.find((job) => job.id === next)?.needs ?? []) {
      if (found.has(need)) continue;
      found.add(need);
      pending.push(need);
    }
  }
  return found;
}
