import { drawGraph, listJobs } from '../graph/draw-graph.ts';
import { listJobNodes } from '../graph/job-nodes.ts';
import { icon } from '../html/icons.ts';
import { type Content, html } from '../html/markup.ts';
import { onlyAfterFailure, type RehearsalReport } from '../report.ts';
import { renderTimeline } from './timeline.ts';

/** The jobs as a graph, as a list, and over time. */
export function renderJobs(report: RehearsalReport): Content {
  const nodes = listJobNodes(report);
  if (nodes.length === 0) return undefined;
  const pointOfNoReturn = new Set(
    nodes.filter(({ id }) => report.irreversibleJobs.includes(id)).map(({ key }) => key),
  );
  // What only reports a failure has no place in a release that had none.
  const graph = drawGraph(
    nodes.filter(({ reason }) => reason !== onlyAfterFailure),
    pointOfNoReturn,
  );
  const legend = html`<p class="legend"><span>${icon('passed', '')} passed</span><span>${icon('failed', '')} failed</span><span>${icon('skipped', '')} skipped</span><span>◇ a stand-in replaced a third-party action</span><span>dashed line: starts a new run</span></p>`;
  return html`<section id="jobs"><h2>Jobs</h2><p class="soft">Drawn from <code>needs</code>. What each job may do is under <a href="#access">Permissions and hosts</a>.</p>
<div class="card">${graph !== undefined && html`<div class="graph">${graph}${legend}</div>`}${listJobs(nodes, pointOfNoReturn, graph === undefined)}</div>${renderTimeline(report)}</section>`;
}
