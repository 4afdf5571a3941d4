import { describe, expect, it } from 'vitest';
import { breakName, drawGraph } from '../../src/report/graph/draw-graph.ts';
import { listJobNodes } from '../../src/report/graph/job-nodes.ts';
import { layOut, reduceEdges } from '../../src/report/graph/layout.ts';
import { largeReport, makeJob, readyReport, recoveredReport } from '../support/reports.ts';

const nodes = listJobNodes(readyReport());
const show = ({ from, to }: { from: string; to: string }): string => `${from} > ${to}`;

describe('the graph of the jobs', () => {
  it('the combinations of a matrix are one node with the time of the slowest', () => {
    expect(nodes.filter(({ id }) => id === 'images')).toMatchObject([
      { combinations: 2, seconds: 9, result: 'success' },
    ]);
  });

  it('a later attempt decides about the result of a job', () => {
    expect(listJobNodes(recoveredReport()).find(({ id }) => id === 'publish')).toMatchObject({
      ...{ result: 'success', attempts: 2 },
    });
  });

  it('needs that a longer way implies are left out, unless that way leads through a skipped job', () => {
    expect(reduceEdges(nodes).map(show)).toEqual([
      '2 version-bump > 2 build',
      '2 version-bump > 2 images',
      '2 build > 2 publish',
      '2 join > 2 publish',
      '2 publish > 2 notify',
      '2 images > 2 join',
    ]);
    const skipped = nodes.map((node) => (node.id === 'build' ? { ...node, result: 'skipped' } : node));
    expect(reduceEdges(skipped).map(show)).toContain('2 version-bump > 2 publish');
  });

  it('a job stands behind all that it needs, and the run that was started behind the one before', () => {
    const { places, edges, rows } = layOut(nodes);
    for (const { from, to } of edges)
      expect(places.get(from)?.layer).toBeLessThan(places.get(to)?.layer ?? 0);
    expect(edges).toContainEqual({ from: '1 version-bump', to: '2 version-bump', kind: 'starts' });
    expect(rows).toBe(2);
    expect(new Set([...places.values()].map(({ layer, row }) => `${layer} ${row}`)).size).toBe(nodes.length);
  });

  it('jobs that need each other do not keep the page from being drawn', () => {
    const circle = [makeJob('a', { needs: ['b'] }), makeJob('b', { needs: ['a'] })];
    expect(layOut(listJobNodes({ ...readyReport(), jobs: circle, skippedJobs: [] })).layers).toBeGreaterThan(
      0,
    );
  });

  it('a line stands before the first job that cannot be undone', () => {
    expect(drawGraph(nodes, new Set(['2 publish']))?.text).toContain('point of no return');
    expect(drawGraph(nodes, new Set())?.text).not.toContain('point of no return');
  });

  it('a single job, many jobs and a very long chain are only listed', () => {
    expect(drawGraph(nodes.slice(0, 1), new Set())).toBeUndefined();
    expect(drawGraph(listJobNodes(largeReport()), new Set())).toBeUndefined();
  });

  it('a name is broken where its longer line is shortest', () => {
    expect(breakName('publish-to-github-packages')).toEqual(['publish-to-', 'github-packages']);
    expect(breakName('build')).toEqual(['build']);
  });
});
