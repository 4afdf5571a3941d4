import { IntegrityError } from '@slipway/core/errors/action-error';
import type { JobEnvironment } from '@slipway/core/job-environment';
import { neutraliseLine } from '@slipway/core/neutralise';
import type { Digest } from '@slipway/oci/digest';
import { readImageAnnotations } from '@slipway/oci/image-config';
import { getManifest, type StoredManifest } from '@slipway/oci/manifests';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { tryParseVersion } from '@slipway/python/version/parse-version';
import { planTags } from './image-tags.ts';
import type { Context } from './inputs.ts';
import type { Image } from './open-image.ts';

const versionKey = 'org.opencontainers.image.version';
const revisionKey = 'org.opencontainers.image.revision';
const sourceKey = 'org.opencontainers.image.source';

/**
 * The image that this version was released as already, from the same commit: a run after a release builds nothing. Undefined
 * when the version is not out.
 * @throws IntegrityError E_DOCKER_TAG_TAKEN when its tag is an image of another commit, before anything is built
 */
export async function findReleased(
  { job }: Context,
  image: Image,
  version: string,
): Promise<Digest | undefined> {
  if (version === '') return undefined;
  const { versionTag, floating } = planTags({ version, existing: [], latest: 'auto' });
  const stored = await getManifest(image.repository, versionTag);
  if (stored === undefined) return undefined;
  const { [versionKey]: found, [revisionKey]: revision } = await readImageAnnotations(
    image.repository,
    stored,
    [versionKey, revisionKey],
  );
  const isSame = isSameVersion(found, version);
  if (isSame && isCommit(revision, job.sha)) return stored.digest;
  // A tag that is a series as well ("1.0") is with a later version of it.
  if (!isSame && floating.some(({ tag }) => tag === versionTag)) return undefined;
  const of = `version ${neutraliseLine(found ?? '(not told)', 80)} from commit ${neutraliseLine(revision ?? '(not told)', 60)}`;
  throw new IntegrityError('E_DOCKER_TAG_TAKEN', {
    message: `${image.name}:${versionTag} is ${stored.digest} already, ${of}; this run is at commit ${job.sha}.`,
  });
}

/**
 * The version that an image says it is, where it names this repository as its source; undefined for any other image.
 * @throws RemoteError E_OCI_*, E_HTTP_*
 */
export async function readOwnVersion(
  { job }: Context,
  image: Image,
  stored: StoredManifest,
): Promise<string | undefined> {
  const told = await readImageAnnotations(image.repository, stored, [versionKey, sourceKey]);
  return isRepository(told[sourceKey], job) ? told[versionKey] : undefined;
}

/** Whether a label, which the user may have written, is a version under PEP 440: `v1.2.0` is 1.2.0. */
export function isSameVersion(found: string | undefined, version: string): boolean {
  const [left, right] = [tryParseVersion(found ?? ''), tryParseVersion(version)];
  return left !== undefined && right !== undefined && compareVersions(left, right) === 0;
}

/** Whether a label names a commit, in full or as short as git writes it. */
function isCommit(revision: string | undefined, sha: string): boolean {
  return (
    revision !== undefined && /^[0-9a-f]{7,64}$/i.test(revision) && sha.startsWith(revision.toLowerCase())
  );
}

function isRepository(source: string | undefined, { serverUrl, repository }: JobEnvironment): boolean {
  if (source === undefined || repository === '') return false;
  const address = `${serverUrl}/${repository}`.toLowerCase();
  return ['', '/', '.git', '.git/'].some((end) => source.toLowerCase() === `${address}${end}`);
}
