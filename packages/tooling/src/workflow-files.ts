import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readActions } from './pages/action-metadata.ts';
import { replaceBlock } from './pages/readme-tables.ts';
import {
  calledWorkflows,
  prepareWorkflow,
  publishAction,
  releasePullRequestWorkflow,
  releaseWorkflow,
  renderInputTable,
  renderJobTable,
  validateWorkflow,
  writeCompositeAction,
  writeWorkflow,
} from './workflow-model/index.ts';

/** The workflow files that are written from the model. */
const workflows = [releaseWorkflow, ...calledWorkflows, releasePullRequestWorkflow];

/** Their paths, from the top of the repository. */
export const writtenWorkflows: readonly string[] = workflows.map(({ path }) => path);

/** A table between two comments of a page. */
interface Table {
  readonly path: string;
  readonly name: string;
  render(): string;
}

const tables: readonly Table[] = [
  { path: 'docs/release-workflow.md', name: 'jobs', render: () => renderJobTable(releaseWorkflow) },
  { path: 'docs/call-the-workflows.md', name: 'inputs', render: () => renderInputTable(prepareWorkflow) },
];

/** Describes the first line in which two texts differ, as `line 3 is "x" and must be "y"`. */
function describeDifference(actual: string, wanted: string): string {
  const [lines, wantedLines] = [actual.split('\n'), wanted.split('\n')];
  const index = wantedLines.findIndex((line, position) => line !== lines[position]);
  const line = index < 0 ? wantedLines.length : index;
  const show = (text: string | undefined): string => (text === undefined ? 'absent' : JSON.stringify(text));
  return `line ${line + 1} is ${show(lines[line])} and must be ${show(wantedLines[line])}`;
}

/**
 * Writes the workflow files below `root` from the model. With `check`, only compares them.
 * @returns one line per file that differed from the model
 * @throws Error when the model contradicts itself or the actions below `root`
 */
export async function refreshWorkflows(root: string, check: boolean): Promise<string[]> {
  const actions = await readActions(root);
  const faults = workflows.flatMap((workflow) => validateWorkflow(workflow, actions));
  if (faults.length > 0) throw new Error(`The model of the workflows is not valid:\n${faults.join('\n')}`);
  const findings: string[] = [];
  const files = [
    ...workflows.map((workflow) => ({ name: workflow.path, wanted: writeWorkflow(workflow) })),
    { name: publishAction.path, wanted: writeCompositeAction(publishAction) },
  ];
  for (const { name, wanted } of files) {
    const path = join(root, name);
    const actual = await readFile(path, 'utf8').catch(() => undefined);
    if (actual === wanted) continue;
    const difference = actual === undefined ? 'is missing' : describeDifference(actual, wanted);
    findings.push(`${name}: ${check ? difference : 'written'}`);
    if (check) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, wanted);
  }
  return findings;
}

/** Updates the tables of the documentation that are written from the model. With `check`, only compares them. */
export async function refreshJobTable(root: string, check: boolean): Promise<string[]> {
  const findings = await Promise.all(tables.map((table) => refreshTable(root, table, check)));
  return findings.flat();
}

async function refreshTable(root: string, { path, name, render }: Table, check: boolean): Promise<string[]> {
  const [start, end] = [`<!-- ${name}-start -->`, `<!-- ${name}-end -->`];
  const page = await readFile(join(root, path), 'utf8').catch(() => '');
  const fresh = replaceBlock(page, render(), start, end);
  if (fresh === undefined) return [`${path}: has no ${start} and ${end}`];
  if (fresh === page) return [];
  if (check) return [`${path}: the table of ${name} differs from the model, run "npm run docs"`];
  await writeFile(join(root, path), fresh);
  return [`${path}: written`];
}
