import { renderHtml } from '../packages/cli/src/report/page/page.ts';
import { largeReport } from '../packages/cli/test/support/reports.ts';
import { type BenchRow, takeMedian } from './table.ts';

const rounds = 5;

/** The page of a release with 60 files, 40 jobs and 20,000 lines of log. */
export function run(): BenchRow[] {
  const report = largeReport();
  let bytes = 0;
  const times = Array.from({ length: rounds }, () => {
    const startedMs = performance.now();
    bytes = Buffer.byteLength(renderHtml(report));
    return performance.now() - startedMs;
  });
  const timeMs = takeMedian(times);
  return [
    {
      what: 'report of 60 files, 40 jobs and 20,000 log lines',
      measured: `${timeMs.toFixed(0)} ms`,
      reference: `${(bytes / 1e6).toFixed(2)} MB`,
      ratio: '',
      target: 'below 1 s and 2 MB',
      held: timeMs < 1_000 && bytes < 2_000_000,
    },
  ];
}
