import { readMapping } from '@slipway/runner/workflow/workflow-model';
import { readConstantInput } from '../constant-text.ts';
import { checksOut, readSlipwayUse, type WorkflowRule } from '../rule.ts';

/** The token of a job stays in `.git/config` after a checkout unless told otherwise, where every later program reads it. */
export const credentialsRule: WorkflowRule = {
  name: 'no checkout keeps its token in the repository',
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
  name: 'every build has the full git history',
  find: ({ model }) =>
    model.jobs.flatMap(({ id, steps }) => {
      const build = steps.findIndex((step) => readSlipwayUse(step)?.action === 'python-build');
      if (build < 0) return [];
      const checkouts = steps
        .slice(0, build)
        // Those of other repositories have a folder of their own.
        .filter((step) => checksOut(step) && readConstantInput(step, 'path') === '');
      const isShallow = checkouts.some(
        (step) => !['0', undefined].includes(readConstantInput(step, 'fetch-depth')),
      );
      return isShallow ? [`job "${id}" builds from a checkout without "fetch-depth: 0"`] : [];
    }),
};

/** What is built and described is the commit of the run; a branch may have gone on since. */
export const ownCommitRule: WorkflowRule = {
  name: 'every checkout uses the released commit',
  find: ({ model }) =>
    model.jobs.flatMap(({ id, steps }) => {
      if (steps.every((step) => readSlipwayUse(step) === undefined)) return [];
      return steps.filter(checksOut).flatMap((step) =>
        ['ref', 'repository'].flatMap((name) => {
          const value = readConstantInput(step, name);
          const isPlain = value !== undefined && value !== '';
          // Tools and files of other repositories have a folder of their own.
          return isPlain && (readConstantInput(step, 'path') ?? '') === ''
            ? [`job "${id}" checks out the ${name} "${value}"`]
            : [];
        }),
      );
    }),
};

/** A build without sources fails, and where a Dockerfile decides there is silently none. */
export const sourcesRule: WorkflowRule = {
  name: 'every build starts from a checkout',
  find: ({ model }) =>
    model.jobs.flatMap(({ id, steps }) =>
      steps.flatMap((step, index) => {
        const action = readSlipwayUse(step)?.action;
        const mode = readConstantInput(step, 'mode') || 'all';
        // Wheels can be built from the sdist of an earlier job.
        const hasSdist = readMapping(step.with).has('sdist-artifact');
        const builds =
          (action === 'python-build' && !hasSdist) ||
          (action === 'docker-build-sign' && ['all', 'stage'].includes(mode));
        // A script, or an action of others, may bring the sources too.
        const brings = (each: typeof step): boolean =>
          readSlipwayUse(each) === undefined && !/^\s*(?:false|failure\(\))\s*$/i.test(each.if);
        return builds && !steps.slice(0, index).some(brings)
          ? [`job "${id}" builds with ${action} without an earlier checkout`]
          : [];
      }),
    ),
};
