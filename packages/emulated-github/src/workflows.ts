import { parse } from 'yaml';
import { Refusal } from './answers.ts';
import { git } from './git/git.ts';
import { listTree } from './git/trees.ts';
import type { Workflow } from './model.ts';
import { userId } from './render.ts';
import type { Repository } from './repository.ts';

interface DispatchInput {
  readonly required?: boolean;
  readonly default?: unknown;
  readonly type?: string;
  readonly options?: readonly unknown[];
}

const folder = '.github/workflows';

async function readWorkflowFile(repository: Repository, revision: string, path: string): Promise<unknown> {
  const [entry] = await listTree(repository.gitDirectory, revision, [], [path]);
  if (entry === undefined || entry.type !== 'blob') return undefined;
  const text = (await git(repository.gitDirectory, ['cat-file', 'blob', entry.sha])).toString('utf8');
  return parse(text);
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** A workflow by its number or file name; it is known once its file is on the default branch. */
export async function findWorkflow(repository: Repository, idOrFile: string): Promise<Workflow | undefined> {
  const known = [...repository.workflowIds.values()].find((workflow) => String(workflow.id) === idOrFile);
  const path = known?.path ?? `${folder}/${idOrFile}`;
  if (!/\.ya?ml$/.test(path) || path.slice(folder.length + 1).includes('/')) return undefined;
  const file = await readWorkflowFile(repository, `refs/heads/${repository.defaultBranch}`, path).catch(
    () => undefined,
  );
  if (file === undefined) return undefined;
  const name = field(file, 'name');
  const workflow = {
    id: userId(`${repository.fullName}:${path}`),
    path,
    name: typeof name === 'string' ? name : path,
  };
  repository.workflowIds.set(path, workflow);
  return workflow;
}

/** All workflows of the default branch, by their files. */
export async function listWorkflows(repository: Repository): Promise<readonly Workflow[]> {
  const branch = `refs/heads/${repository.defaultBranch}`;
  const entries = await listTree(repository.gitDirectory, branch, [], [`${folder}/`]).catch(() => []);
  const found = await Promise.all(
    entries
      .filter(({ type, path }) => type === 'blob' && /\.ya?ml$/.test(path))
      .map(({ path }) => findWorkflow(repository, path.slice(folder.length + 1))),
  );
  return found.filter((workflow) => workflow !== undefined);
}

/** The `workflow_dispatch` part of the file at `revision`: its declared inputs, or undefined without such a trigger. */
async function readDispatchInputs(
  repository: Repository,
  revision: string,
  path: string,
): Promise<Readonly<Record<string, DispatchInput>> | undefined> {
  const on = field(await readWorkflowFile(repository, revision, path), 'on');
  if (on === 'workflow_dispatch' || (Array.isArray(on) && on.includes('workflow_dispatch'))) return {};
  if (typeof on !== 'object' || on === null || !('workflow_dispatch' in on)) return undefined;
  return (field(on.workflow_dispatch, 'inputs') ?? {}) as Readonly<Record<string, DispatchInput>>;
}

/** Checks given inputs against the declared ones and fills in defaults. @throws Refusal 422 */
export async function resolveDispatchInputs(
  repository: Repository,
  revision: string,
  path: string,
  given: Readonly<Record<string, unknown>>,
): Promise<Record<string, string>> {
  const declared = await readDispatchInputs(repository, revision, path);
  if (declared === undefined) throw new Refusal(422, "Workflow does not have 'workflow_dispatch' trigger");
  const unexpected = Object.keys(given).filter((name) => !(name in declared));
  if (unexpected.length > 0) {
    throw new Refusal(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  }
  const inputs: Record<string, string> = {};
  for (const [name, input] of Object.entries(declared)) {
    const value = given[name];
    const text = value === undefined || value === null ? '' : String(value);
    if (text === '' && input.required === true && input.default === undefined) {
      throw new Refusal(422, `Required input '${name}' not provided`);
    }
    if (value !== undefined && input.type === 'choice' && !(input.options ?? []).map(String).includes(text)) {
      throw new Refusal(
        422,
        `Provided value '${text}' for input '${name}' not in the list of allowed values`,
      );
    }
    if (value !== undefined && input.type === 'boolean' && text !== 'true' && text !== 'false') {
      throw new Refusal(422, `Provided value '${text}' for input '${name}' must be a boolean`);
    }
    inputs[name] =
      value === undefined ? String(input.default ?? (input.type === 'boolean' ? 'false' : '')) : text;
  }
  return inputs;
}
