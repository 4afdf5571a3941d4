import { readFile } from 'node:fs/promises';
import { formatSeconds } from '@slipway/github/commits/commit-time';
import type { Context } from '../inputs.ts';
import type { ImageFacts } from './image-annotations.ts';

interface EventRepository {
  readonly description?: unknown;
  readonly license?: { readonly spdx_id?: unknown } | null;
}

/**
 * What is known of the repository, without asking anybody: the event that started the run describes it, and stays the same
 * when the run is started again.
 * @param version canonical form; empty when the image is of none
 * @param created seconds since the epoch
 */
export async function gatherFacts({ job }: Context, version: string, created: number): Promise<ImageFacts> {
  const repository = await readEventRepository(job.eventPath);
  const source = job.repository === '' ? '' : `${job.serverUrl}/${job.repository}`;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const license = text(repository.license?.spdx_id);
  return {
    source,
    title: job.name,
    description: text(repository.description),
    url: source,
    documentation: source === '' ? '' : `${source}#readme`,
    // GitHub's word for a license that it does not know.
    licenses: license === 'NOASSERTION' ? '' : license,
    version,
    revision: job.sha,
    created: formatSeconds(created),
  };
}

async function readEventRepository(path: string): Promise<EventRepository> {
  try {
    const event = JSON.parse(await readFile(path, 'utf8')) as { repository?: EventRepository } | null;
    return event?.repository ?? {};
  } catch {
    // Outside of a job there is no event.
    return {};
  }
}
