import { quoteWord } from '@slipway/core/quote-word';
import type { EnvironmentAnswer } from '@slipway/github/settings/environment-answers';

const words = (...all: readonly string[]): string => all.map(quoteWord).join(' ');

/** The command that lets refs of a pattern deploy to an environment which allows selected branches and tags. */
export function policyCommand(
  fullName: string,
  environment: string,
  policy: { readonly name: string; readonly type: 'branch' | 'tag' },
): string {
  const path = `repos/${fullName}/environments/${encodeURIComponent(environment)}/deployment-branch-policies`;
  return words('gh', 'api', path, '-f', `name=${policy.name}`, '-f', `type=${policy.type}`);
}

/**
 * The command that makes an environment allow selected branches and tags only. The call replaces all protection rules (REST reference,
 * "Create or update an environment"), so those that exist are repeated; ones that are not set are left out, because a plan without
 * them rejects even their defaults.
 * @param existing the environment as it is; undefined for one that does not exist
 * @returns undefined when a reviewer has no number in the recording, so the rules cannot be repeated
 */
function restrictCommand(
  fullName: string,
  environment: string,
  existing: EnvironmentAnswer | undefined,
): string | undefined {
  const { waitTimer = 0, reviewers = [], preventSelfReview = false } = existing ?? {};
  if (reviewers.some(({ id }) => id === undefined)) return undefined;
  const path = `repos/${fullName}/environments/${encodeURIComponent(environment)}`;
  const fields = [
    ...(waitTimer === 0 ? [] : [`wait_timer=${waitTimer}`]),
    ...(preventSelfReview ? ['prevent_self_review=true'] : []),
    ...reviewers.flatMap(({ type, id }) => [`reviewers[][type]=${type}`, `reviewers[][id]=${id}`]),
    ...['protected_branches=false', 'custom_branch_policies=true'].map((field) =>
      field.replace(/^(\w+)/, 'deployment_branch_policy[$1]'),
    ),
  ];
  return words('gh', 'api', '-X', 'PUT', path, ...fields.flatMap((field) => ['-F', field]));
}

/**
 * Commands that open an environment to the tags of the releases and to nothing else, and create it if it does not exist.
 * @returns undefined as for `restrictCommand`
 */
export function environmentCommands(
  fullName: string,
  environment: string,
  tagPattern: string,
  existing?: EnvironmentAnswer,
): readonly string[] | undefined {
  const restrict = restrictCommand(fullName, environment, existing);
  return restrict === undefined
    ? undefined
    : [restrict, policyCommand(fullName, environment, { name: tagPattern, type: 'tag' })];
}
