import { RemoteError } from '@slipway/core/errors/action-error';
import { isRecord } from '@slipway/core/is-record';
import { ociErrors } from './errors.ts';
import { readPages } from './paging.ts';
import type { Repository } from './registry.ts';

/**
 * All tags of a repository, sorted; none for one that does not exist.
 * @throws RemoteError E_OCI_MALFORMED, E_OCI_*, E_HTTP_*
 */
export async function listTags(repository: Repository): Promise<readonly string[]> {
  const tags = new Set<string>();
  await readPages(repository, 'tags/list?n=1000', async (target) => {
    const response = await repository.send({
      what: 'Reading the tag list',
      access: 'pull',
      method: 'GET',
      target,
      headers: { accept: 'application/json' },
      accepted: [404],
    });
    if (response.status === 404) return undefined;
    const answer = response.json();
    const page = isRecord(answer) ? answer['tags'] : undefined;
    // Registries send null for a repository whose last tag was deleted. What names no tags at all says nothing of them.
    const list = page === null ? [] : page;
    if (!Array.isArray(list) || !list.every((tag) => typeof tag === 'string')) {
      throw new RemoteError(ociErrors.E_OCI_MALFORMED, {
        message: `${repository.registry} returned an invalid tag list for ${repository.name}.`,
        status: response.status,
      });
    }
    for (const tag of list as readonly string[]) tags.add(tag);
    return response;
  });
  return [...tags].sort();
}
