import type { Descriptor } from './descriptor.ts';
import { isDescriptor, parseManifest } from './descriptor.ts';
import { type Digest, isDigest } from './digest.ts';
import { readFallbackIndex } from './fallback-index.ts';
import { mediaTypes } from './media-types.ts';
import { readPages } from './paging.ts';
import type { Repository } from './registry.ts';
import { readProblems, refuseAnswer } from './registry-answer.ts';

/** What is attached to a manifest, and where it was read: the referrers API, or the tag that stands in for it. */
export interface Referrers {
  readonly source: 'api' | 'tag';
  readonly entries: readonly Descriptor[];
}

// A registry does not get the API while a job runs: it is asked once for each repository.
const withoutApi = new WeakSet<Repository>();

/** The list of the API; undefined for a registry without one. */
async function readApi(repository: Repository, subject: Digest): Promise<readonly Descriptor[] | undefined> {
  if (withoutApi.has(repository)) return undefined;
  const entries: Descriptor[] = [];
  let supported = false;
  const what = `Reading what is attached to ${subject}`;
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
    // A repository that is not there yet says nothing about the API.
    const isUnknown = readProblems(response).some(({ code }) => code === 'NAME_UNKNOWN');
    if (response.status >= 400 && !isUnknown) withoutApi.add(repository);
    if (response.status >= 400 || typed !== mediaTypes.ociIndex || content?.manifests === undefined)
      return undefined;
    supported = true;
    entries.push(...content.manifests.filter(isDescriptor));
    return response;
  });
  return supported ? entries : undefined;
}

/**
 * Lists what is attached to a manifest.
 * @param artifactType only those; registries may ignore such a filter, so it is applied here
 * @throws RemoteError E_OCI_REFERRERS, E_OCI_*, E_HTTP_*
 */
export async function listReferrers(
  repository: Repository,
  subject: Digest,
  artifactType?: string,
): Promise<Referrers> {
  const api = await readApi(repository, subject);
  const entries = api ?? (await readFallbackIndex(repository, subject)).manifests;
  return {
    source: api === undefined ? 'tag' : 'api',
    entries: entries.filter((entry) => artifactType === undefined || entry.artifactType === artifactType),
  };
}

/** Whether a registry lists referrers by itself. */
export async function hasReferrersApi(repository: Repository, subject: Digest): Promise<boolean> {
  return isDigest(subject) && (await readApi(repository, subject)) !== undefined;
}
