import type { EmulatorResponse } from '@slipway/gateway/service';
import { json, notFound } from '../answers.ts';
import { isoTime } from '../render.ts';
import { type Call, linkHeader, type Route, readPage } from '../rest/call.ts';
import { findEnvironment } from './environments.ts';

/** Schema `actions-secret`: names and times, never values (REST reference, "GitHub Actions Secrets"). */
function answerSecrets({ repository, query, request }: Call, where: string): EmulatorResponse {
  const names = repository.secrets[where] ?? [];
  const page = readPage(query);
  const time = isoTime(repository.createdAtMs);
  const shown = names
    .slice((page.number - 1) * page.size, page.number * page.size)
    .map((name) => ({ name, created_at: time, updated_at: time }));
  return json(
    200,
    { total_count: names.length, secrets: shown },
    linkHeader(request.url, page, names.length),
  );
}

/** "If the repository is not owned by an organization", the list is empty. */
async function listOrganizationSecrets(call: Call): Promise<EmulatorResponse> {
  return answerSecrets(call, call.repository.ownerType === 'Organization' ? 'organization' : 'none');
}

async function listEnvironmentSecrets(call: Call): Promise<EmulatorResponse> {
  const found = findEnvironment(call.repository.environments, call.params['environment'] ?? '');
  if (found === undefined) throw notFound();
  return answerSecrets(call, `environment:${found.name}`);
}

export const secretRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/actions/secrets',
    needs: { scope: 'secrets', level: 'read' },
    handle: async (call) => answerSecrets(call, 'repository'),
  },
  {
    method: 'GET',
    path: '/actions/organization-secrets',
    needs: { scope: 'secrets', level: 'read' },
    handle: listOrganizationSecrets,
  },
  {
    method: 'GET',
    path: '/dependabot/secrets',
    needs: { scope: 'dependabot-secrets', level: 'read' },
    handle: async (call) => answerSecrets(call, 'dependabot'),
  },
  {
    method: 'GET',
    path: '/environments/:environment/secrets',
    needs: { scope: 'environments', level: 'read' },
    handle: listEnvironmentSecrets,
  },
];
