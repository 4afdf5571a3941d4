import { expecting, expectingEach, findOptional, listPages } from '@slipway/github/client';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { isPrerelease } from '@slipway/python/version/format-version';
import type { OpenedRepository } from '../../maintainer/open-repository.ts';
import { bannerWords } from './plan-withdrawal.ts';
import { type NamedRelease, versionOfFile } from './version-of-file.ts';

/** A published release with what its distributions are called. */
export interface PublishedRelease {
  readonly tag: string;
  /** Neither marked as a pre-release nor a version that is one. */
  readonly isStable: boolean;
  readonly named: NamedRelease | undefined;
  readonly hasBanner: boolean;
}

const maxReleases = 1000;
const fields = [
  ...['tag_name:string', 'draft:boolean', 'prerelease:boolean', 'assets:list', 'assets[].name:string'],
];

/** Every published release. @throws RemoteError E_GITHUB_*, E_HTTP_* */
export async function listPublished({
  repository: { rest, at },
}: OpenedRepository): Promise<readonly PublishedRelease[]> {
  const releases = await listPages(
    (page) => rest.repos.listReleases({ ...at, ...page, ...expectingEach(fields) }),
    maxReleases,
  );
  return releases
    .filter(({ draft }) => !draft)
    .map(({ tag_name: tag, prerelease, assets, body }) => {
      const named = assets.flatMap(({ name }) => versionOfFile(name) ?? [])[0];
      const isStable = !prerelease && (named === undefined || !isPrerelease(named.version));
      return { tag, isStable, named, hasBanner: (body ?? '').includes(bannerWords) };
    });
}

/** The tag of the release that GitHub shows as the latest; undefined without one. @throws as `listPublished` */
export async function readLatestTag({
  repository: { rest, at },
}: OpenedRepository): Promise<string | undefined> {
  const latest = await findOptional(
    rest.repos.getLatestRelease({ ...at, ...expecting(['tag_name:string']) }),
  );
  return latest?.tag_name;
}

/** Stable releases of the same project, apart from those before and after a bad one; the highest first. */
export function splitAround(
  releases: readonly PublishedRelease[],
  bad: PublishedRelease,
): { readonly before: readonly PublishedRelease[]; readonly after: readonly PublishedRelease[] } {
  const version = bad.named?.version;
  if (version === undefined) return { before: [], after: [] };
  const ordered = releases
    .flatMap((each) => {
      const { named, isStable } = each;
      return named !== undefined && isStable && named.project === bad.named?.project
        ? [{ each, order: compareVersions(named.version, version), version: named.version }]
        : [];
    })
    .toSorted((left, right) => compareVersions(right.version, left.version));
  const pick = (wanted: (order: number) => boolean): PublishedRelease[] =>
    ordered.filter(({ order }) => wanted(order)).map(({ each }) => each);
  return { before: pick((order) => order < 0), after: pick((order) => order > 0) };
}
