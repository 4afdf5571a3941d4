import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import { RegistryFailure } from './failure.ts';
import { parseManifest, types } from './manifest-check.ts';
import type { Digest, Package, RegistryBehavior } from './model.ts';

/** `GET …/tags/list`: sorted, in pages, the next one in `Link`. */
export function answerTags(
  target: Package | undefined,
  name: string,
  request: EmulatorRequest,
  behavior: RegistryBehavior,
): EmulatorResponse {
  if (target?.published !== true)
    throw new RegistryFailure(404, 'NAME_UNKNOWN', 'repository name not known to registry', {
      detail: { name },
    });
  const { searchParams } = request.url;
  const asked = Number(searchParams.get('n') ?? behavior.tagPage);
  if (!Number.isSafeInteger(asked) || asked < 0)
    throw new RegistryFailure(400, 'UNSUPPORTED', 'invalid number of results requested');
  const page = Math.min(asked, behavior.tagPage);
  const last = searchParams.get('last') ?? '';
  const rest = [...target.tags.keys()].sort().filter((tag) => tag > last);
  const tags = rest.slice(0, page);
  const end = tags.at(-1);
  const query = new URLSearchParams({ last: end ?? '', n: String(page) });
  const next = behavior.pageLink(`/v2/${name}/tags/list?${query.toString()}`);
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      ...(end !== undefined && rest.length > tags.length ? { link: `<${next}>; rel="next"` } : {}),
    },
    body: JSON.stringify({ name, tags }),
  };
}

/** `GET …/referrers/<digest>` of OCI 1.1, for registries that have it. */
export function answerReferrers(
  target: Package | undefined,
  subject: Digest,
  request: EmulatorRequest,
): EmulatorResponse {
  const filter = request.url.searchParams.get('artifactType');
  const manifests = [...(target?.manifests.values() ?? [])]
    .filter((manifest) => manifest.subject === subject)
    .map(({ mediaType, digest, bytes }) => {
      const { artifactType, annotations } = parseManifest(bytes, mediaType);
      return { mediaType, digest, size: bytes.byteLength, artifactType, annotations };
    })
    .filter(({ artifactType }) => filter === null || artifactType === filter);
  return {
    status: 200,
    headers: {
      'content-type': types.ociIndex,
      ...(filter === null ? {} : { 'oci-filters-applied': 'artifactType' }),
    },
    body: JSON.stringify({ schemaVersion: 2, mediaType: types.ociIndex, manifests }),
  };
}
