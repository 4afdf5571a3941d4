import { RemoteError } from '@slipway/core/errors/action-error';
import { isRecord } from '@slipway/core/is-record';
import type { Http } from '@slipway/core/ports';
import { pypiHost } from '@slipway/core/pypi-hosts';
import { normalizeName } from '@slipway/python/names';

const maxResponseBytes = 64 * 1024 * 1024;

/** An answer of PyPI, or its status as a settings file writes it. A service that is down is not an error of the settings. */
async function ask(http: Http, url: string, accept: string): Promise<unknown> {
  try {
    const response = await http.request({
      method: 'GET',
      url,
      headers: { accept },
      acceptedStatuses: [403, 404, 406],
      maxAttempts: 3,
      maxResponseBytes,
    });
    if (response.status === 200) return response.json();
    return { message: 'Refused', status: String(response.status) };
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    return { message: error.message, status: String(error.status ?? 503) };
  }
}

/** The newest file of the simple API's page that has a provenance object (PEP 740). */
function findProvenance(page: unknown): string | undefined {
  const files: unknown = isRecord(page) ? page['files'] : undefined;
  const known = (Array.isArray(files) ? (files as unknown[]) : []).filter(isRecord);
  const newest = known
    .filter((file) => typeof file['provenance'] === 'string')
    .toSorted((left, right) => (String(left['upload-time']) < String(right['upload-time']) ? 1 : -1))[0];
  const url = URL.parse(String(newest?.['provenance'] ?? ''));
  // Only PyPI itself knows its publishers.
  return url !== null && url.origin === `https://${pypiHost}` ? url.href : undefined;
}

/** Most spellings that are asked for. */
const maxSpellings = 12;
const lookalikes: readonly (readonly [string, string])[] = [
  ...([
    ['l', '1'],
    ['i', '1'],
    ['1', 'l'],
    ['1', 'i'],
    ['o', '0'],
    ['0', 'o'],
  ] as const),
  ...([
    ['l', 'i'],
    ['i', 'l'],
  ] as const),
];

/**
 * Other spellings of a name that PyPI takes for the same (`ultranormalize_name`, warehouse): without its dashes, and with letters
 * that look alike, all of one kind and the first alone.
 */
export function listLookalikes(name: string): readonly string[] {
  const own = normalizeName(name);
  const joined = own.replaceAll('-', '');
  const spellings = [own, joined].flatMap((text) => [
    text,
    ...lookalikes.flatMap(([from, to]) => [text.replaceAll(from, to), text.replace(from, to)]),
  ]);
  return [...new Set(spellings)].filter((each) => each !== own).slice(0, maxSpellings);
}

async function findSimilar(http: Http, project: string): Promise<readonly string[]> {
  const pages = await Promise.all(
    listLookalikes(project).map(async (name) => {
      const page = await ask(
        http,
        `https://${pypiHost}/simple/${name}/`,
        'application/vnd.pypi.simple.v1+json',
      );
      return isRecord(page) && Array.isArray(page['files']) ? [name] : [];
    }),
  );
  return pages.flat();
}

/**
 * Asks PyPI, without signing in, for the page of the project and for who published its newest file.
 * @returns the keys of a settings file
 */
export async function recordIndex(http: Http, project: string): Promise<Record<string, unknown>> {
  const simple = `https://${pypiHost}/simple/${normalizeName(project)}/`;
  const page = await ask(http, simple, 'application/vnd.pypi.simple.v1+json');
  const provenance = findProvenance(page);
  const isFree = isRecord(page) && page['status'] === '404';
  return {
    'pypi.project': page,
    ...(isFree ? { 'pypi.similar': await findSimilar(http, project) } : {}),
    ...(provenance === undefined
      ? {}
      : { 'pypi.provenance': await ask(http, provenance, 'application/vnd.pypi.integrity.v1+json') }),
  };
}
