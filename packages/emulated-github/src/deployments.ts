import type { RefProtection } from './model.ts';
import { findProtections } from './protection.ts';
import type { Repository } from './repository.ts';
import {
  type Creation,
  createEnvironment,
  type Environment,
  findEnvironment,
} from './settings/environments.ts';
import { mayRestrictRefs } from './settings/plan.ts';
import { matchesRefPattern } from './settings/ref-pattern.ts';

/** What GitHub does with a job that names an environment, before any step of it runs. */
export interface DeploymentVerdict {
  /** Empty when the job may run, once it was approved. */
  readonly refusals: readonly string[];
  /** The environment did not exist and was made, without a rule. */
  readonly created: boolean;
  readonly environment: Environment;
}

const shorten = (ref: string): string => ref.replace(/^refs\/(?:heads|tags)\//, '');

/** Branches with a classic rule; rulesets protect refs and do not make a branch a "protected branch" here. */
function isProtectedBranch(repository: Repository, ref: string): boolean {
  const isClassic = ({ source }: RefProtection): boolean => source === 'branch-protection';
  // "If no branch protection rules are defined for any branch in the repository, then all branches can deploy."
  return !repository.protections.some(isClassic) || findProtections(repository, ref).some(isClassic);
}

function mayDeploy(repository: Repository, environment: Environment, ref: string): boolean {
  if (environment.refs === 'any' || !mayRestrictRefs(repository)) return true;
  const isTag = ref.startsWith('refs/tags/');
  // A tag is never a protected branch, also when it has the name of one.
  if (environment.refs === 'protected-branches') return !isTag && isProtectedBranch(repository, ref);
  return environment.policies.some(
    ({ name, type }) => type === (isTag ? 'tag' : 'branch') && matchesRefPattern(name, shorten(ref)),
  );
}

/**
 * Lets a job with `environment:` deploy or refuses it (GitHub Docs, "Deployments and environments"). An environment that
 * does not exist is created by the job that names it, without protection rules.
 */
export function requestDeployment(
  repository: Repository,
  name: string,
  ref: string,
  creation: Creation,
): DeploymentVerdict {
  const known = findEnvironment(repository.environments, name);
  const environment = known ?? createEnvironment({ name }, creation);
  if (known === undefined) repository.environments.push(environment);
  if (mayDeploy(repository, environment, ref))
    return { refusals: [], created: known === undefined, environment };
  const kind = ref.startsWith('refs/tags/') ? 'Tag' : 'Branch';
  return {
    refusals: [
      `${kind} "${shorten(ref)}" is not allowed to deploy to ${environment.name} due to environment protection rules.`,
      "The deployment was rejected or didn't satisfy other protection rules.",
    ],
    created: false,
    environment,
  };
}
