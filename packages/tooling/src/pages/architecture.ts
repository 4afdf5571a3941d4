import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceBlock } from './readme-tables.ts';

const page = 'docs/contributing/architecture.md';
const start = '<!-- architecture-start -->';
const end = '<!-- architecture-end -->';
const scope = '@slipway/';
/** Below everything: arrows to it would say nothing. */
const base = 'core';

type Graph = ReadonlyMap<string, readonly string[]>;

/** What each folder below `parent` depends on, by the names of folders below `packages`. */
async function readDependencies(root: string, parent: string): Promise<Graph> {
  const folders = (await readdir(join(root, parent), { withFileTypes: true })).filter((entry) =>
    entry.isDirectory(),
  );
  const graph = new Map<string, readonly string[]>();
  for (const { name } of folders.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const text = await readFile(join(root, parent, name, 'package.json'), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const { dependencies = {} } = JSON.parse(text) as { dependencies?: Record<string, string> };
    const own = Object.keys(dependencies).flatMap((each) =>
      each.startsWith(scope) ? [each.slice(scope.length)] : [],
    );
    graph.set(name, own.filter((each) => each !== base).sort());
  }
  return graph;
}

/** The graph without arrows that a longer way implies. */
export function reduceGraph(graph: Graph): Graph {
  const reach = (from: string, seen: Set<string>): Set<string> => {
    for (const next of graph.get(from) ?? [])
      if (!seen.has(next)) {
        seen.add(next);
        reach(next, seen);
      }
    return seen;
  };
  return new Map(
    [...graph].map(([name, direct]) => [
      name,
      direct.filter((each) => direct.every((other) => other === each || !reach(other, new Set()).has(each))),
    ]),
  );
}

const node = (name: string): string => name.replaceAll('-', '_');

/** The diagram as GitHub renders it (https://mermaid.js.org/syntax/flowchart.html). */
export function renderDiagram(packages: Graph, actions: Graph): string {
  const reduced = reduceGraph(new Map([...packages, ...actions]));
  const list = (graph: Graph): string[] => [...graph.keys()].map((name) => `    ${node(name)}["${name}"]`);
  const arrows = [...reduced].flatMap(([name, direct]) =>
    direct.map((each) => `  ${node(name)} --> ${node(each)}`),
  );
  return [
    '```mermaid',
    'flowchart LR',
    '  subgraph actions',
    ...list(actions),
    '  end',
    '  subgraph packages',
    ...list(packages),
    '  end',
    ...arrows,
    '```',
  ].join('\n');
}

/** Draws the diagram of packages and actions, or compares it when `check` is set. @returns a line for each finding, or for the file written */
export async function refreshArchitecture(root: string, check: boolean): Promise<string[]> {
  const text = await readFile(join(root, page), 'utf8').catch(() => undefined);
  const diagram = renderDiagram(
    await readDependencies(root, 'packages'),
    await readDependencies(root, 'actions'),
  );
  const wanted = text === undefined ? undefined : replaceBlock(text, diagram, start, end);
  if (wanted === undefined) return [`${page}: has no ${start} and ${end}`];
  if (wanted === text) return [];
  if (check) return [`${page}: out of date, run "npm run docs"`];
  await writeFile(join(root, page), wanted);
  return [`${page}: written`];
}
