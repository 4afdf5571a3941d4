import { bumpProject } from '@slipway/python/version/bump-project';
import { type BumpKind, bumpKinds } from '@slipway/python/version/bump-version';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { tryParseVersion, type Version } from '@slipway/python/version/parse-version';
import { readTagVersion } from '@slipway/tags/tag-version';
import type { ReleaseWish } from '../commands/rehearse-options.ts';
import type { ReleaseKind } from './cell.ts';

const isBumpKind = (text: string): text is BumpKind => (bumpKinds as readonly string[]).includes(text);

/** The versions that were released before. */
export interface ReleasedVersions {
  /** By the branch that is released, the highest first. */
  readonly onLine: readonly Version[];
  /** By any branch. */
  readonly anywhere: readonly Version[];
}

/**
 * The version that a kind of bump makes of the one in the files. The rules of a bump are those that the release applies; what it reads
 * by itself, commits and tags, is not looked at.
 * @param current the version in the files before the release; empty when they have none
 * @returns undefined if it depends on commits or tags, which only the release reads
 */
export function planVersion(
  wish: ReleaseWish,
  current: string,
  { onLine, anywhere }: ReleasedVersions,
): Version | undefined {
  switch (wish.kind) {
    case 'version':
      return tryParseVersion(wish.version);
    case 'tag':
      return readTagVersion(wish.tag);
    case 'bump': {
      const from = tryParseVersion(current);
      if (from === undefined || !isBumpKind(wish.bump)) return undefined;
      const [last] = onLine;
      // Whether a pre-release goes on is told by the history, which only the release reads.
      if (last?.pre !== undefined && compareVersions(last, from) > 0) return undefined;
      const isReleased = (version: Version): boolean =>
        anywhere.some((each) => compareVersions(each, version) === 0);
      try {
        return bumpProject(wish.bump, { current: from, isFromTags: false, last, isReleased }).version;
      } catch {
        // "release" of a version that is final already: for the release to refuse.
        return undefined;
      }
    }
    case 'default':
      return undefined;
  }
}

/** The kind that is asked for, as far as the words alone say. `auto` makes the next final version, or the next pre-release of one. */
export function planKind(wish: ReleaseWish, current: string): ReleaseKind {
  const bump = wish.kind === 'bump' ? wish.bump : 'auto';
  // `minor+b` makes what `b` makes.
  const stage = bump.slice(bump.indexOf('+') + 1);
  if (['pre', 'a', 'b', 'rc'].includes(stage)) return 'pre-release';
  if (stage === 'dev' || stage === 'post') return stage;
  const from = tryParseVersion(current);
  return bump === 'auto' && from?.pre !== undefined ? 'pre-release' : 'stable';
}
