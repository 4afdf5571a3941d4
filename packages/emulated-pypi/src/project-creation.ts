import { randomUUID } from 'node:crypto';
import { HttpFailure } from './http-failure.ts';
import type { IndexStore } from './index-store.ts';
import { explainForbiddenName } from './metadata/project-name.ts';
import { canonicalName, projectNamePattern, ultranormalName } from './metadata/python-names.ts';
import { pythonRepr } from './metadata/python-text.ts';
import type { Project } from './model.ts';
import { helpUrl, type IndexSite } from './pages.ts';

/** Default of `warehouse.forklift.legacy.MAX_FILESIZE_MIB`. */
const defaultUploadLimitBytes = 100 * 1024 * 1024;
/** Default of `warehouse.forklift.legacy.MAX_PROJECT_SIZE_GIB`. */
const defaultTotalLimitBytes = 10 * 1024 * 1024 * 1024;
/** `warehouse.packaging.project_create_user_ratelimit_string`: 20 per hour. */
const creationsPerHour = 20;
const hourMs = 60 * 60 * 1000;

/** `check_project_name` and the refusals of `create_project`, warehouse/packaging/services.py. @throws HttpFailure */
export function checkProjectName(store: IndexStore, site: IndexSite, name: string): void {
  const shown = pythonRepr(name);
  const see = `See ${helpUrl(site, 'project-name')} for more information.`;
  const normalized = canonicalName(name);
  if (store.flags.disallowNewProjects)
    throw new HttpFailure(
      403,
      `New project registration temporarily disabled. See ${helpUrl(site, 'admin-intervention')} for more information.`,
    );
  const forbidden = explainForbiddenName(name);
  if (forbidden !== undefined)
    throw new HttpFailure(400, projectNamePattern.test(name) ? `${forbidden} ${see}` : forbidden);
  if (store.projects.has(normalized))
    throw new HttpFailure(409, `The name ${shown} conflicts with an existing project. ${see}`);
  if (store.prohibitedNames.has(normalized))
    throw new HttpFailure(400, `The name ${shown} isn't allowed. ${see}`);
  const like = ultranormalName(name);
  if ([...store.projects.values()].some((project) => ultranormalName(project.name) === like))
    throw new HttpFailure(400, `The name ${shown} is too similar to an existing project. ${see}`);
}

/** A project without releases; it is not in the index before it is committed. */
export function newProject(name: string, owners: readonly string[]): Project {
  return {
    id: randomUUID(),
    name,
    normalizedName: canonicalName(name),
    releases: [],
    owners,
    lastSerial: 0,
    status: 'active',
    uploadLimitBytes: defaultUploadLimitBytes,
    totalLimitBytes: defaultTotalLimitBytes,
  };
}

/** Counts a creation by upload. @throws HttpFailure when it is one too many within an hour. */
export function checkCreationRate(store: IndexStore, user: string): void {
  const recent = (store.projectCreations.get(user) ?? []).filter((at) => at > store.now() - hourMs);
  if (recent.length >= creationsPerHour) throw new HttpFailure(429, 'Too many new projects created');
}

/** What creating a project brings with it: the rate is counted, pending publishers of others are removed. */
export function settleCreation(store: IndexStore, project: Project, creator: string, isRated: boolean): void {
  const like = ultranormalName(project.name);
  store.pendingPublishers = store.pendingPublishers.filter(
    ({ projectName, addedBy }) => ultranormalName(projectName) !== like || addedBy === creator,
  );
  if (isRated)
    store.projectCreations.set(creator, [...(store.projectCreations.get(creator) ?? []), store.now()]);
}
