import { RemoteError } from '@slipway/core/errors/action-error';
import type { Descriptor } from '../descriptor.ts';
import { parseManifest } from '../descriptor.ts';
import { type Digest, isDigest } from '../digest.ts';
import { ociErrors } from '../errors.ts';
import { mediaTypes } from '../media-types.ts';
import { readPages } from '../paging.ts';
import type { Repository } from '../registry.ts';
import { readProblems, refuseAnswer } from '../registry-answer.ts';
import { readFallbackIndex, refuseTooManyAttachments } from './fallback-index.ts';

/** What is attached to a manifest, and where it was read: the referrers API, or the tag that stands in for it. */
export interface Referrers {
  readonly source: 'api' | 'tag';
  readonly entries: readonly Descriptor[];
  /**
   * Those of the entries that the referrers API does not list although it answers; undefined where it lists all. Clients that find
   * the API look no further: go-containerregistry, and so cosign and `gh` (pkg/v1/remote/referrers.go), and oras.
   */
  readonly unlisted: ReadonlySet<Digest> | undefined;
}

// A registry does not get the API while a job runs: it is asked once for each repository.
const withoutApi = new WeakSet<Repository>();
// One whose API answers with a list that lacks what it took: found out after something was attached.
const withPartialApi = new WeakSet<Repository>();

/** The list of the API; undefined for a registry without one. */
async function readApi(repository: Repository, subject: Digest): Promise<readonly Descriptor[] | undefined> {
  if (withoutApi.has(repository)) return undefined;
  const entries: Descriptor[] = [];
  let supported = false;
  const what = `Reading the attachments of ${subject}`;
  await readPages(repository, `referrers/${subject}`, async (target) => {
    const response = await repository.send({
      what,
      access: 'pull',
      method: 'GET',
      target,
      headers: { accept: mediaTypes.ociIndex },
      // distribution-spec, "Unavailable Referrers API": 404 and nothing else; some answer 400 or 405, Artifactory 406
      // (google/go-containerregistry#1962), and Harbor before 2.8 401 (goharbor/harbor#18305).
      accepted: [400, 401, 404, 405, 406],
    });
    if (response.status === 401) {
      // Harbor asks for no credentials then. Whether those there are hold shows where every registry has an answer.
      if (response.headers['www-authenticate'] !== undefined)
        throw refuseAnswer(`${what} (${repository.registry}/${repository.name})`, repository.name, response);
      await readFallbackIndex(repository, subject);
    }
    const content = parseManifest(response.body);
    const typed = response.headers['content-type']?.split(';', 1)[0]?.trim();
    // A repository that does not exist yet reveals nothing about the API.
    const isUnknown = readProblems(response).some(({ code }) => code === 'NAME_UNKNOWN');
    if (response.status >= 400 && !isUnknown) withoutApi.add(repository);
    if (response.status >= 400 || typed !== mediaTypes.ociIndex) return undefined;
    if (content?.manifests === undefined) {
      throw new RemoteError(ociErrors.E_OCI_MALFORMED, {
        message: `${repository.registry} returned an invalid list of attachments for ${subject} of ${repository.name}.`,
        status: response.status,
      });
    }
    supported = true;
    refuseTooManyAttachments(repository, subject, entries.length + content.manifests.length);
    entries.push(...content.manifests);
    return response;
  });
  return supported ? entries : undefined;
}

/**
 * Lists what is attached to a manifest. Where the API lists nothing, or was seen to lack something, the fallback tag is read too.
 * @param artifactType only those; registries may ignore such a filter, so it is applied here
 * @throws RemoteError E_OCI_REFERRERS, also for more than `maxAttachments`, E_OCI_*, E_HTTP_*
 */
export async function listReferrers(
  repository: Repository,
  subject: Digest,
  artifactType?: string,
): Promise<Referrers> {
  const api = await readApi(repository, subject);
  const isWhole = api !== undefined && api.length > 0 && !withPartialApi.has(repository);
  const tagged = isWhole ? [] : (await readFallbackIndex(repository, subject)).manifests;
  const listed = new Set(api?.map(({ digest }) => digest));
  const further = tagged.filter(({ digest }) => !listed.has(digest));
  refuseTooManyAttachments(repository, subject, listed.size + further.length);
  const isWanted = (entry: Descriptor): boolean =>
    artifactType === undefined || entry.artifactType === artifactType;
  return {
    source: api === undefined ? 'tag' : 'api',
    entries: [...(api ?? []), ...further].filter(isWanted),
    unlisted:
      api === undefined || further.length === 0 ? undefined : new Set(further.map(({ digest }) => digest)),
  };
}

/**
 * Whether the referrers API of a registry lists some entries. One that took them without saying that it processed their subject
 * (`OCI-Subject`, distribution-spec 1.1, "Pushing Manifests with Subject") may answer and list nothing.
 */
export async function isListedByApi(
  repository: Repository,
  subject: Digest,
  entries: readonly Descriptor[],
): Promise<boolean> {
  const api = isDigest(subject) ? await readApi(repository, subject) : undefined;
  if (api === undefined) return false;
  const listed = new Set(api.map(({ digest }) => digest));
  if (entries.every(({ digest }) => listed.has(digest))) return true;
  withPartialApi.add(repository);
  return false;
}
