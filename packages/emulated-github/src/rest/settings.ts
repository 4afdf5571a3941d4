import type { EmulatorResponse } from '@slipway/gateway/service';
import { json, notFound } from '../answers.ts';
import { mayDo } from '../caller.ts';
import { renderRepository } from '../render.ts';
import { type Call, type Route, writeContents } from './call.ts';

async function getRepository({ repository, caller }: Call): Promise<EmulatorResponse> {
  const push = mayDo(caller, repository, writeContents);
  const admin = mayDo(caller, repository, { scope: 'administration', level: 'write' });
  const permissions = caller.kind === 'anonymous' ? undefined : { admin, push, pull: true };
  return json(200, renderRepository(repository, permissions));
}

/** 404 means "off" (REST reference, "Check if immutable releases are enabled for a repository"). */
async function getImmutableReleases({ repository }: Call): Promise<EmulatorResponse> {
  if (!repository.immutableReleases) throw notFound();
  return json(200, { enabled: true, enforced_by_owner: false });
}

/** https://docs.github.com/rest/repos/repos#check-if-private-vulnerability-reporting-is-enabled-for-a-repository */
async function getPrivateReporting({ repository }: Call): Promise<EmulatorResponse> {
  return json(200, { enabled: repository.privateVulnerabilityReporting });
}

/** Schema `oidc-custom-sub-repo` of a repository that keeps the default. */
async function getSubjectCustomization(): Promise<EmulatorResponse> {
  return json(200, { use_default: true });
}

export const settingRoutes: readonly Route[] = [
  { method: 'GET', path: '', needs: { scope: 'metadata', level: 'read' }, handle: getRepository },
  {
    method: 'GET',
    path: '/private-vulnerability-reporting',
    needs: { scope: 'metadata', level: 'read' },
    handle: getPrivateReporting,
  },
  {
    method: 'GET',
    path: '/actions/oidc/customization/sub',
    needs: { scope: 'actions', level: 'read' },
    handle: getSubjectCustomization,
  },
  {
    method: 'GET',
    path: '/immutable-releases',
    needs: { scope: 'administration', level: 'read' },
    handle: getImmutableReleases,
  },
];
