import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** How many tests ended in which way. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The line that closes a run, alone on its line and without color, for whoever reads the log by machine. */
export function renderCounts({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Counts tests; a file that could not be loaded and an error outside of every test are failures, not nothing. */
function countTests(modules: readonly TestModule[], unhandled: readonly SerializedError[]): TestCounts {
  const counts = { passed: 0, failed: unhandled.length, skipped: 0 };
  for (const module of modules) {
    counts.failed += module.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') counts.passed += 1;
      else if (state === 'failed') counts.failed += 1;
      else counts.skipped += 1;
    }
  }
  return counts;
}

/** Prints the closing line of `renderCounts` after vitest's own summary. */
export const closingCounts: Reporter = {
  onTestRunEnd(modules, unhandled) {
    console.log(`\n${renderCounts(countTests(modules, unhandled))}`);
  },
};
