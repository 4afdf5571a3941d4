import type { MergedText } from '@slipway/changelog/notes/draft-block';
import type { FileList } from '@slipway/core/files/file-list';
import type { Release } from '@slipway/github/releases';
import type { Repository } from '@slipway/github/repository';
import type { ReleaseFile } from './release-files.ts';
import type { ReleaseTarget } from './release-target.ts';

/** What the release is to be. */
export interface ReleasePlan {
  readonly repository: Repository;
  readonly target: ReleaseTarget;
  /**
   * Title and body, with what people wrote into a release that exists.
   * @param publishedBy id of the run that is about to publish it; undefined for a draft
   */
  compose(existing: Release | undefined, publishedBy?: number): MergedText;
  /** Id of this run. */
  readonly runId: number;
  /** The publication of the release started this run: a person did it. */
  readonly isStartedByRelease: boolean;
  /** Somebody said whether this is a pre-release. Otherwise the version says it. */
  readonly isMarkGiven: boolean;
  /** Begins our part of the body: by it a draft is known to be ours. */
  readonly marker: string;
  readonly files: readonly ReleaseFile[];
  /** The files the build promised; without `files`, the assets are held against them. */
  readonly promised: FileList | undefined;
  /** What other jobs promised. */
  readonly promisedExtra: FileList | undefined;
  readonly discussionCategory: string | undefined;
}
