import { describe, expect, it } from 'vitest';
import { findIdleReason, judgeIdle } from '../../src/checks/check-idle.ts';
import type { WorldState } from '../../src/expectations/observe-world.ts';
import type { FinishedRun } from '../../src/release/run-release.ts';

const reason = 'Nothing to release since v1.0.0: 2 commits, none of them feat, fix or perf.';

function runOf(
  outputs: Readonly<Record<string, string>>,
  { ref = 'refs/heads/main', conclusion = 'success' } = {},
): FinishedRun {
  const jobs = [{ steps: [{ captured: { outputs: {} } }, { captured: { outputs } }] }];
  return { run: { ref }, result: { conclusion, jobs } } as unknown as FinishedRun;
}

describe('a run that released nothing', () => {
  it('the reason of the step that decided it is reported', () => {
    expect(findIdleReason([runOf({ released: 'false', reason })])).toBe(reason);
  });

  it.each([
    ['a release', runOf({ released: 'true', reason, plan: '{}' })],
    ['a dry run or a release pull request', runOf({ released: 'false', reason, plan: '{}' })],
    ['a step of somebody else', runOf({ changed: 'false' })],
    ['a failed run', runOf({ released: 'false', reason }, { conclusion: 'failure' })],
    ['a run at a tag', runOf({ released: 'false', reason }, { ref: 'refs/tags/v1.0.0' })],
  ])('%s is not mistaken for nothing to release', (_, run) => {
    expect(findIdleReason([run])).toBeUndefined();
  });

  it('a changed world fails the check', () => {
    const world = { branches: { main: 'a' }, tags: {} } as unknown as WorldState;
    expect(judgeIdle(world, structuredClone(world)).ok).toBe(true);
    const moved = { ...world, branches: { main: 'b' } };
    expect(judgeIdle(world, moved)).toMatchObject({ ok: false, detail: 'changed: branches' });
  });
});
