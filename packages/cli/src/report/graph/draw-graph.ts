import { shortRef } from '@slipway/core/text/short-ref';
import { formatDuration } from '../duration.ts';
import { icon, markOf } from '../html/icons.ts';
import { type Content, html, type Markup } from '../html/markup.ts';
import type { JobNode } from './job-nodes.ts';
import { layOut, type Place } from './layout.ts';

const characterWidth = 6.96;
const nodeHeight = 64;
const rowHeight = 92;
const gap = 20;
const top = 40;
/** Wider, its text could not be read. */
const maxWidth = 1_700;
const maxNodes = 40;
/** Of the words beside the line before the first job that cannot be undone. */
const stopTextWidth = 330;

/** A name on two lines, broken behind the hyphen that makes the longer line shortest. */
export function breakName(name: string): readonly string[] {
  const cuts = [...name.matchAll(/[-_/ ](?=.)/g)].map(({ index }) => index + 1);
  const longer = (cut: number): number => Math.max(cut, name.length - cut);
  const [best] = cuts.toSorted((left, right) => longer(left) - longer(right));
  return best === undefined || name.length < 10 ? [name] : [name.slice(0, best), name.slice(best)];
}

const maxNameLength = 40;
const labelOf = ({ id, combinations }: JobNode): readonly string[] => {
  const name = id.length > maxNameLength ? `${id.slice(0, maxNameLength - 1)}…` : id;
  return breakName(combinations > 1 ? `${name} ×${combinations}` : name);
};

const widthOf = (node: JobNode): number =>
  Math.max(90, Math.ceil(Math.max(...labelOf(node).map((line) => line.length)) * characterWidth + 22));

/** Result and reason in words. */
function describeNode({ result, reason, seconds, attempts }: JobNode): string {
  if (result === 'skipped') return `skipped${reason === '' ? '' : `, because ${reason}`}`;
  const words = result === 'success' ? 'passed' : result === 'failure' ? 'failed' : result;
  return `${words}, ${formatDuration(seconds)}${attempts > 1 ? `, attempt ${attempts}` : ''}`;
}

function drawNode(node: JobNode, x: number, y: number, width: number): Markup {
  const { result, hasStandIn, permissions } = node;
  const asked = Object.entries(permissions).map(([scope, level]) => `${scope}: ${level}`);
  const kind = result === 'success' ? 'ok' : result === 'skipped' ? 'skp' : 'bad';
  const meta =
    result === 'skipped'
      ? 'skipped'
      : `${formatDuration(node.seconds)}${node.attempts > 1 ? ` ×${node.attempts}` : ''}${hasStandIn ? ' ◇' : ''}`;
  return html`<g class="${kind}"><title>${node.id}: ${describeNode(node)}. Permissions: ${asked.join(', ') || 'none'}</title><rect x="${x}" y="${y}" width="${width}" height="${nodeHeight}" rx="8"/>${kind !== 'skp' && html`<rect class="st" x="${x}" y="${y + 10}" width="3" height="44" rx="1.5"/>`}${labelOf(node).map((line, index) => html`<text x="${x + 11}" y="${y + 19 + index * 14}">${line}</text>`)}<svg x="${x + 10}" y="${y + 41}" width="14" height="14" class="i ${kind}"><use href="#${kind === 'ok' ? 'ok' : kind === 'skp' ? 'dash' : 'x'}"/></svg><text class="meta" x="${x + 29}" y="${y + 53}">${meta}</text></g>`;
}

/**
 * The graph as one picture; undefined where a list says it better: for a single job, for many, and for a very long chain.
 * @param pointOfNoReturn keys of jobs whose effect cannot be undone
 */
export function drawGraph(
  nodes: readonly JobNode[],
  pointOfNoReturn: ReadonlySet<string>,
): Markup | undefined {
  if (nodes.length < 2 || nodes.length > maxNodes) return undefined;
  const { edges, places, layers, rows } = layOut(nodes);
  const placeOf = (key: string): Place => places.get(key) ?? { layer: 0, row: 0 };
  const widths = Array.from({ length: layers }, (_none, layer) =>
    Math.max(0, ...nodes.filter(({ key }) => placeOf(key).layer === layer).map(widthOf)),
  );
  // A layer before which nothing can be taken back begins behind a line.
  const irreversible = nodes
    .filter(({ key }) => pointOfNoReturn.has(key))
    .map(({ key }) => placeOf(key).layer);
  const stop = irreversible.length === 0 ? undefined : Math.min(...irreversible);
  const starts: number[] = [];
  let x = 1;
  for (const [layer, width] of widths.entries()) {
    if (layer === stop && layer > 0) x += gap;
    starts.push(x);
    x += width + gap;
  }
  const width = x - gap + 1;
  if (width > maxWidth) return undefined;
  const isTaken = (row: number, from: number, to: number): boolean =>
    nodes.some(({ key }) => {
      const place = placeOf(key);
      return place.row === row && place.layer > from && place.layer < to;
    });
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const lines = edges.map(({ from, to, kind }) => {
    const [a, b] = [placeOf(from), placeOf(to)];
    const source = byKey.get(from);
    const startX = (starts[a.layer] ?? 0) + (source === undefined ? 0 : widthOf(source));
    const endX = starts[b.layer] ?? 0;
    const [startY, endY] = [a, b].map(({ row }) => top + row * rowHeight + nodeHeight / 2) as [
      number,
      number,
    ];
    const path = routeEdge({ x: startX, y: startY }, { x: endX, y: endY }, isTaken(a.row, a.layer, b.layer));
    return html`<path d="${path}"${kind === 'starts' && html` class="dash"`}/>`;
  });
  const hasStop = stop !== undefined && stop > 0;
  const height = top + (rows - 1) * rowHeight + nodeHeight + (hasStop ? 28 : 8);
  const stopX = hasStop ? (starts[stop] ?? 0) - gap : 0;
  const isRight = width - stopX < stopTextWidth;
  return html`<svg class="g" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true">${captionRuns(nodes, placeOf, starts)}${lines}${hasStop && html`<path class="stop" d="M${stopX} 22V${height - 4}"/><text class="line" x="${isRight ? stopX - 8 : stopX + 8}" y="${height - 6}"${isRight && html` text-anchor="end"`}>point of no return: PyPI keeps what it accepts</text>`}${nodes.map(
    (node) => {
      const { layer, row } = placeOf(node.key);
      return drawNode(node, starts[layer] ?? 0, top + row * rowHeight, widthOf(node));
    },
  )}</svg>`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Straight within a row, a curve near the end between rows, and below the row where other jobs are in between. */
function routeEdge(from: Point, to: Point, isBlocked: boolean): string {
  if (isBlocked) {
    const lane = Math.min(from.y, to.y) + rowHeight / 2;
    const start = `M${from.x} ${from.y}c10 0 0 ${lane - from.y} 12 ${lane - from.y}`;
    return `${start}H${to.x - 12}c12 0 2 ${to.y - lane} 12 ${to.y - lane}`;
  }
  if (from.y === to.y) return `M${from.x} ${from.y}H${to.x}`;
  const bend = gap / 2;
  return `M${from.x} ${from.y}H${to.x - gap}c${bend} 0 ${bend} ${to.y - from.y} ${gap} ${to.y - from.y}`;
}

function captionRuns(
  nodes: readonly JobNode[],
  placeOf: (key: string) => Place,
  starts: readonly number[],
): Content {
  const runs = [...new Set(nodes.map(({ run }) => run))];
  return runs.map((run) => {
    const own = nodes.filter((node) => node.run === run);
    const layer = Math.min(...own.map(({ key }) => placeOf(key).layer));
    const ref = shortRef(own[0]?.ref ?? '');
    const shown = ref.length > maxNameLength ? `${ref.slice(0, maxNameLength - 1)}…` : ref;
    return html`<text class="cap" x="${starts[layer] ?? 0}" y="16">at ${shown}</text>`;
  });
}

/** The same content as a list, for phones and screen readers. */
export function listJobs(
  nodes: readonly JobNode[],
  pointOfNoReturn: ReadonlySet<string>,
  isOnly: boolean,
): Markup {
  const first = nodes.find(({ key }) => pointOfNoReturn.has(key));
  return html`<ol class="rail${isOnly && ' only'}" aria-label="Jobs in order">${nodes.map((node) => {
    const after = node.needs.length === 0 ? '' : `after ${node.needs.join(', ')}`;
    const more = [node.hasStandIn ? 'with a stand-in' : '', after].filter((part) => part !== '').join('; ');
    const name = node.combinations > 1 ? `${node.id} ×${node.combinations}` : node.id;
    return html`${node === first && html`<li class="line">Point of no return: PyPI keeps what it accepts</li>`}<li>${icon(markOf(node.result))}<span class="mono any">${name}</span> <span class="soft any">${describeNode(node)}</span>${more !== '' && html`<span class="sub any">${more}</span>`}</li>`;
  })}</ol>`;
}
