import { cutText } from '@slipway/core/neutralize';
import { findCommitTime, formatSeconds } from '@slipway/github/commits/commit-time';
import { describeServer, ownsHost } from '@slipway/github/job/server';
import type { ReleaseFacts } from '@slipway/oci/pyoci/package-file';
import { readField } from '@slipway/python/metadata/parse-core-metadata';
import type { Release } from './group-releases.ts';
import type { Context } from './inputs.ts';

// What GitHub shows on the page of a package.
const maxDescriptionLength = 512;

/** When a release was made, for its manifests. */
export interface ReleaseTime {
  /** ISO 8601, whole seconds. */
  readonly created: string;
  /** Whether it is that of the commit, and so the same in every job that publishes the release. */
  readonly isOfCommit: boolean;
}

/** The time that stands in the manifests: with that of the commit a run after a break leaves none behind. */
export async function findReleaseTime({ http, log, clock, job, inputs }: Context): Promise<ReleaseTime> {
  const { apiUrl, repository, sha } = job;
  const sourceDateEpoch = job.variable('SOURCE_DATE_EPOCH');
  // The secret of another registry is nothing for GitHub.
  const token = ownsHost(describeServer(job), inputs.registry) ? inputs.token : '';
  const request = { http, log, apiUrl, repository, sha, token, sourceDateEpoch };
  const seconds = await findCommitTime(request);
  if (seconds !== undefined) return { created: formatSeconds(seconds), isOfCommit: true };
  log.notice(
    'The commit time could not be read (the job needs "contents: read"). Using the current time instead. A later re-run may leave unreferenced manifests behind.',
  );
  return { created: formatSeconds(clock.now() / 1000), isOfCommit: false };
}

/** What the manifests say about a release; the source is what links the package to the repository. */
export function describeRelease({ job }: Context, release: Release, created: string): ReleaseFacts {
  const { project, version, files } = release;
  const metadata = files[0]?.distribution.metadata ?? { fields: [], description: undefined };
  const source = job.repository === '' ? undefined : `${job.serverUrl}/${job.repository}`;
  const summary = readField(metadata, 'Summary') ?? '';
  const annotations: Record<string, string | undefined> = {
    description: cutText(
      `Wheels and sdist of the Python package ${project} ${version}; not a container image. ${summary}`.trim(),
      maxDescriptionLength,
    ),
    documentation: source === undefined ? undefined : `${source}#readme`,
    licenses: readField(metadata, 'License-Expression'),
    revision: job.sha === '' ? undefined : job.sha,
    source,
    url: source,
    version,
  };
  return {
    project,
    version,
    created,
    annotations: Object.fromEntries(
      Object.entries(annotations).flatMap(([name, value]) =>
        value === undefined ? [] : [[`org.opencontainers.image.${name}`, value]],
      ),
    ),
  };
}
