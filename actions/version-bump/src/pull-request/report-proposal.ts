import type { Context } from '../inputs.ts';
import type { Planned, PlanningScene } from '../make-plan.ts';
import { addReport } from '../report.ts';
import { previewNotes } from './preview-notes.ts';
import { proposeRelease, tellProposal, withdrawProposal } from './propose-release.ts';

/** Opens or renews the pull request of a release, and says so in outputs, log and summary. @throws as proposeRelease */
export async function proposeAndReport(
  context: Context,
  { repository, repositoryUrl }: PlanningScene,
  { plan, choice, commits }: Exclude<Planned, { plan: undefined }>,
): Promise<void> {
  const proposal = await proposeRelease(repository, plan, (changelog) => ({
    ...{ why: choice.why, notes: previewNotes(plan.version, changelog, commits, repositoryUrl) },
  }));
  const { commitSha, pullRequest } = proposal;
  context.setOutput('commit', commitSha);
  context.setOutput('changed', 'true');
  context.setOutput('released', 'false');
  tellProposal(context.log, proposal, plan.proposalBranch);
  await addReport(context, plan, {
    commitSha,
    state: 'Proposed',
    note: `Pull request ${pullRequest.number}: merge it, and the next run of this workflow on ${plan.branch} releases ${plan.version}.`,
  });
}

/** Closes the pull request of a branch that has nothing to release any more. */
export async function closeProposal({ repository, branch, log }: PlanningScene, head: string): Promise<void> {
  const closed = await withdrawProposal(repository, head, branch);
  if (closed !== undefined) log.notice(`Closed ${closed.url}: there is nothing to release any more.`);
}
