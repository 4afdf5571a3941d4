import { RemoteError } from '@slipway/core/errors/action-error';
import { addToSharedList, type SharedList } from '../attachments/shared-list.ts';
import type { Descriptor, ManifestContent } from '../descriptor.ts';
import { ociErrors } from '../errors.ts';
import { putManifest } from '../manifests.ts';
import { mediaTypes } from '../media-types.ts';
import { observeRelease, placeOf, refuseDamagedIndex } from './observe-release.ts';
import type { PackageSource } from './package-file.ts';
import { describeFile, renderPackageIndex } from './package-manifests.ts';
import { architectureOf, tagOfVersion } from './package-name.ts';
import { announcePartialWriter, findPartialWriter } from './partial-writers.ts';
import { findSame, type ReleasePlan, refuseLostFiles } from './plan-release.ts';
import type { PackageRelease } from './read-release.ts';
import { sendFileManifest } from './send-file.ts';

const maxWrites = 5;
const settleMs = 1500;

/** Two entries with the same key are two forms of one file. Content that is not a file of the layout has its own key. */
function keyOf({ platform, digest }: Descriptor): string {
  const architecture = platform?.['architecture'];
  return platform?.['os'] === 'any' && typeof architecture === 'string' ? architecture : digest;
}

/**
 * Adds the files to the index of their release. A registry has no compare-and-set for tags, so who has a part of the files looks at
 * the index until another job that read before our write and wrote after it has shown itself; who has them all waits only when a
 * job with a part of them was here.
 * @param absent the files whose manifests were pushed just now
 * @returns digest of the index
 * @throws RemoteError E_GHP_CONTENDED, E_GHP_INCOMPLETE, E_OCI_*, E_HTTP_*
 */
export async function writeIndex(plan: ReleasePlan, absent: readonly PackageSource[]): Promise<string> {
  const { repository, facts, files, isWhole } = plan;
  const tag = tagOfVersion(facts.version);
  const own = new Map(absent.map((file) => [architectureOf(file.fileName), describeFile(file, facts)]));
  const sent = new Set(own.keys());
  const latest = new Map<string, Descriptor>();
  const index: { digest: string; content: ManifestContent | undefined } = { digest: '', content: undefined };
  let writes = 0;
  let isAnnounced = isWhole;
  const places = new Set(files.map(({ fileName }) => architectureOf(fileName)));
  // At the place of one of our files: what no reader takes for it, and first what a cleaner deleted the manifest of; later,
  // another job's entry of the same bytes is as good.
  const givesWay = (entry: Descriptor, release: PackageRelease | undefined): boolean => {
    const place = keyOf(entry);
    if (!places.has(place)) return false;
    if (release?.files.every(({ manifestDigest }) => manifestDigest !== entry.digest)) return true;
    return writes === 0 && own.has(place) && own.get(place)?.digest !== entry.digest;
  };

  const list: SharedList<Descriptor> = {
    tag,
    keyOf,
    async read() {
      const observed = await observeRelease(repository, facts);
      if (observed === 'damaged' && !isWhole) throw refuseDamagedIndex(repository, facts.version);
      const release = observed === 'damaged' ? undefined : observed;
      for (const file of files) findSame(repository, release, file);
      Object.assign(index, { digest: release?.digest ?? '', content: release?.content });
      const entries = (release?.content.manifests ?? []).filter((entry) => !givesWay(entry, release));
      for (const entry of entries) latest.set(keyOf(entry), entry);
      return entries;
    },
    async prepare() {
      // Before the reading that the write stands on, which therefore comes once more.
      const isFirst = !isAnnounced;
      if (isFirst) await announcePartialWriter(repository, facts.version);
      isAnnounced = true;
      // One that was there when the release was planned, and was lost to another job before it was seen here.
      const unsent = files.filter(({ fileName }) => {
        const place = architectureOf(fileName);
        return !sent.has(place) && !latest.has(place);
      });
      for (const file of unsent) {
        await sendFileManifest(repository, file, facts);
        sent.add(architectureOf(file.fileName));
      }
      return isFirst || unsent.length > 0;
    },
    async write(merged) {
      if (writes === maxWrites) {
        throw new RemoteError(ociErrors.E_GHP_CONTENDED, {
          message: `${placeOf(repository, facts.version)} was written ${maxWrites} times and replaced by another job each time.`,
        });
      }
      if (writes > 0)
        repository.log.info(`Another job wrote ${facts.version} at the same time. Adding these files to it.`);
      const entries = merged.map((entry) => latest.get(keyOf(entry)) ?? entry);
      const { bytes, digest } = renderPackageIndex(index.content, entries, facts);
      await putManifest(repository, tag, bytes, mediaTypes.ociIndex, { once: true });
      index.digest = digest;
      writes += 1;
    },
    async findGone(_entries, cause) {
      // Some registries reject an index that lists missing manifests.
      if (cause instanceof RemoteError && (cause.status === 400 || cause.status === 404))
        refuseLostFiles(plan);
      return [];
    },
  };
  const wanted = files.map((file) => describeFile(file, facts));
  const unsettled = await addToSharedList(repository, list, wanted);
  if (!isWhole || (writes > 0 && (await findPartialWriter(repository, facts.version))))
    await unsettled.settle({ settleMs });
  return index.digest;
}
