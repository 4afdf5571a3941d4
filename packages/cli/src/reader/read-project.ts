import { type ListedRelease, listReleases, passOverBroken } from '@slipway/oci/pyoci/list-releases';
import { findFileBlob } from '@slipway/oci/pyoci/read-release';
import type { Repository } from '@slipway/oci/registry';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion } from '@slipway/python/version/format-version';
import { tryParseVersion } from '@slipway/python/version/parse-version';
import type { Namespace } from './open-namespace.ts';

/** One file as the index on this machine serves it. */
export interface ServedFile {
  readonly fileName: string;
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly requiresPython: string | undefined;
  readonly metadataSha256: string | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number | undefined;
}

/** A project with all its files. */
export interface ServedProject {
  /** PEP 503. */
  readonly name: string;
  /** Canonical, in the order of PEP 440. */
  readonly versions: readonly string[];
  readonly files: readonly ServedFile[];
  /** What the files were read from, by version. */
  readonly releases: ReadonlyMap<string, ListedRelease>;
}

/** Only what a tag of this layout can stand for: `latest`, `sha256-…` and the like are not asked for. */
export function isCanonicalVersion(text: string): boolean {
  const version = tryParseVersion(text);
  return version !== undefined && formatVersion(version) === text;
}

/** The order of PEP 440; 0 for two spellings of one version. */
export function compareTexts(left: string, right: string): number {
  const [a, b] = [tryParseVersion(left), tryParseVersion(right)];
  return a === undefined || b === undefined ? 0 : compareVersions(a, b);
}

/**
 * Reads a project from the registry; undefined when it has no release. A release that the registry holds in parts is passed
 * over with a warning.
 * @param known releases that are not read again
 * @throws UnseenPackage, RemoteError E_GHP_INCOMPLETE, E_OCI_*, E_HTTP_*
 */
export function readProject(
  namespace: Namespace,
  name: string,
  known?: ReadonlyMap<string, ListedRelease>,
): Promise<ServedProject | undefined> {
  return namespace.read(name, async (repository) => {
    const releases = await listReleases(repository, name, isCanonicalVersion, known);
    if (releases.length === 0) return undefined;
    const sorted = releases
      .filter(({ files }) => files.length > 0)
      .toSorted((left, right) => compareTexts(left.version, right.version));
    const served = await passOverBroken(repository, sorted, (release) => readFiles(repository, release));
    return {
      name,
      versions: served.map(({ version }) => version),
      files: served.flatMap(({ files }) => files),
      releases: new Map(releases.map((release) => [release.version, release])),
    };
  });
}

/** Early versions of PyOCI stored the digest and size of a file only in its manifest. */
async function readFiles(
  repository: Repository,
  { version, files }: ListedRelease,
): Promise<{ readonly version: string; readonly files: readonly ServedFile[] }> {
  const served: ServedFile[] = [];
  for (const file of files) {
    const { fileName, requiresPython, metadataSha256, createdAtMs } = file;
    let { sha256, size } = file;
    if (sha256 === undefined || size === undefined) {
      const blob = await findFileBlob(repository, file);
      sha256 = blob.digest.slice('sha256:'.length);
      size = blob.size;
    }
    served.push({ fileName, sha256, size, requiresPython, metadataSha256, createdAtMs });
  }
  return { version, files: served };
}
