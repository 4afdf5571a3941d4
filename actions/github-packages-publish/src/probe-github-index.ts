import { ActionError, RemoteError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { HttpResponse } from '@slipway/core/ports';
import { packagesErrors } from './errors.ts';
import type { Context } from './inputs.ts';

const host = 'pypi.pkg.github.com';
const statuses = [400, 401, 403, 404, 405, 406, 410, 421, 429, 500, 501, 502, 503, 504];

/**
 * Asks the address that many workflows name as GitHub's Python index whether it is one. Should GitHub ever open it, an
 * answer of the simple API (PEP 629, PEP 691) lets the upload go on.
 * @throws RemoteError E_GHP_NO_INDEX with what the address answered
 */
export async function probeGitHubIndex(
  { http, job, log }: Context,
  addresses: readonly string[],
): Promise<void> {
  if (!addresses.some((address) => URL.parse(address)?.hostname === host)) return;
  const url = `https://${host}/${job.owner}/simple/`;
  let answer: string;
  try {
    const response = await http.request({
      method: 'GET',
      url,
      headers: { accept: 'application/vnd.pypi.simple.v1+json, text/html;q=0.5' },
      acceptedStatuses: statuses,
      deadlineMs: 30_000,
    });
    if (isSimpleIndex(response)) {
      log.notice(`${host} answers as a package index.`);
      return;
    }
    answer = `status ${response.status}, "${neutralizeLine(response.headers['content-type'] ?? 'no type', 80)}"`;
  } catch (cause) {
    if (!(cause instanceof ActionError)) throw cause;
    answer = neutralizeLine(cause.message, 300);
  }
  throw new RemoteError(packagesErrors.E_GHP_NO_INDEX, {
    message: `${host} is not a package index (${answer}).`,
    url,
  });
}

function isSimpleIndex(response: HttpResponse): boolean {
  if (response.status !== 200) return false;
  const type = response.headers['content-type'] ?? '';
  if (/^application\/vnd\.pypi\.simple\.v1\+json\b/i.test(type)) return true;
  return /html/i.test(type) && /<meta\s+name="pypi:repository-version"/i.test(response.text());
}
