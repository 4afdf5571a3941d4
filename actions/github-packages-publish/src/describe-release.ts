import { ActionError } from '@slipway/core/errors/action-error';
import { cutText } from '@slipway/core/neutralise';
import type { ReleaseFacts } from '@slipway/oci/pyoci/package-file';
import { readField } from '@slipway/python/metadata/parse-core-metadata';
import type { Release } from './group-releases.ts';
import type { Context } from './inputs.ts';

// What GitHub shows on the page of a package.
const longestDescription = 512;
const toSeconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * The time that stands in the manifests: `SOURCE_DATE_EPOCH`, else that of the commit, so that a run after a break writes
 * the same manifests again and leaves none behind.
 */
export async function findReleaseTime(context: Context): Promise<string> {
  const { job, log, clock } = context;
  const epoch = job.variable('SOURCE_DATE_EPOCH') ?? '';
  if (/^\d{1,11}$/.test(epoch)) return toSeconds(Number(epoch) * 1000);
  const committed = await readCommitTime(context).catch((cause: unknown) => {
    if (!(cause instanceof ActionError)) throw cause;
    log.debug(cause.message);
    return Number.NaN;
  });
  if (!Number.isNaN(committed)) return toSeconds(committed);
  log.notice(
    'The time of the commit could not be read ("permissions: contents: read"); the time of this run is written instead. A run after a break may leave manifests behind that no index names.',
  );
  return toSeconds(clock.now());
}

async function readCommitTime({ http, inputs, job }: Context): Promise<number> {
  if (job.repository === '' || job.sha === '') return Number.NaN;
  const response = await http.request({
    method: 'GET',
    url: `${job.apiUrl}/repos/${job.repository}/commits/${job.sha}`,
    headers: {
      accept: 'application/vnd.github+json',
      ...(inputs.token === '' ? {} : { authorization: `Bearer ${inputs.token}` }),
    },
    deadlineMs: 60_000,
  });
  const { commit } = response.json() as { commit?: { committer?: { date?: unknown } } };
  return Date.parse(String(commit?.committer?.date));
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
      longestDescription,
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
