import type { EmulatorResponse } from '../../service.ts';
import { json, notFound } from '../answers.ts';
import { mayDo } from '../caller.ts';
import { apiBase, isoTime, nodeId, pageBase, renderRepository, userId } from '../render.ts';
import { type Call, type Route, writeContents } from './call.ts';

async function getRepository({ repository, caller }: Call): Promise<EmulatorResponse> {
  const push = mayDo(caller, repository, writeContents);
  const admin = mayDo(caller, repository, { scope: 'administration', level: 'write' });
  return json(200, renderRepository(repository, { admin, push, pull: true }));
}

/** Schema `environment`. */
async function getEnvironment({ repository, params }: Call): Promise<EmulatorResponse> {
  const name = params['name'] ?? '';
  if (!repository.environments.includes(name)) throw notFound();
  const id = userId(`${repository.fullName}:${name}`);
  const created = isoTime(repository.createdAtMs);
  return json(200, {
    id,
    node_id: nodeId('EN', id),
    name,
    url: `${apiBase(repository)}/environments/${encodeURIComponent(name)}`,
    html_url: `${pageBase(repository)}/deployments/activity_log?environments_filter=${encodeURIComponent(name)}`,
    created_at: created,
    updated_at: created,
    protection_rules: [],
    deployment_branch_policy: null,
  });
}

/** 404 means "off" (REST reference, "Check if immutable releases are enabled for a repository"). */
async function getImmutableReleases({ repository }: Call): Promise<EmulatorResponse> {
  if (!repository.immutableReleases) throw notFound();
  return json(200, { enabled: true, enforced_by_owner: false });
}

export const settingRoutes: readonly Route[] = [
  { method: 'GET', path: '', needs: { scope: 'metadata', level: 'read' }, handle: getRepository },
  {
    method: 'GET',
    path: '/environments/:name',
    needs: { scope: 'actions', level: 'read' },
    handle: getEnvironment,
  },
  {
    method: 'GET',
    path: '/immutable-releases',
    needs: { scope: 'administration', level: 'read' },
    handle: getImmutableReleases,
  },
];
