import type { JobNode } from './job-nodes.ts';

/** One edge between two keys; `starts`: the run of the first started that of the second. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'needs' | 'starts';
}

/** Where a node is: column and row, both from 0. */
export interface Place {
  readonly layer: number;
  readonly row: number;
}

export interface Layout {
  readonly edges: readonly Edge[];
  readonly places: ReadonlyMap<string, Place>;
  readonly layers: number;
  readonly rows: number;
}

/** `needs` as edges, without those that say nothing new. An edge stays when the other way leads only through a skipped job. */
export function reduceEdges(nodes: readonly JobNode[]): readonly Edge[] {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const keyOf = (node: JobNode, id: string): string => `${node.key.split(' ', 1)[0]} ${id}`;
  const needed = (node: JobNode): JobNode[] => node.needs.flatMap((id) => byKey.get(keyOf(node, id)) ?? []);
  // Every job that is reached over jobs that ran.
  const reached = new Map<string, ReadonlySet<string>>();
  const reach = (node: JobNode): ReadonlySet<string> => {
    const known = reached.get(node.key);
    if (known !== undefined) return known;
    const found = new Set<string>();
    reached.set(node.key, found);
    for (const need of needed(node)) {
      found.add(need.key);
      if (need.result !== 'skipped') for (const key of reach(need)) found.add(key);
    }
    return found;
  };
  return nodes.flatMap((node) => {
    const direct = needed(node);
    return direct
      .filter((need) =>
        direct.every((other) => other === need || other.result === 'skipped' || !reach(other).has(need.key)),
      )
      .map((need) => ({ from: need.key, to: node.key, kind: 'needs' as const }));
  });
}

/** What the first jobs of a run were started by: the last jobs of the run before it. */
function joinRuns(nodes: readonly JobNode[], needs: readonly Edge[]): readonly Edge[] {
  const runs = Math.max(0, ...nodes.map(({ run }) => run));
  const isEnd = ({ key }: JobNode): boolean => needs.every(({ from }) => from !== key);
  const isStart = ({ key }: JobNode): boolean => needs.every(({ to }) => to !== key);
  const edges: Edge[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const ends = nodes.filter((node) => node.run === run - 1 && node.result !== 'skipped' && isEnd(node));
    const last = ends.at(-1);
    if (last === undefined) continue;
    for (const start of nodes.filter((node) => node.run === run && isStart(node)))
      edges.push({ from: last.key, to: start.key, kind: 'starts' });
  }
  return edges;
}

/** Puts every node behind those that it needs, the longest chain into the first row. */
export function layOut(nodes: readonly JobNode[]): Layout {
  const needs = reduceEdges(nodes);
  const edges = [...joinRuns(nodes, needs), ...needs];
  const before = (key: string): string[] => edges.filter(({ to }) => to === key).map(({ from }) => from);
  const layers = new Map<string, number>();
  const layerOf = (key: string, depth = 0): number => {
    const known = layers.get(key);
    if (known !== undefined || depth > nodes.length) return known ?? 0;
    const layer = Math.max(-1, ...before(key).map((each) => layerOf(each, depth + 1))) + 1;
    layers.set(key, layer);
    return layer;
  };
  for (const { key } of nodes) layerOf(key);
  const chain = findChain(nodes, before, layers);
  const taken = new Map<number, number>();
  const places = new Map<string, Place>();
  for (const { key } of nodes) {
    const layer = layers.get(key) ?? 0;
    const row = chain.has(key) ? 0 : Math.max(1, taken.get(layer) ?? 1);
    if (row > 0) taken.set(layer, row + 1);
    places.set(key, { layer, row });
  }
  return {
    ...{ edges, places },
    layers: Math.max(0, ...layers.values()) + 1,
    rows: Math.max(0, ...[...places.values()].map(({ row }) => row)) + 1,
  };
}

/** The longest chain that ends last, over jobs that ran, and of two the one that took longer. */
function findChain(
  nodes: readonly JobNode[],
  before: (key: string) => string[],
  layers: ReadonlyMap<string, number>,
): ReadonlySet<string> {
  const weigh = (key: string): number => {
    const node = nodes.find((each) => each.key === key);
    return (layers.get(key) ?? 0) * 1e6 + (node?.result === 'skipped' ? -1e9 : (node?.seconds ?? 0));
  };
  const best = (keys: readonly string[]): string | undefined =>
    keys.toSorted((left, right) => weigh(right) - weigh(left))[0];
  const chain = new Set<string>();
  for (
    let key = best(nodes.map((node) => node.key));
    key !== undefined && !chain.has(key);
    key = best(before(key))
  )
    chain.add(key);
  return chain;
}
