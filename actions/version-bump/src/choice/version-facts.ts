import type { BumpRecommendation, CommitText } from '@slipway/changelog/commits/conventional';
import type { Version } from '@slipway/python/version/parse-version';
import type { Inputs } from '../inputs.ts';
import type { DatedVersion } from './calendar-scheme.ts';

/** The inputs that say which version is wanted. */
export type VersionWish = Pick<Inputs, 'bump' | 'version' | 'pre-major' | 'bump-types'>;

/** What the next version is chosen from. */
export interface VersionFacts {
  /** What the project says now: the version in its files; for a version that comes from git, the last tag's or 0.0.0. */
  readonly current: Version;
  /** The version comes from git, so that no file has one. */
  readonly isFromTags: boolean;
  /** The highest version released on this line of history. */
  readonly last: { readonly name: string; readonly version: Version } | undefined;
  /** Since then, the oldest first. */
  readonly commits: readonly CommitText[];
  /** Whether any line of the repository has released a version. */
  isReleased(version: Version): boolean;
  /** The releases of this line with their dates, the newest first; fewer are enough. */
  readonly dated: readonly DatedVersion[];
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** A version, or why there is none. */
export type Choice =
  | {
      readonly version: Version;
      /** Ends the sentence "1.2.0 is …". */
      readonly why: string;
      readonly commits?: BumpRecommendation;
    }
  | {
      readonly version: undefined;
      /** A sentence that names what was looked at, without the way out. */
      readonly why: string;
      readonly commits?: BumpRecommendation;
    };
