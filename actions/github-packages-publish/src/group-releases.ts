import { createReadStream } from 'node:fs';
import type { PackageSource } from '@slipway/oci/pyoci/package-file';
import type { CheckedDistribution } from '@slipway/python/distribution/check-distributions';
import { readField, readFields } from '@slipway/python/metadata/parse-core-metadata';
import { normalizeName } from '@slipway/python/names';

/** The files of one project and version, which are one index in a registry. */
export interface Release {
  readonly project: string;
  readonly version: string;
  readonly files: readonly CheckedDistribution[];
}

/** Sorted by the name of the project; checks before have refused two versions of one. */
export function groupReleases(files: readonly CheckedDistribution[]): readonly Release[] {
  const groups = new Map<string, CheckedDistribution[]>();
  for (const file of files) {
    const key = normalizeName(file.distribution.project);
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, own]) => ({
      project: own[0]?.distribution.project ?? '',
      version: own[0]?.distribution.version ?? '',
      files: own,
    }));
}

/**
 * Whether the files are the complete release, if `digests` promised them. A job that built one platform may pass only
 * its own digests. Its list then contains none of the files that all platforms share.
 */
export function isWholeRelease({ files }: Release, isPromised: boolean): boolean {
  // An sdist is pure, too.
  return isPromised && files.some(({ distribution }) => distribution.isPure);
}

/**
 * A checked distribution in the form that the registry accepts. Bytes that changed after hashing fail the digest check
 * of the blob.
 */
export function toPackageSource({
  distribution,
  path,
  name,
  sha256,
  size,
}: CheckedDistribution): PackageSource {
  const { kind, members, metadata } = distribution;
  const named = members.find((member) => /^[^/]+\.dist-info\/METADATA$/.test(member.name));
  return {
    fileName: name,
    sha256,
    size,
    requiresPython: readField(metadata, 'Requires-Python'),
    metadataSha256: kind === 'wheel' ? named?.sha256 : undefined,
    projectUrls: readProjectUrls(readFields(metadata, 'Project-URL')),
    open: (start) => createReadStream(path, { start }),
  };
}

// `Label, address`; a label has at most 32 characters (core metadata, "Project-URL").
function readProjectUrls(values: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    values.flatMap((value) => {
      const comma = value.indexOf(',');
      return comma < 1 ? [] : [[value.slice(0, comma).trim(), value.slice(comma + 1).trim()]];
    }),
  );
}
