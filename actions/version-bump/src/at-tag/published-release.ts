import { findBlock } from '@slipway/changelog/notes/draft-block';
import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { findPublishedRelease } from '@slipway/github/releases';
import type { Repository } from '@slipway/github/repository';
import { bumpErrors } from '../errors.ts';

/** What a run is for that the publication of a release started. */
export type Publication =
  /** The release has the files: a person published the draft of an earlier run. */
  | { readonly kind: 'has files' }
  /** A person made the release by hand, and its files have to be built. */
  | { readonly kind: 'made by hand' }
  | { readonly kind: 'done'; readonly why: string };

/** The file name of a passport. */
const passport = /\.intoto\.jsonl$/;

/**
 * Reads the release of a tag after it was published. A release that a run of the workflow published itself starts another run
 * if an app did it: that one has nothing left to do.
 * @throws InputError E_BUMP_GATE for a draft that was made for another index; and as GitHubClient.rest
 */
export async function readPublication(
  repository: Repository,
  tag: string,
  runId: number,
): Promise<Publication> {
  const shown = neutralizeLine(tag, 120);
  const release = await findPublishedRelease(repository, tag);
  if (release === undefined) return { kind: 'done', why: `${shown} has no published release any more` };
  const block = findBlock(release.body, tag);
  if (block?.publishedBy !== undefined && block.publishedBy !== runId)
    return {
      kind: 'done',
      why: `run ${block.publishedBy} of the workflow published ${shown} and its files; if it failed, re-run it`,
    };
  if (block?.index !== undefined)
    throw new InputError(bumpErrors.E_BUMP_GATE, {
      message: `The draft of ${shown} was made with "index: ${neutralizeLine(block.index, 40)}", and publishing it by hand would publish its files to PyPI. Nothing was published by this run.`,
    });
  const isOurs = block !== undefined || release.assets.some(({ name }) => passport.test(name));
  return { kind: isOurs ? 'has files' : 'made by hand' };
}
