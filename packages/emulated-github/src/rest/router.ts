import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import { TrieRouter } from 'hono/router/trie-router';
import { json, notFound, Refusal, refusalBody } from '../answers.ts';
import { authorize, type Caller } from '../caller.ts';
import { findRepository, type World } from '../github-state.ts';
import { secretRoutes } from '../settings/secret-routes.ts';
import { actionRoutes } from './actions.ts';
import { actionsSettingRoutes } from './actions-settings.ts';
import { archiveRoutes } from './archives.ts';
import { assetRoutes } from './assets.ts';
import { attestationRoutes } from './attestations.ts';
import { blobRoutes } from './blobs.ts';
import { branchRoutes } from './branches.ts';
import type { Route } from './call.ts';
import { checkRoutes } from './commits/checks.ts';
import { commitRoutes } from './commits/commits.ts';
import { contentRoutes } from './contents.ts';
import { environmentRoutes } from './environments.ts';
import { gitCommitRoutes } from './git-commits.ts';
import { pullMergeRoutes } from './pull-merges.ts';
import { pullRoutes } from './pulls.ts';
import { refRoutes } from './refs.ts';
import { releaseRoutes } from './releases.ts';
import { rulesetRoutes } from './rulesets.ts';
import { settingRoutes } from './settings.ts';
import { treeRoutes } from './trees.ts';

/** Every endpoint with the permission it takes; of two that match, the earlier one answers. */
const routes: readonly Route[] = [
  ...settingRoutes,
  ...actionsSettingRoutes,
  ...environmentRoutes,
  ...secretRoutes,
  ...rulesetRoutes,
  ...refRoutes,
  ...blobRoutes,
  ...treeRoutes,
  ...gitCommitRoutes,
  ...contentRoutes,
  ...branchRoutes,
  ...pullMergeRoutes,
  ...pullRoutes,
  ...checkRoutes,
  ...commitRoutes,
  ...attestationRoutes,
  ...assetRoutes,
  ...releaseRoutes,
  ...actionRoutes,
  ...archiveRoutes,
];

const router = new TrieRouter<Route>();
for (const route of routes) router.add(route.method, `/repos/:owner/:repo${route.path}`, route);

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notFound();
  }
}

/** Finds the endpoint, checks the permission it takes and lets it answer. @throws Refusal */
export async function answerRest(
  world: World,
  caller: Caller,
  request: EmulatorRequest,
): Promise<EmulatorResponse> {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const [found] = router.match(method, request.url.pathname)[0];
  if (found === undefined) throw notFound();
  const [route, raw] = found as [Route, Record<string, string>];
  const params = Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, decode(value)]));
  const repository = findRepository(world, params['owner'] ?? '', params['repo'] ?? '');
  if (repository === undefined) throw notFound();
  const { scope, level } = route.needs;
  // REST reference, "Permissions required for fine-grained personal access tokens": every answer names what it takes.
  const headers = { 'x-accepted-github-permissions': `${scope.replaceAll('-', '_')}=${level}` };
  try {
    authorize(world, caller, repository, route.needs);
    const query = request.url.searchParams;
    const answer = await route.handle({ world, repository, caller, params, query, request });
    return { ...answer, headers: { ...headers, ...answer.headers } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return json(error.status, refusalBody(error), headers);
  }
}
