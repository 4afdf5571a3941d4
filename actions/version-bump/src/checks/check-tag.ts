import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { findTag } from '@slipway/github/commits/commit-objects';
import { githubErrors } from '@slipway/github/errors';
import type { Repository } from '@slipway/github/repository';
import { compareVersions } from '@slipway/python/version/compare-versions';
import type { Version } from '@slipway/python/version/parse-version';
import type { ReleaseTag } from '@slipway/tags/project-tags';
import { bumpErrors } from '../errors.ts';
import type { ReleasePlan } from '../release-plan.ts';
import { findMade } from '../write-release.ts';

/**
 * Refuses a version that another line has released, under whatever tag.
 * @throws InputError E_BUMP_VERSION
 */
export function refuseReleasedVersion(version: Version, tag: string, releases: readonly ReleaseTag[]): void {
  const other = releases.find((each) => each.name !== tag && compareVersions(each.version, version) === 0);
  if (other === undefined) return;
  throw new InputError(bumpErrors.E_BUMP_VERSION, {
    message: `The next version would be tagged ${neutralizeLine(tag, 200)}, and the tag ${neutralizeLine(other.name, 200)} is a release of the same version. Nothing was written.`,
  });
}

/**
 * Refuses a tag that exists and was not made by an earlier run of this very release.
 * @throws InputError E_GITHUB_TAG_TAKEN; and as GitHubClient.rest
 */
export async function refuseTakenTag(repository: Repository, plan: ReleasePlan): Promise<void> {
  const tag = await findTag(repository, plan.tag);
  if (tag === undefined || (await findMade(repository, plan)) !== undefined) return;
  throw new InputError(githubErrors.E_GITHUB_TAG_TAKEN, {
    message: `The tag ${neutralizeLine(plan.tag, 200)} exists at ${tag.commitSha.slice(0, 7)} and was not made for this release of ${neutralizeLine(plan.branch, 200)}. Nothing was written.`,
  });
}
