import type { JobEnvironment } from '@slipway/core/job-environment';

type Place = Pick<JobEnvironment, 'serverUrl' | 'repository'>;

/** Page of a tag; GitHub shows it also before there is a release. */
export const tagPage = ({ serverUrl, repository }: Place, tag: string): string =>
  `${serverUrl}/${repository}/releases/tag/${tag.split('/').map(encodeURIComponent).join('/')}`;

export const commitPage = ({ serverUrl, repository }: Place, sha: string): string =>
  `${serverUrl}/${repository}/commit/${sha}`;
