import { InputError } from '@slipway/core/errors/action-error';
import type { FileList } from '@slipway/core/files/file-list';
import type { JobEnvironment } from '@slipway/core/job-environment';
import { neutralizeLine } from '@slipway/core/neutralize';
import { readCommit } from '@slipway/github/commits';
import { findTag } from '@slipway/github/commits/commit-objects';
import { listTags, type Repository } from '@slipway/github/repository';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion, isPrerelease } from '@slipway/python/version/format-version';
import type { Version } from '@slipway/python/version/parse-version';
import { readOwnerName } from '@slipway/tags/find-owner';
import { type ProjectTags, type ReleaseTag, readProjectTags } from '@slipway/tags/project-tags';
import { parseFormatInputs, parseTagFormat, type TagFormat } from '@slipway/tags/tag-format';
import { formatTag } from '@slipway/tags/tag-style';
import { readTagVersion, splitTag } from '@slipway/tags/tag-version';
import { parseVersionInput } from '@slipway/tags/version-input';
import { releaseErrors } from './errors.ts';
import type { Inputs } from './inputs.ts';

/** What is released. */
export interface ReleaseTarget {
  readonly tag: string;
  /** The releases of the project by their tags, highest first. */
  readonly siblings: readonly ReleaseTag[];
  readonly version: Version;
  /** Canonical form. */
  readonly versionText: string;
  readonly isPrerelease: boolean;
  /** The commit behind the tag. */
  readonly commitSha: string;
  /** `YYYY-MM-DD` (UTC) of the commit: the same release has the same date whenever it is made. */
  readonly date: string;
}

type TargetInputs = Pick<
  Inputs,
  'tag' | 'version' | 'path' | 'tag-format' | 'tag-prefix' | 'digests' | 'prerelease'
>;

/**
 * Finds the tag to release and holds it against the version asked for and the commit of the run.
 * @throws InputError E_RELEASE_TAG, E_VERSION_INVALID, E_TAG_FORMAT; and as GitHubClient.rest
 */
export async function findTarget(
  inputs: TargetInputs,
  job: Pick<JobEnvironment, 'refType' | 'refName' | 'sha'>,
  repository: Repository,
): Promise<ReleaseTarget> {
  const asked = inputs.version === undefined ? undefined : parseVersionInput(inputs.version);
  const named = inputs.tag?.replace(/^refs\/tags\//, '') ?? (job.refType === 'tag' ? job.refName : undefined);
  const tags = (await listTags(repository)).map(({ ref, sha, type }) => ({
    name: ref.slice('refs/tags/'.length),
    commitSha: type === 'commit' ? sha : undefined,
  }));
  const format = parseFormatInputs(inputs);
  const name = nameProject(inputs.digests) ?? readOwnerName(named ?? '');
  const question = { tags, name, package: inputs.path };
  const first = readProjectTags({ ...question, format });
  // The tag itself shows a form that nothing else tells.
  const isKnown = named === undefined || ['release', 'development'].includes(first.kinds.get(named) ?? '');
  const shown = isKnown ? undefined : showFormat(named);
  const project = shown === undefined ? first : readProjectTags({ ...question, format: shown });
  const own = [...project.releases, ...project.developments];
  const tag = named ?? nameTag(project, asked, job);
  const found = await findTag(repository, tag);
  if (found === undefined) {
    throw new InputError(releaseErrors.E_RELEASE_TAG, {
      message: `There is no tag ${neutralizeLine(tag, 120)} in ${repository.name}.`,
    });
  }
  const version = own.find((each) => each.name === tag)?.version ?? readTagVersion(tag) ?? asked;
  if (version === undefined) {
    throw new InputError(releaseErrors.E_RELEASE_TAG, {
      message: `The tag ${neutralizeLine(tag, 120)} names no version. Set "version", or "tag-format" to the form of the tag.`,
    });
  }
  if (asked !== undefined && compareVersions(asked, version) !== 0) {
    throw new InputError(releaseErrors.E_RELEASE_TAG, {
      message: `The tag ${neutralizeLine(tag, 120)} is of version ${formatVersion(version)}, and "version" is ${formatVersion(asked)}.`,
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
    siblings: project.releases,
    version,
    versionText: formatVersion(version),
    isPrerelease: inputs.prerelease === 'auto' ? isPrerelease(version) : inputs.prerelease === 'true',
    commitSha: found.commitSha,
    date: new Date(committedAt).toISOString().slice(0, 10),
  };
}

/** The format of a tag of an unusual form, such as `build-1.2`, so that the releases before it are found. */
function showFormat(tag: string): TagFormat | undefined {
  const prefix = splitTag(tag)?.prefix;
  return prefix === undefined || /[{}]/.test(prefix) ? undefined : parseTagFormat(`${prefix}{version}`);
}

/** The project that the files are of. The name of a wheel begins with it. */
function nameProject(digests: FileList | undefined): string | undefined {
  return digests?.find(({ kind }) => kind === 'wheel')?.name.split('-')[0];
}

/** The existing tag of a version, in whatever spelling. */
function nameTag(
  { releases, developments, style }: ProjectTags,
  version: Version | undefined,
  job: Pick<JobEnvironment, 'refName'>,
): string {
  if (version === undefined) {
    throw new InputError(releaseErrors.E_RELEASE_TAG, {
      message: `This run is not at a tag (it is at ${neutralizeLine(job.refName, 120)}), and neither "tag" nor "version" is set.`,
    });
  }
  const existing = [...releases, ...developments].find(
    (each) => compareVersions(each.version, version) === 0,
  );
  return existing?.name ?? formatTag(style, version);
}
