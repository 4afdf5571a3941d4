import { RemoteError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Http, HttpRequest, HttpResponse } from '@slipway/core/ports';
import { pypiErrors } from '../errors.ts';
import type { IndexFile } from './index-file.ts';

const maxRedirects = 5;

/**
 * Asks an index for a page and follows where it leads within its own origin. pypiserver and GitLab send readers of a project
 * that they do not have to PyPI, where another copy of the release may be: what stands there is no file of this index, and
 * the name of a private project is nobody else's business.
 * @returns undefined when the index leads elsewhere
 * @throws RemoteError E_HTTP_*, E_PYPI_AUTHENTICATION, E_PYPI_INDEX_MALFORMED
 */
export async function requestOwnPage(
  http: Http,
  address: string,
  request: Omit<HttpRequest, 'url' | 'method' | 'redirect'>,
): Promise<HttpResponse | undefined> {
  let url = address;
  for (let followed = 0; followed <= maxRedirects; followed += 1) {
    const response = await http
      .request({ ...request, method: 'GET', url, redirect: 'manual' })
      .catch((cause: unknown) => {
        throw refuseReader(cause, url);
      });
    if (response.status < 300 || response.status >= 400) return response;
    const next = URL.parse(response.headers['location'] ?? '', url);
    if (next === null || next.origin !== new URL(address).origin) return undefined;
    url = next.href;
  }
  throw new RemoteError(pypiErrors.E_PYPI_INDEX_MALFORMED, {
    message: `The index redirects from ${neutralizeLine(address, 200)} in a loop.`,
    url: address,
  });
}

function refuseReader(cause: unknown, url: string): unknown {
  if (!(cause instanceof RemoteError) || (cause.status !== 401 && cause.status !== 403)) return cause;
  return new RemoteError(pypiErrors.E_PYPI_AUTHENTICATION, {
    message: `The index does not allow this job to read it: ${cause.message}`,
    hint: 'Check the user and password. Reading may require a different permission than uploading.',
    status: cause.status,
    url,
    cause,
  });
}

/**
 * Whether a file on the page of an index is its own. A page of devpi also lists what the index inherits from its `bases`,
 * under their paths (`/user/index/+f/…`, `+e` for files that it has not fetched yet; devpi-server, `filestore.py`).
 */
export function isOwnFile(simpleUrl: string, { url }: IndexFile): boolean {
  if (!simpleUrl.endsWith('/+simple/')) return true;
  return (
    !/^\/.+\/\+[ef]\//.test(new URL(url).pathname) || url.startsWith(simpleUrl.slice(0, -'+simple/'.length))
  );
}

/** Refuses a page that asks for a login with the status 200: it says nothing of what the index has. @throws RemoteError E_PYPI_INDEX_MALFORMED */
export function refuseLoginPage(page: string, url: string): void {
  if (!/<input\b[^<>]*\btype\s*=\s*["']?password\b/i.test(page)) return;
  throw new RemoteError(pypiErrors.E_PYPI_INDEX_MALFORMED, {
    message: `The index returned a login page instead of its file list (${neutralizeLine(url, 200)}).`,
    hint: 'Check the user, the password and the address that the index is read at.',
    url,
  });
}
