import { tryParseVersion, type Version } from '@slipway/python/version/parse-version';

/** A release that a pull request proposes. */
export interface ProposedRelease {
  readonly version: Version;
  /** Without `refs/tags/`. */
  readonly tag: string;
}

const line = /^Slipway-Release: (\S{1,100}) as (\S{1,250})\r?$/m;

/** The trailer that names a release in a commit message and in the description of its pull request. */
export function formatReleaseLine(version: string, tag: string): string {
  return `Slipway-Release: ${version} as ${tag}`;
}

/** The release that a text names; undefined when it names none. */
export function readReleaseLine(text: string): ProposedRelease | undefined {
  const found = line.exec(text);
  const version = tryParseVersion(found?.[1] ?? '');
  const tag = found?.[2];
  return version === undefined || tag === undefined ? undefined : { version, tag };
}

/** The branch of the pull request of a branch, and of a package in a repository of several: `slipway/release-main-demo`. */
export function nameReleaseBranch(branch: string, folder: string, name: string | undefined): string {
  const isRoot = folder.split('/').every((part) => part === '' || part === '.');
  const label = (name ?? folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return `slipway/release-${branch}${isRoot ? '' : `-${label}`}`;
}
