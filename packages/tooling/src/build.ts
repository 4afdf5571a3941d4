/**
 * `npm run build [-- names…]` bundles the actions into `dist/<name>/` and writes the workflow files (`workflows`) from their
 * model; `npm run build -- --check` changes nothing and fails when one of them differs from its source.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleAction, listActions, repositoryRoot, settleLimited } from './bundles/bundles.ts';
import { compareTrees, readTree, type TreeDifference, writeTree } from './bundles/tree.ts';
import { refreshWorkflows } from './workflow-files.ts';

// Two bundlers of about 700 MB each fill the two cores of a hosted runner.
const parallelBundlers = 2;

// Not the name of an action: it stands for all files that are written from the model of the jobs.
const workflows = 'workflows';

/** What became of one action: the differences found (and, unless checking, put right), or why it did not build. */
interface Outcome {
  readonly name: string;
  readonly differences: readonly TreeDifference[];
  readonly error?: string;
}

async function buildOne(root: string, name: string, check: boolean): Promise<Outcome> {
  const tree = await bundleAction(root, name);
  const folder = join(root, 'dist', name);
  const differences = check ? compareTrees(tree, await readTree(folder)) : await writeTree(folder, tree);
  return { name, differences: differences.map(({ path, kind }) => ({ path: `dist/${name}/${path}`, kind })) };
}

// Bundles of actions that are gone, and files beside the folders, are in nobody's tree.
async function findStrays(root: string, names: readonly string[]): Promise<TreeDifference[]> {
  const entries = await readdir(join(root, 'dist')).catch(() => []);
  return entries
    .filter((entry) => !names.includes(entry))
    .map((entry) => ({ path: `dist/${entry}`, kind: 'stale' as const }));
}

async function buildWorkflows(root: string, check: boolean): Promise<boolean> {
  const findings = await refreshWorkflows(root, check).catch((cause: unknown) => {
    console.error(cause instanceof Error ? cause.message : String(cause));
    return undefined;
  });
  if (findings === undefined) return false;
  for (const finding of findings) (check ? console.error : console.log)(finding);
  if (findings.length === 0) console.log('workflows: unchanged');
  else if (check) console.error('the workflows differ from their model: run "npm run build -- workflows"');
  return !check || findings.length === 0;
}

async function build(root: string, asked: readonly string[], check: boolean): Promise<boolean> {
  const known = await listActions(root);
  const unknown = asked.filter((name) => name !== workflows && !known.includes(name));
  if (unknown.length > 0) {
    console.error(`no action is called ${unknown.join(', ')}; there are: ${known.join(', ')}`);
    return false;
  }
  const withWorkflows = asked.length === 0 || asked.includes(workflows);
  const workflowsHold = withWorkflows ? await buildWorkflows(root, check) : true;
  const names = asked.length > 0 ? asked.filter((name) => name !== workflows) : known;
  const results = await settleLimited(names, parallelBundlers, async (name) => {
    const startedMs = Date.now();
    const outcome = await buildOne(root, name, check).catch((cause: unknown) => ({
      name,
      differences: [],
      error: cause instanceof Error ? cause.message : String(cause),
    }));
    report(root, outcome, check, (Date.now() - startedMs) / 1000);
    return outcome;
  });
  const outcomes = results.filter((result) => result.status === 'fulfilled').map((result) => result.value);
  const strays = check && asked.length === 0 ? await findStrays(root, known) : [];
  for (const stray of strays) console.error(`stale ${stray.path}`);
  const differing = outcomes.some(({ differences }) => differences.length > 0) || strays.length > 0;
  if (check && differing) console.error('dist/ is not what the sources give: run "npm run build"');
  return workflowsHold && outcomes.every(({ error }) => error === undefined) && !(check && differing);
}

function report(root: string, { name, differences, error }: Outcome, check: boolean, seconds: number): void {
  if (error !== undefined) {
    console.error(`${name}: does not build\n${error.replaceAll(`${root}/`, '')}`);
    return;
  }
  const verdict = differences.length === 0 ? 'unchanged' : check ? 'differs' : 'written';
  console.log(`dist/${name}: ${verdict} (${seconds.toFixed(1)} s)`);
  if (check) for (const { path, kind } of differences) console.error(`${kind} ${path}`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean', default: false }, root: { type: 'string', default: repositoryRoot } },
});
process.exitCode = (await build(values.root, positionals, values.check)) ? 0 : 1;
