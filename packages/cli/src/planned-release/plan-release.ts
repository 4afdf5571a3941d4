import { ActionError } from '@slipway/core/errors/action-error';
import { listReferences } from '@slipway/runner/workflow/list-references';
import { type JobModel, readMapping, type WorkflowModel } from '@slipway/runner/workflow/workflow-model';
import { judgeTurns } from '../what-if/judge-turns.ts';
import { hasAncestor, listOwnActions } from '../workflow-rules/ancestors.ts';
import { readSlipwayUse, type WorkflowRule } from '../workflow-rules/rule.ts';
import { listEvents } from '../workflow-rules/rules/start.ts';
import { setsReleaseGate } from '../workflow-rules/set-gate.ts';
import { listTreeJobs, type WorkflowTree } from '../workflow-rules/workflow-tree.ts';
import { judgePublishedRun } from './judge-published-run.ts';
import { judgeBranchRun, readHandover } from './judge-start.ts';
import { judgePackageRun, judgeStrayRun, judgeTagRun } from './judge-tag-run.ts';
import { type PlannedStart, plannedTag, planRun, readAllOutputs } from './plan-run.ts';
import { describeCase, listCases, type ReleaseCase } from './release-case.ts';

const nodeActions = new Set([
  ...['version-bump', 'python-build', 'checksums', 'pypi-publish', 'github-packages-publish'],
  ...['docker-build-sign', 'release-notes', 'passport'],
]);

/**
 * Only a workflow in which every value comes from these actions can be gone through without running it: no called workflow of others,
 * no composite action, no output of a script. One that releases in the run that raises the version has no run at a tag.
 */
export function canBePlanned(tree: WorkflowTree): boolean {
  const all = listTreeJobs(tree);
  return (
    all.some(({ job, file }) => listOwnActions(job, file.calls).includes('python-build')) && isKnownFile(tree)
  );
}

function isKnownFile({ model: { jobs }, calls }: WorkflowTree): boolean {
  if (jobs.some((job) => job.uses !== undefined && !calls.has(job.id))) return false;
  // What starts a run at the tag releases there; its own run ends with the tag.
  const raises = (job: JobModel): boolean =>
    job.steps.some((step) => {
      const given = readMapping(step.with);
      return readSlipwayUse(step)?.action === 'version-bump' && !given.has('dispatch') && !given.has('token');
    });
  return jobs.every((job) => {
    const called = calls.get(job.id);
    if (called !== undefined && !isKnownFile(called)) return false;
    if (listOwnActions(job, calls).length > 0 && hasAncestor(jobs, job, raises)) return false;
    const read = [...job.properties.values()].flatMap(listReferences);
    const isKnown = ([context, id]: readonly string[]): boolean => {
      if (context !== 'steps') return true;
      const step = job.steps.find((each) => each.id === id);
      return step === undefined || nodeActions.has(readSlipwayUse(step)?.action ?? '');
    };
    return (
      read.every(isKnown) &&
      job.steps.every(({ uses: action = '' }) => !/^\.\/|\/slipway\/actions\/publish@/i.test(action))
    );
  });
}

/** Inputs that a person can give when starting the workflow. */
export function listInputs({ properties }: WorkflowModel): ReadonlySet<string> {
  const dispatch = readMapping(properties.get('on')).get('workflow_dispatch');
  return new Set(readMapping(readMapping(dispatch).get('inputs')).keys());
}

/** The words of a person who asks for this kind of release; one that is not given has its default. */
export function ask(
  inputs: ReadonlySet<string>,
  { draft, gate, marked, index }: ReleaseCase,
  more: Readonly<Record<string, string>> = {},
) {
  const all: Readonly<Record<string, string>> = {
    ...(gate === undefined ? (draft ? { draft: 'true' } : {}) : { gate }),
    ...(marked ? { prerelease: 'true' } : {}),
    ...(index === undefined ? {} : { index }),
    ...more,
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => inputs.has(name)));
}

/**
 * A final release with an image, each of whose jobs fails or is cancelled in turn: what readers see is not changed by a job that
 * comes after, and one job says what happened.
 */
export const plannedFailureRule: WorkflowRule = {
  name: 'a release stops where one of its jobs fails, and exactly one job reports it',
  isOfWhole: true,
  async find({ model, calls, readActionOutputs }) {
    const tree = { model, calls };
    if (!canBePlanned(tree)) return [];
    const known = await readAllOutputs(tree, readActionOutputs);
    const release = { draft: false, marked: false, prerelease: false, image: true };
    const hasDispatch = listEvents(model.properties.get('on')).includes('workflow_dispatch');
    const name = hasDispatch ? 'workflow_dispatch' : 'push';
    const refs = [...(known.has('version-bump') ? ['refs/heads/main'] : []), `refs/tags/${plannedTag}`];
    try {
      const runs = await Promise.all(
        refs.map((ref) => planRun(tree, known, { name, ref, inputs: {} }, release)),
      );
      const said = { name: '', version: undefined, draft: false, channels: new Map() };
      const checks = await judgeTurns(runs, said, { summaries: 'none' });
      return checks.filter(({ ok }) => !ok).map(({ detail }) => detail);
    } catch {
      // What cannot be evaluated is told by the rule above, or by the run.
      return [];
    }
  },
};

/** Every kind of release does what it should, also those that are not rehearsed now. */
export const plannedReleaseRule: WorkflowRule = {
  name: 'every kind of release reaches exactly its channels',
  isOfWhole: true,
  async find({ model, calls, readActionOutputs }) {
    const tree = { model, calls };
    if (!canBePlanned(tree)) return [];
    const known = await readAllOutputs(tree, readActionOutputs);
    const actions = new Set(known.keys());
    const inputs = listInputs(model);
    const events = listEvents(model.properties.get('on'));
    const findings = new Map<string, string>();
    const note = (release: ReleaseCase, found: readonly string[]): void => {
      for (const finding of found)
        if (!findings.has(finding)) findings.set(finding, `${describeCase(release)}: ${finding}`);
    };
    const judgeAtTag = async (release: ReleaseCase, start: PlannedStart): Promise<void> => {
      const run = await planRun(tree, known, start, release);
      note(release, judgeTagRun(run, release, actions));
    };
    try {
      const isGated = setsReleaseGate(model);
      for (const [index, asked] of listCases(inputs).entries()) {
        // Whatever is asked for, such a file stops at the draft.
        const release: ReleaseCase = isGated ? { ...asked, draft: true } : asked;
        // The inputs are passed on in the same way in every case.
        const wishes = [
          {},
          ...(index > 0 ? [] : [{ bump: 'minor' }, { version: '2.0.0' }, { package: 'demo' }]),
        ].filter((wish) => Object.keys(wish).every((name) => inputs.has(name)));
        for (const [number, wish] of (actions.has('version-bump') ? wishes : []).entries()) {
          const words = ask(inputs, asked, wish);
          const start = { name: 'workflow_dispatch', ref: 'refs/heads/main', inputs: words } as const;
          const run = await planRun(tree, known, start, release);
          note(release, judgeBranchRun(run, words, model.path));
          const [bump] = run.uses.filter(({ action }) => action === 'version-bump');
          const handover = bump === undefined ? undefined : readHandover(bump);
          if (handover !== undefined && number === 0) await judgeAtTag(release, handover);
        }
        const ref = `refs/tags/${plannedTag}`;
        if (!actions.has('version-bump') && events.includes('workflow_dispatch'))
          await judgeAtTag(release, { name: 'workflow_dispatch', ref, inputs: ask(inputs, asked) });
        if (events.includes('release') && !asked.draft && !asked.prerelease && asked.index === undefined) {
          const start = { name: 'release', ref, inputs: {} } as const;
          const run = await planRun(tree, known, start, asked, 'published');
          note(asked, judgePublishedRun(run, asked, actions));
        }
        if (events.includes('push') && !asked.draft && !release.marked && release.index === undefined) {
          await judgeAtTag(release, { name: 'push', ref, inputs: {} });
          const stray = await planRun(tree, known, { name: 'push', ref, inputs: {} }, release, 'stray');
          note(release, judgeStrayRun(stray));
          if (inputs.has('package')) {
            const start = { name: 'push', ref, inputs: {} } as const;
            note(release, judgePackageRun(await planRun(tree, known, start, release, 'package')));
          }
        }
      }
    } catch (cause) {
      if (cause instanceof ActionError && cause.code !== 'E_WORKFLOW_INPUTS') return [];
      findings.set('', cause instanceof Error ? cause.message : String(cause));
    }
    return [...findings.values()];
  },
};
