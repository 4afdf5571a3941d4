import { InputError, RemoteError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import { findTag } from '@slipway/github/commits/commit-objects';
import { readPlanTrailer } from '@slipway/github/commits/release-commit';
import { findRef } from '@slipway/github/repository';
import { listReleaseBranches, matchesBranch } from '@slipway/github/repository/release-branch';
import {
  dispatchWorkflow,
  type WorkflowDispatch,
  type WorkflowRun,
} from '@slipway/github/workflows/workflow-dispatch';
import { formatVersion, isPrerelease } from '@slipway/python/version/format-version';
import { refuseChangedCheckout } from './checks/check-checkout.ts';
import { refuseClosedEnvironment } from './checks/check-environment.ts';
import { refuseOpenChecks } from './checks/check-green.ts';
import { refuseForbiddenCommit } from './checks/check-rules.ts';
import { refuseUnsupportedWorkflow } from './checks/check-server.ts';
import { refuseTakenTag } from './checks/check-tag.ts';
import { bumpErrors } from './errors.ts';
import type { HistorySources } from './history/open-history.ts';
import type { Context, Inputs } from './inputs.ts';
import { makePlan, type Planned, type PlanningScene } from './make-plan.ts';
import { openJobRepository } from './open-job-repository.ts';
import { findAskedPackage } from './packages/find-package.ts';
import { type ReleasePlan, renderPlan } from './release-plan.ts';
import { renderDiff } from './render-diff.ts';
import { addReport } from './report.ts';
import { openRepositoryFiles } from './repository-files.ts';
import { readWorkflowFile } from './workflow-file.ts';
import { findMade, writeDirectly } from './write-release.ts';

/** How programs of the machine are started. */
export type Programs = Pick<HistorySources, 'exec' | 'path'>;

/** Observe, plan, act, observe, dispatch: each step finds what an earlier run has done. */
export async function runVersionBump(context: Context, programs: Programs): Promise<void> {
  // Each way of running loads what it needs and no more.
  if (context.job.refType === 'tag') {
    const { runAtTag } = await import('./at-tag/run-at-tag.ts');
    return runAtTag(context);
  }
  return runAtBranch(await choosePackage(nameDispatched(context)), programs);
}

/** `auto` starts the file that this run started with, also when the job is in a workflow that it calls. */
function nameDispatched(context: Context): Context {
  const { inputs, job } = context;
  if (inputs.dispatch !== 'auto') return context;
  const file = readWorkflowFile(job.workflowRef);
  if (file !== undefined) return { ...context, inputs: { ...inputs, dispatch: file } };
  throw new InputError(coreErrors.E_INPUT_INVALID, {
    message: `Input "dispatch" is "auto", but GITHUB_WORKFLOW_REF (${neutralizeLine(job.workflowRef, 200) || 'not set'}) names no workflow file.`,
    hint: 'Set "dispatch" to the name of the file.',
  });
}

/** The run with the folder of the package that was asked for. */
async function choosePackage(context: Context): Promise<Context> {
  const { inputs, job, log, setOutput } = context;
  if (inputs.package === undefined) {
    setOutput('path', inputs.path);
    return context;
  }
  if (inputs.path !== '.') {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: '"package" and "path" are both set.',
      hint: 'Set one of them: "package" finds the folder itself.',
    });
  }
  const repository = openJobRepository(context);
  const files = await openRepositoryFiles(repository, job.sha);
  const path = await findAskedPackage({ repository, sha: job.sha, files, log }, inputs.package);
  setOutput('path', path);
  return { ...context, inputs: { ...inputs, path } };
}

async function runAtBranch(context: Context, programs: Programs): Promise<void> {
  context.setOutput('name', '');
  context.setOutput('from-release', 'false');
  const scene = openScene(context, programs);
  const { inputs, log, job } = context;
  const head = findRef(scene.repository, `heads/${scene.branch}`);
  // Both are asked at once, and the branch is judged first.
  head.catch(() => undefined);
  await refuseOtherBranch(context, scene);
  const planned = await planFromBranch(scene, job.sha, (await head)?.sha);
  if (planned.plan === undefined) {
    if (inputs.mode === 'pull-request' && !inputs['dry-run']) {
      const { closeProposal } = await import('./pull-request/report-proposal.ts');
      await closeProposal(scene, planned.proposalBranch);
    }
    return reportNothing(context, scene, planned);
  }
  const { plan } = planned;
  await announce(context, plan, planned.choice.why);
  await refuseTakenTag(scene.repository, plan);
  await refuseUnsupportedWorkflow(context, scene, plan);
  if (plan.baseSha === job.sha) await refuseChangedCheckout(plan, job.workspace);
  if (inputs['dry-run']) {
    context.setOutput('changed', 'false');
    context.setOutput('released', 'false');
    log.notice(
      `Dry run: ${plan.tag} would be released from ${plan.baseSha.slice(0, 7)}; nothing was written.`,
    );
    return addReport(context, plan, { state: 'Dry run for', note: 'Dry run: nothing was written.' });
  }
  if (inputs.mode === 'pull-request' && !plan.isLanded) {
    const { proposeAndReport } = await import('./pull-request/report-proposal.ts');
    return proposeAndReport(context, scene, planned);
  }
  return releaseAndReport(context, scene, plan);
}

function openScene(context: Context, programs: Programs): PlanningScene {
  const { inputs, log, clock, job } = context;
  if (job.refType !== 'branch') {
    throw new InputError(bumpErrors.E_BUMP_BRANCH, {
      message: `The workflow runs at "${neutralizeLine(job.ref, 200)}", which is not a branch.`,
    });
  }
  const repository = openJobRepository(context);
  const repositoryUrl = `${job.serverUrl}/${job.repository}`;
  const sources = { repository, workspace: job.workspace, log, ...programs };
  return { inputs, repository, repositoryUrl, branch: job.refName, sources, log, clock };
}

/** A tag on another branch would be refused by the run that publishes it. @throws InputError E_BUMP_BRANCH */
async function refuseOtherBranch({ inputs }: Context, scene: PlanningScene): Promise<void> {
  const { repository, branch } = scene;
  const patterns = await listReleaseBranches(repository, inputs['release-branches']);
  if (matchesBranch(branch, patterns)) return;
  throw new InputError(bumpErrors.E_BUMP_BRANCH, {
    message: `${neutralizeLine(branch, 200)} is not a release branch (${neutralizeLine(patterns.join(', '), 300)}). Nothing was written.`,
    hint: 'Start the workflow on a release branch, or add the branch to "release-branches" here and where the release is drafted.',
  });
}

/** The plan of the commit the run was started for when it was carried out already, else that of the head of the branch. */
async function planFromBranch(
  scene: PlanningScene,
  startedAtSha: string,
  head: string | undefined,
): Promise<Planned> {
  const { repository, branch, log } = scene;
  if (head === undefined) {
    throw new InputError(bumpErrors.E_BUMP_BRANCH, {
      message: `The branch ${neutralizeLine(branch, 200)} is gone.`,
    });
  }
  if (head === startedAtSha) return makePlan(scene, head);
  const planned = await makePlan(scene, startedAtSha);
  // What was merged is released where it was merged.
  const isLanded = planned.plan?.isLanded === true;
  if (planned.plan !== undefined && (isLanded || (await findMade(repository, planned.plan)) !== undefined))
    return planned;
  log.notice(
    `The branch has moved from ${startedAtSha.slice(0, 7)} to ${head.slice(0, 7)} since the run was started; ${head.slice(0, 7)} is released.`,
  );
  return makePlan(scene, head);
}

async function announce({ log, setOutput }: Context, plan: ReleasePlan, why: string): Promise<void> {
  setOutput('version', plan.version);
  setOutput('previous-version', plan.previousVersion ?? '');
  setOutput('tag', plan.tag);
  setOutput('is-prerelease', String(plan.isPrerelease));
  setOutput('plan', renderPlan(plan));
  setOutput('reason', neutralizeLine(why, 500));
  log.info(
    `${plan.previousVersion ?? 'no release yet'} → ${plan.version}, tag ${plan.tag}, from ${plan.baseSha}`,
  );
  for (const line of await renderDiff(plan.edits)) log.info(neutralizeLine(line));
}

// Exit code 0: a schedule that runs every night finds nothing on most nights.
const wayOut =
  'To release anyway, set "bump" to patch, minor or major. To let the commits decide, write Conventional Commits, such as "fix: …" or "feat: …".';

async function reportNothing(
  { setOutput, log, clock, inputs, summary }: Context,
  { repository }: PlanningScene,
  { current, last, choice }: Extract<Planned, { plan: undefined }>,
): Promise<void> {
  const version = formatVersion(last?.version ?? current);
  setOutput('version', version);
  setOutput('previous-version', last === undefined ? '' : version);
  setOutput('is-prerelease', String(isPrerelease(last?.version ?? current)));
  setOutput('changed', 'false');
  setOutput('released', 'false');
  setOutput('reason', choice.why);
  log.notice(`${choice.why} ${wayOut}`);
  summary.addParagraph(`${choice.why} ${wayOut}`);
  if (last === undefined) return;
  setOutput('tag', last.name);
  setOutput('commit', last.commitSha);
  // A run that ended between the tag and the start of its workflow left this undone.
  const tag = await findTag(repository, last.name);
  const isOurs = tag !== undefined && readPlanTrailer(tag.message) !== undefined;
  if (!isOurs || inputs.dispatch === undefined || inputs['dry-run']) return;
  const target = describeDispatch(inputs.dispatch, inputs, last.name, last.commitSha);
  tellRun({ log }, await dispatchWorkflow(repository, target, clock));
}

async function releaseAndReport(context: Context, scene: PlanningScene, first: ReleasePlan): Promise<void> {
  const { repository, branch, log } = scene;
  if (first.edits.length > 0) await refuseForbiddenCommit(repository, branch);
  // The rules of the branch were asked when it was merged.
  if (!first.isLanded || context.inputs['require-checks'] === 'all')
    await refuseOpenChecks(context, repository, branch, first.baseSha);
  await refuseClosedEnvironment(context, repository, {
    ...{ tag: first.tag, sha: first.baseSha, file: context.inputs.dispatch },
    index: context.inputs['dispatch-inputs'].get('index') ?? '',
  });
  let plan = first;
  let result = await writeDirectly(repository, plan);
  if (result.outcome === 'moved' && result.headSha !== undefined) {
    log.notice(`The branch has moved to ${result.headSha.slice(0, 7)}; planning once more.`);
    const planned = await makePlan(scene, result.headSha);
    if (planned.plan === undefined) return reportNothing(context, scene, planned);
    plan = planned.plan;
    await announce(context, plan, planned.choice.why);
    result = await writeDirectly(repository, plan);
  }
  if (result.outcome === 'moved') {
    throw new RemoteError(bumpErrors.E_GITHUB_BRANCH_MOVED, {
      message: `${branch} was moved again while the release was made (it is at ${result.headSha ?? 'no commit'}). Nothing was written.`,
    });
  }
  const { commitSha, made } = result;
  context.setOutput('commit', commitSha);
  context.setOutput('changed', String(made));
  context.setOutput('released', 'true');
  log.notice(`${plan.tag} ${made ? 'is' : 'was already'} at ${commitSha}`);
  const run = await startWorkflow(context, scene, plan.tag, commitSha);
  const note = made ? 'Commit and tag were made together.' : 'An earlier run has made commit and tag.';
  await addReport(context, plan, {
    state: 'Tagged',
    commitSha,
    note,
    ...(run === undefined ? {} : { runUrl: run.url }),
  });
}

async function startWorkflow(
  { inputs, clock, log }: Context,
  { repository }: PlanningScene,
  tag: string,
  sha: string,
): Promise<WorkflowRun | undefined> {
  if (inputs.dispatch === undefined) return undefined;
  const target = describeDispatch(inputs.dispatch, inputs, tag, sha);
  const run = await dispatchWorkflow(repository, target, clock);
  tellRun({ log }, run);
  return run;
}

function tellRun({ log }: Pick<Context, 'log'>, { started, url }: WorkflowRun): void {
  log.notice(`${started ? 'Started' : 'Runs already'}: ${url}`);
}

function describeDispatch(workflow: string, inputs: Inputs, tag: string, sha: string): WorkflowDispatch {
  // A workflow that lacks an input rejects it; one that is left out has its default.
  const values = new Map([...inputs['dispatch-inputs']].filter(([, value]) => value !== ''));
  const ref = `refs/tags/${tag}`;
  return { workflow, ref, sha, ...(values.size === 0 ? {} : { inputs: Object.fromEntries(values) }) };
}
