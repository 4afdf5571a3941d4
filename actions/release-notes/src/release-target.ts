import { InputError } from '@slipway/core/errors/action-error';
import type { JobEnvironment } from '@slipway/core/job-environment';
import { neutralizeLine } from '@slipway/core/neutralize';
import { readCommit } from '@slipway/github/commits';
import { findTag } from '@slipway/github/commits/commit-objects';
import type { Repository } from '@slipway/github/repository';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion, isPrerelease } from '@slipway/python/version/format-version';
import { parseVersion, tryParseVersion, type Version } from '@slipway/python/version/parse-version';
import { releaseErrors } from './errors.ts';
import type { Inputs } from './inputs.ts';

/** What is released. */
export interface ReleaseTarget {
  readonly tag: string;
  readonly prefix: string;
  readonly version: Version;
  /** Canonical form. */
  readonly versionText: string;
  readonly isPrerelease: boolean;
  /** The commit behind the tag. */
  readonly commitSha: string;
  /** `YYYY-MM-DD` (UTC) of the commit: the same release has the same date whenever it is made. */
  readonly date: string;
}

type TargetInputs = Pick<Inputs, 'tag' | 'version' | 'tag-prefix' | 'prerelease'>;

/** The version a tag names; undefined for a tag of something else. */
export function readTagVersion(tag: string, prefix: string): Version | undefined {
  return tag.startsWith(prefix) ? tryParseVersion(tag.slice(prefix.length)) : undefined;
}

/**
 * Finds the tag to release and holds it against the version asked for and the commit of the run.
 * @throws InputError E_RELEASE_TAG, E_VERSION_INVALID; and as GitHubClient.rest
 */
export async function findTarget(
  inputs: TargetInputs,
  job: Pick<JobEnvironment, 'refType' | 'refName' | 'sha'>,
  repository: Repository,
): Promise<ReleaseTarget> {
  const prefix = inputs['tag-prefix'];
  const tag = nameTag(inputs, job, prefix);
  const version = parseVersion(
    tag.startsWith(prefix) ? tag.slice(prefix.length) : tag,
    `The version in the tag ${neutralizeLine(tag, 120)}`,
  );
  if (inputs.version !== undefined) {
    const asked = parseVersion(inputs.version, 'Input "version"');
    if (compareVersions(asked, version) !== 0) {
      throw new InputError(releaseErrors.E_RELEASE_TAG, {
        message: `The tag ${neutralizeLine(tag, 120)} is of version ${formatVersion(version)}, and "version" is ${formatVersion(asked)}.`,
      });
    }
  }
  const found = await findTag(repository, tag);
  if (found === undefined) {
    throw new InputError(releaseErrors.E_RELEASE_TAG, {
      message: `There is no tag ${neutralizeLine(tag, 120)} in ${repository.name}.`,
    });
  }
  if (job.refType === 'tag' && job.refName === tag && found.commitSha !== job.sha) {
    throw new InputError(releaseErrors.E_RELEASE_TAG, {
      message: `The tag ${neutralizeLine(tag, 120)} is at ${found.commitSha.slice(0, 12)}; this run began when it was at ${job.sha.slice(0, 12)}.`,
      hint: 'Somebody moved the tag. What was built is not what the tag says now: start a new run.',
    });
  }
  const { committedAt } = await readCommit(repository, found.commitSha);
  return {
    tag,
    prefix,
    version,
    versionText: formatVersion(version),
    isPrerelease: inputs.prerelease === 'auto' ? isPrerelease(version) : inputs.prerelease === 'true',
    commitSha: found.commitSha,
    date: new Date(committedAt).toISOString().slice(0, 10),
  };
}

function nameTag(
  inputs: TargetInputs,
  job: Pick<JobEnvironment, 'refType' | 'refName'>,
  prefix: string,
): string {
  if (inputs.tag !== undefined) return inputs.tag.replace(/^refs\/tags\//, '');
  if (job.refType === 'tag') return job.refName;
  if (inputs.version !== undefined) return `${prefix}${formatVersion(parseVersion(inputs.version))}`;
  throw new InputError(releaseErrors.E_RELEASE_TAG, {
    message: `This run is not at a tag (it is at ${neutralizeLine(job.refName, 120)}), and neither "tag" nor "version" is set.`,
  });
}
