import { isPrerelease } from '@slipway/python/version/format-version';
import type { Version } from '@slipway/python/version/parse-version';
import type { AskedIndex } from './find-channels.ts';

/** What kind of version is released (PEP 440). */
export type ReleaseKind = 'stable' | 'pre-release' | 'post' | 'dev';

/** Everything about a request that decides which channel must hold what. */
export interface Cell {
  readonly kind: ReleaseKind;
  /** The GitHub release stays a draft. */
  readonly draft: boolean;
  /** The release is said to be a pre-release, whatever its version says. */
  readonly prerelease: boolean;
  /** The repository is private. */
  readonly private: boolean;
  /** The project has a Dockerfile. */
  readonly image: boolean;
  /** Nothing of the project was released before: it has no tag, and PyPI does not know it. */
  readonly first: boolean;
  /** The package index that the release is asked to go to; undefined: PyPI. */
  readonly index?: AskedIndex | undefined;
}

const releaseKinds = ['stable', 'pre-release', 'post', 'dev'] as const;

/** The kind of a version. */
export function kindOfVersion(version: Version): ReleaseKind {
  if (version.dev !== undefined) return 'dev';
  if (isPrerelease(version)) return 'pre-release';
  return version.post === undefined ? 'stable' : 'post';
}

/** Alpha, beta, candidate and development versions, which installers leave out unless asked. */
export const isPrereleaseKind = (kind: ReleaseKind): boolean => kind === 'pre-release' || kind === 'dev';

/** What the workflow is asked for in a cell, as `--bump` takes it. */
export const bumpOfKind = { stable: 'minor', 'pre-release': 'rc', post: 'post', dev: 'dev' } as const;

/** A short name: `pre-release, draft, image`. */
export function nameCell(cell: Cell): string {
  const flags = [
    ...(cell.draft ? ['draft'] : []),
    ...(cell.prerelease ? ['marked as pre-release'] : []),
    ...(cell.private ? ['private'] : []),
    ...(cell.image ? ['image'] : []),
    ...(cell.first ? ['first'] : []),
    ...(cell.index === undefined ? [] : [cell.index]),
  ];
  return [cell.kind, ...flags].join(', ');
}

const both = [false, true] as const;

/**
 * Every cell there is. A post-release corrects a release that is out, so it is never the first one; every other combination
 * can be asked for.
 */
export function listCells(): readonly Cell[] {
  return releaseKinds.flatMap((kind) =>
    both.flatMap((draft) =>
      both.flatMap((prerelease) =>
        both.flatMap((isPrivate) =>
          both.flatMap((image) =>
            both
              .filter((first) => !(first && kind === 'post'))
              .map((first) => ({ kind, draft, prerelease, private: isPrivate, image, first })),
          ),
        ),
      ),
    ),
  );
}
