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

/**
 * Asks PyPI, without signing in, for the page of the project and for who published its newest file.
 * @returns the keys of a settings file
 */
export async function recordIndex(http: Http, project: string): Promise<Record<string, unknown>> {
  const simple = `https://${pypiHost}/simple/${normalizeName(project)}/`;
  const page = await ask(http, simple, 'application/vnd.pypi.simple.v1+json');
  const provenance = findProvenance(page);
  return {
    'pypi.project': page,
    ...(provenance === undefined
      ? {}
      : { 'pypi.provenance': await ask(http, provenance, 'application/vnd.pypi.integrity.v1+json') }),
  };
}
