import { count } from '@slipway/core/text/count';
import type { DeploymentVerdict } from '@slipway/emulated-github/deployments';

/** What a reader has to know about a job that went through its environment: who would have been asked, and what was missing. */
export function describeDeployment({ environment, created, refusals }: DeploymentVerdict): string[] {
  if (refusals.length > 0) return [];
  const { name, reviewers, preventSelfReview, waitTimer } = environment;
  const people = reviewers.map((reviewer) => `${reviewer.name}${reviewer.type === 'Team' ? ' (team)' : ''}`);
  const self = preventSelfReview ? ', but not by the user who started the run' : '';
  return [
    ...(created
      ? [`The environment "${name}" does not exist. GitHub creates it for the job without protection rules.`]
      : []),
    ...(people.length === 0
      ? []
      : [
          `The environment "${name}" waits for approval by ${people.join(' or ')}${self}. The rehearsal approved it.`,
        ]),
    ...(waitTimer === 0
      ? []
      : [`The environment "${name}" waits ${count(waitTimer, 'minute')}. The rehearsal did not wait.`]),
  ];
}
