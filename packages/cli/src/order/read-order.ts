import { pypiUploadHost } from '@slipway/core/pypi-hosts';
import type { Journal } from '@slipway/gateway/journal';
import type { Outcome } from '../expectations/judgement.ts';
import type { ReleaseOrder } from './judge-order.ts';

const tagPath = /^\/v2\/(?<name>.+)\/manifests\/(?!sha256[-:])(?<tag>[\w.-]+)$/;

/** Reads off the journal of the world when each part of the release was written. */
export function readOrder(
  journal: Pick<Journal, 'entries'>,
  { expected, gate }: Pick<Outcome, 'expected' | 'gate'>,
  publishedAtMs: number | null | undefined,
): ReleaseOrder {
  const written = journal.entries.filter(
    ({ method, status, outcome }) =>
      (method === 'PUT' || method === 'POST') && status >= 200 && status < 300 && outcome === 'answered',
  );
  const timesOf = (host: string, matches: (path: string) => boolean): readonly number[] =>
    written
      .filter((entry) => entry.host === host && matches(entry.path))
      .map(({ startedAtMs }) => startedAtMs);
  const isTagOf =
    (name: string | undefined) =>
    (path: string): boolean =>
      name !== undefined && tagPath.exec(path)?.groups?.['name'] === name;
  const { packages, image } = expected;
  return {
    assets: timesOf('uploads.github.com', (path) => path.includes('/assets')),
    index: timesOf(pypiUploadHost, () => true),
    packages: timesOf('ghcr.io', isTagOf(packages.state === 'present' ? packages.package : undefined)),
    imageTags: timesOf('ghcr.io', isTagOf(image.state === 'present' ? image.package : undefined)),
    publishedAtMs: publishedAtMs ?? undefined,
    isGated: gate !== undefined,
  };
}
