import { type Identity, identify, objectToToken, readBasicCredentials } from '../credentials/api-tokens.ts';
import { HttpFailure } from '../http-failure.ts';
import type { IndexStore } from '../index-store.ts';
import { canonicalName } from '../metadata/python-names.ts';
import { pythonRepr } from '../metadata/python-text.ts';
import type { Project } from '../model.ts';
import { docsUrl, helpUrl, type IndexSite } from '../pages.ts';
import { checkCreationRate, checkProjectName, newProject } from '../project-creation.ts';

/** `ensure_uploads_allowed` of warehouse/forklift/decorators.py. @throws HttpFailure */
export function requireIdentity(
  store: IndexStore,
  site: IndexSite,
  authorization: string | undefined,
): Identity {
  const see = (anchor: string): string => `See ${helpUrl(site, anchor)} for more information.`;
  if (store.flags.readOnly) throw new HttpFailure(403, 'Read-only mode: Uploads are temporarily disabled.');
  if (store.flags.disallowNewUpload)
    throw new HttpFailure(403, `New uploads are temporarily disabled. ${see('admin-intervention')}`);
  const credentials = readBasicCredentials(authorization);
  if (credentials !== undefined && credentials.username !== '__token__')
    // `BasicAuthSecurityPolicy` of warehouse/accounts/security_policy.py.
    throw new HttpFailure(
      403,
      `Username/Password authentication is no longer supported. Migrate to API Tokens or Trusted Publishers instead. See ${helpUrl(site, 'apitoken')} and ${helpUrl(site, 'trusted-publishers')}`,
    );
  const identity = identify(store, authorization);
  if (identity === undefined)
    throw new HttpFailure(403, `Invalid or non-existent authentication information. ${see('invalid-auth')}`);
  return identity;
}

/** `_ensure_user_can_upload`: a verified address and a second factor. @throws HttpFailure */
function requireReadyUser(site: IndexSite, identity: Identity): void {
  if (identity.kind !== 'user') return;
  const { name, hasVerifiedEmail, hasTwoFactor } = identity.user;
  const head = `User ${pythonRepr(name)}, associated with the API token used, does not have`;
  if (!hasVerifiedEmail)
    throw new HttpFailure(
      403,
      `${head} a verified primary email address. Please add a verified primary email before attempting to upload to PyPI. See ${helpUrl(site, 'verified-email')} for more information.`,
    );
  if (!hasTwoFactor)
    throw new HttpFailure(
      403,
      `${head} two-factor authentication enabled. Please enable two-factor authentication before attempting to upload to PyPI. See ${helpUrl(site, 'two-factor-authentication')} for more information.`,
    );
}

/** The project of an upload: looked up or made, and permitted, in the order of `file_upload`. @throws HttpFailure */
export function admitUpload(
  store: IndexStore,
  site: IndexSite,
  identity: Identity,
  name: string,
): { readonly project: Project; readonly isNew: boolean } {
  const found = store.projects.get(canonicalName(name));
  if (found === undefined) {
    if (identity.kind !== 'user')
      throw new HttpFailure(
        400,
        `Non-user identities cannot create new projects. This was probably caused by successfully using a pending publisher but specifying the project name incorrectly (either in the publisher or in your project's metadata). Please ensure that both match. See: ${docsUrl}/trusted-publishers/troubleshooting/`,
      );
    requireReadyUser(site, identity);
    checkCreationRate(store, identity.user.name);
    checkProjectName(store, site, name);
  }
  const project = found ?? newProject(name, identity.kind === 'user' ? [identity.user.name] : []);
  const objection = objectToToken(identity, project, store.now());
  if (objection !== undefined) throw new HttpFailure(403, `Invalid API Token: ${objection}`);
  const see = `See ${helpUrl(site, 'project-name')} for more information.`;
  // A project that is archived or in quarantine grants the permission to upload to nobody (warehouse/packaging/models.py,
  // `Project.__acl__`, and the documentation of PyPI, "Archiving projects").
  const isOpen = project.status === 'active';
  if (identity.kind === 'user' && !(isOpen && project.owners.includes(identity.user.name)))
    throw new HttpFailure(
      403,
      `The user '${identity.user.name}' isn't allowed to upload to project '${project.name}'. ${see}`,
    );
  if (
    identity.kind === 'publisher' &&
    !(isOpen && identity.publisher.projects.includes(project.normalizedName))
  )
    throw new HttpFailure(
      403,
      `The given token isn't allowed to upload to project '${project.name}'. ${see}`,
    );
  requireReadyUser(site, identity);
  return { project, isNew: found === undefined };
}
