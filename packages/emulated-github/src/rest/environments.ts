import type { EmulatorResponse } from '@slipway/gateway/service';
import { empty, invalidRequest, json, notFound, Refusal, validationFailed } from '../answers.ts';
import type { Need } from '../caller.ts';
import { apiBase, isoTime, nodeId, pageBase, renderTeam, renderUser, userId } from '../render.ts';
import type { Repository } from '../repository.ts';
import {
  createEnvironment,
  type DeploymentPolicy,
  type DeploymentRefs,
  type Environment,
  findEnvironment,
  type Reviewer,
} from '../settings/environments.ts';
import { mayAskForReview, mayRestrictRefs } from '../settings/plan.ts';
import {
  type Call,
  type JsonObject,
  linkHeader,
  optionalBoolean,
  optionalObject,
  type Route,
  readBody,
  readPage,
  requireString,
} from './call.ts';

const readActions: Need = { scope: 'actions', level: 'read' };
const administer: Need = { scope: 'administration', level: 'write' };
const maxReviewers = 6;
const maxWaitMinutes = 43_200;

function renderRules(environment: Environment): Record<string, unknown>[] {
  const rule = (type: string, offset: number): Record<string, unknown> => {
    const id = environment.id * 10 + offset;
    return { id, node_id: nodeId('GA', id), type };
  };
  const { waitTimer, reviewers, preventSelfReview, refs } = environment;
  return [
    ...(waitTimer === 0 ? [] : [{ ...rule('wait_timer', 1), wait_timer: waitTimer }]),
    ...(reviewers.length === 0
      ? []
      : [
          {
            ...rule('required_reviewers', 2),
            prevent_self_review: preventSelfReview,
            reviewers: reviewers.map(({ type, name }) => ({
              type,
              reviewer: type === 'User' ? renderUser(name) : renderTeam(name),
            })),
          },
        ]),
    ...(refs === 'any' ? [] : [rule('branch_policy', 3)]),
  ];
}

/** Schema `environment`. */
function renderEnvironment(repository: Repository, environment: Environment): Record<string, unknown> {
  const { id, name, refs } = environment;
  return {
    id,
    node_id: nodeId('EN', id),
    name,
    url: `${apiBase(repository)}/environments/${encodeURIComponent(name)}`,
    html_url: `${pageBase(repository)}/deployments/activity_log?environments_filter=${encodeURIComponent(name)}`,
    created_at: isoTime(environment.createdAtMs),
    updated_at: isoTime(environment.updatedAtMs),
    can_admins_bypass: true,
    protection_rules: renderRules(environment),
    deployment_branch_policy:
      refs === 'any'
        ? null
        : { protected_branches: refs === 'protected-branches', custom_branch_policies: refs === 'selected' },
  };
}

function requireEnvironment({ repository, params }: Call): Environment {
  const found = findEnvironment(repository.environments, params['environment'] ?? '');
  if (found === undefined) throw notFound();
  return found;
}

async function listEnvironments({ repository, query, request }: Call): Promise<EmulatorResponse> {
  const { environments } = repository;
  const page = readPage(query);
  const shown = environments.slice((page.number - 1) * page.size, page.number * page.size);
  return json(
    200,
    {
      total_count: environments.length,
      environments: shown.map((environment) => renderEnvironment(repository, environment)),
    },
    linkHeader(request.url, page, environments.length),
  );
}

function readRefs(body: JsonObject): DeploymentRefs {
  const policy = optionalObject(body, 'deployment_branch_policy');
  if (policy === undefined) return 'any';
  const isProtected = optionalBoolean(policy, 'protected_branches');
  const isCustom = optionalBoolean(policy, 'custom_branch_policies');
  if (isProtected === undefined || isCustom === undefined)
    throw invalidRequest('"protected_branches", "custom_branch_policies" weren\'t supplied.');
  if (isProtected === isCustom)
    throw new Refusal(422, '"custom_branch_policies" and "protected_branches" cannot have the same value', {
      errors: [],
    });
  return isProtected ? 'protected-branches' : 'selected';
}

/** The owner is the one person that a repository of this world is known to have. */
function readReviewers({ repository }: Call, body: JsonObject): Reviewer[] {
  const list = body['reviewers'] ?? [];
  if (!Array.isArray(list)) throw invalidRequest("For 'properties/reviewers', it is not an array.");
  if (list.length > maxReviewers) throw invalidRequest(`No more than ${maxReviewers} items are allowed.`);
  return list.map((entry: unknown): Reviewer => {
    const { type, id } = (entry ?? {}) as { type?: unknown; id?: unknown };
    if (type !== 'User' || id !== userId(repository.owner))
      throw validationFailed({ resource: 'Environment', field: 'reviewers', code: 'invalid' });
    return { type, name: repository.owner };
  });
}

function readWaitTimer(body: JsonObject): number {
  const value = body['wait_timer'] ?? 0;
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw invalidRequest(`For 'properties/wait_timer', ${JSON.stringify(value)} is not an integer.`);
  if (value >= 0 && value <= maxWaitMinutes) return value;
  throw invalidRequest(`For 'properties/wait_timer', ${value} is not between 0 and ${maxWaitMinutes}.`);
}

/** The first rule that the plan of a private repository does not have. */
function findUnpaidRule(
  repository: Repository,
  { reviewers, waitTimer, refs }: Pick<Environment, 'reviewers' | 'waitTimer' | 'refs'>,
): string | undefined {
  if (reviewers.length > 0 && !mayAskForReview(repository)) return 'required reviewers';
  if (waitTimer > 0 && !mayAskForReview(repository)) return 'wait timer';
  return refs !== 'any' && !mayRestrictRefs(repository) ? 'branch policy' : undefined;
}

/** A setting that the body does not name is taken back: the call replaces all of them. */
async function putEnvironment(call: Call): Promise<EmulatorResponse> {
  const { world, repository, params, request } = call;
  const body = await readBody(request);
  const wanted = {
    waitTimer: readWaitTimer(body),
    reviewers: readReviewers(call, body),
    preventSelfReview: optionalBoolean(body, 'prevent_self_review') ?? false,
    refs: readRefs(body),
  };
  const name = params['environment'] ?? '';
  const known = findEnvironment(repository.environments, name);
  const environment = known ?? createEnvironment({ name }, world);
  if (known === undefined) repository.environments.push(environment);
  // The environment is there all the same: GitHub refuses its rules after it was made.
  const missing = findUnpaidRule(repository, wanted);
  if (missing !== undefined)
    throw new Refusal(
      422,
      `Failed to create the environment protection rule. Please ensure the billing plan supports the ${missing} protection rule.`,
    );
  const policies = wanted.refs === 'selected' ? environment.policies : [];
  Object.assign(environment, wanted, { policies, updatedAtMs: world.now() });
  return json(200, renderEnvironment(repository, environment));
}

/** Schema `deployment-branch-policy`. */
function renderPolicy({ id, name, type }: DeploymentPolicy): Record<string, unknown> {
  return { id, node_id: nodeId('GBP', id), name, type };
}

/** Patterns exist for "Selected branches and tags" alone; else the list is not found. */
function requireSelected(call: Call): Environment {
  const environment = requireEnvironment(call);
  if (environment.refs !== 'selected') throw notFound();
  return environment;
}

async function listPolicies(call: Call): Promise<EmulatorResponse> {
  const { policies } = requireSelected(call);
  const page = readPage(call.query);
  const shown = policies.slice((page.number - 1) * page.size, page.number * page.size);
  const body = { total_count: policies.length, branch_policies: shown.map(renderPolicy) };
  return json(200, body, linkHeader(call.request.url, page, policies.length));
}

async function createPolicy(call: Call): Promise<EmulatorResponse> {
  const body = await readBody(call.request);
  const name = requireString(body, 'name');
  const type = body['type'] ?? 'branch';
  if (type !== 'branch' && type !== 'tag')
    throw invalidRequest(`${JSON.stringify(type)} is not a member of ["branch", "tag"].`);
  const environment = requireSelected(call);
  if (environment.policies.some((policy) => policy.name === name && policy.type === type)) return empty(303);
  const policy: DeploymentPolicy = { id: call.world.nextId(), name, type };
  environment.policies = [...environment.policies, policy];
  return json(200, renderPolicy(policy));
}

export const environmentRoutes: readonly Route[] = [
  { method: 'GET', path: '/environments', needs: readActions, handle: listEnvironments },
  {
    method: 'GET',
    path: '/environments/:environment',
    needs: readActions,
    async handle(call) {
      return json(200, renderEnvironment(call.repository, requireEnvironment(call)));
    },
  },
  { method: 'PUT', path: '/environments/:environment', needs: administer, handle: putEnvironment },
  {
    method: 'GET',
    path: '/environments/:environment/deployment-branch-policies',
    needs: readActions,
    handle: listPolicies,
  },
  {
    method: 'POST',
    path: '/environments/:environment/deployment-branch-policies',
    needs: administer,
    handle: createPolicy,
  },
];
