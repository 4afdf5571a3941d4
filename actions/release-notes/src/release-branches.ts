import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { ActionContext } from '@slipway/core/run-action';
import { findReleases } from '@slipway/github/releases';
import type { Repository } from '@slipway/github/repository';
import { findBranchWith, listReleaseBranches } from '@slipway/github/repository/release-branch';
import { releaseErrors } from './errors.ts';
import type { Inputs, Output } from './inputs.ts';
import type { ReleaseTarget } from './release-target.ts';

/**
 * Refuses a tag whose commit is on no release branch, before there is a draft: who may push a tag need not be able to merge,
 * and nobody has reviewed such a commit. A release that is public stays as it is when its branch was deleted since.
 * @throws InputError E_RELEASE_TAG; and as GitHubClient.rest
 */
export async function refuseStrayTag(
  repository: Repository,
  { inputs }: Pick<ActionContext<Inputs, Output>, 'inputs'>,
  { tag, commitSha }: ReleaseTarget,
): Promise<void> {
  const patterns = await listReleaseBranches(repository, inputs['release-branches']);
  if ((await findBranchWith(repository, commitSha, patterns)) !== undefined) return;
  if ((await findReleases(repository, tag)).published !== undefined) return;
  throw new InputError(releaseErrors.E_RELEASE_TAG, {
    message: `The tag ${neutralizeLine(tag, 120)} is at ${commitSha.slice(0, 12)}, which is on no release branch (${neutralizeLine(patterns.join(', '), 300)}). Nothing was published.`,
    hint: 'Merge the commit into a release branch and re-run the job, or add its branch to "release-branches".',
  });
}
