import { readConstantInput } from './constant-text.ts';
import { checksOut, readSlipwayUse, type WorkflowRule } from './rule.ts';

/** The token of a job stays in `.git/config` after a checkout unless told otherwise, where every later program reads it. */
export const credentialsRule: WorkflowRule = {
  name: 'no checkout leaves its token behind',
  find: ({ model }) =>
    model.jobs.flatMap(({ id, steps }) => {
      // A script that pushes needs the token.
      if (steps.some(({ run }) => /\bgit\b/.test(String(run ?? '')))) return [];
      return steps
        .filter(
          (step) =>
            checksOut(step) && readConstantInput(step, 'persist-credentials')?.toLowerCase() !== 'false',
        )
        .map(() => `job "${id}" checks out without "persist-credentials: false"`);
    }),
};

/** A version from git tags, and the time of the commit, need the history, and a shallow clone has none. */
export const historyRule: WorkflowRule = {
  name: 'every build sees the history of the project',
  find: ({ model }) =>
    model.jobs.flatMap(({ id, steps }) => {
      const build = steps.findIndex((step) => readSlipwayUse(step)?.action === 'python-build');
      if (build < 0) return [];
      const checkouts = steps.slice(0, build).filter(checksOut);
      const isShallow = checkouts.some(
        (step) => !['0', undefined].includes(readConstantInput(step, 'fetch-depth')),
      );
      return isShallow ? [`job "${id}" builds from a checkout without "fetch-depth: 0"`] : [];
    }),
};
