import type { WorkflowRule } from '../rule.ts';

/** GitHub ends a job after six hours; until then one that hangs holds the release, and every later one of its tag. */
export const limitRule: WorkflowRule = {
  name: 'every job has a time limit',
  find: ({ model }) =>
    model.jobs
      .filter(({ uses, properties }) => uses === undefined && !properties.has('timeout-minutes'))
      .map(({ id }) => `job "${id}" has no "timeout-minutes"`),
};
