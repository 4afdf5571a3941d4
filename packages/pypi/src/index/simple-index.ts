import { systemClock } from '@slipway/core/clock';
import { RemoteError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Clock, Http } from '@slipway/core/ports';
import { pypiErrors } from '../errors.ts';
import { normalizeProjectName } from '../upload-file.ts';
import { withoutComments } from './html-elements.ts';
import type { IndexFile } from './index-file.ts';
import { isOwnFile, refuseLoginPage, requestOwnPage } from './own-page.ts';
import { readSimpleHtml } from './simple-html.ts';

export interface IndexProject {
  readonly files: ReadonlyMap<string, IndexFile>;
  /** PEP 792: `active`, `archived`, `quarantined`, `deprecated`. */
  readonly status: string;
  /** `X-PyPI-Last-Serial`. */
  readonly serial: string | undefined;
}

export interface SimpleIndexOptions {
  readonly http: Http;
  /** With a trailing slash. */
  readonly simpleUrl: string;
  /** For an index that asks who reads. */
  readonly authorization?: string;
  /** Default: the time of the machine. */
  readonly clock?: Clock;
}

const accept =
  'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1';
const json = /^application\/(vnd\.pypi\.simple\.v1\+)?json\b/i;
const html = /^(text\/html|application\/vnd\.pypi\.simple\.v1\+html)\b/i;

const maxAttempts = 5;
const firstPauseMs = 1000;

/**
 * Reads the page of one project. A page that says "we will be back" with the status 200 is an outage, and asked for again.
 * @returns undefined when the index does not have the project, also when it sends readers elsewhere for it
 * @throws RemoteError E_HTTP_*, E_PYPI_INDEX_MALFORMED
 */
export async function readIndexProject(
  options: SimpleIndexOptions,
  project: string,
): Promise<IndexProject | undefined> {
  const { clock = systemClock } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptRead(options, project);
    } catch (cause) {
      const isOutage =
        cause instanceof RemoteError && cause.code === 'E_PYPI_INDEX_MALFORMED' && cause.retryable;
      if (!isOutage || attempt >= maxAttempts) throw cause;
      await clock.sleep(firstPauseMs * 2 ** (attempt - 1));
    }
  }
}

async function attemptRead(
  { http, simpleUrl, authorization }: SimpleIndexOptions,
  project: string,
): Promise<IndexProject | undefined> {
  const url = `${simpleUrl}${normalizeProjectName(project)}/`;
  const response = await requestOwnPage(http, url, {
    // Without this, a CDN edge may return a page from its cache.
    headers: {
      accept,
      'cache-control': 'no-cache',
      ...(authorization === undefined ? {} : { authorization }),
    },
    acceptedStatuses: [404],
  });
  if (response === undefined || response.status === 404) return undefined;
  const type = response.headers['content-type'] ?? '';
  const serial = response.headers['x-pypi-last-serial'];
  const own = (files: readonly IndexFile[]) => toMap(files.filter((file) => isOwnFile(simpleUrl, file)));
  if (json.test(type)) {
    const { files, status } = readSimpleJson(response.json(), response.url);
    return { files: own(files), status, serial };
  }
  if (html.test(type)) {
    const page = response.text();
    refuseLoginPage(page, response.url);
    const files = readSimpleHtml(page, response.url);
    if (!isSimplePage(page, files)) throw refuseOutagePage(page, response.url);
    return { files: own(files), status: 'active', serial };
  }
  throw malformed(response.url, `its content type is "${type}"`);
}

// By the address too: servers of plain folders cut long names short.
const distributionName = /-v?\d[^/]*\.(whl|egg|exe|zip|tgz|tar\.(gz|bz2|xz|z))$/i;
const simpleMeta = /<meta\b[^<>]*\b(pypi:repository|api)-version\b/i;
const simpleTitle = /<(title|h1)\b[^<>]*>[^<]*\b(links for|simple index|index of)\b/i;
const emptyFrame =
  /<!doctype[^<>]*>|<title\b[^<>]*>[^<]*<\/title\s*>|<\/?(html|head|base|meta|body)\b[^<>]*>/gi;
const refresh = /<meta\b[^<>]*\brefresh\b/i;

/** Whether a page can be a list of files; one without any has the marks of the templates of indexes, or an empty body. */
function isSimplePage(page: string, files: readonly IndexFile[]): boolean {
  const isDistribution = ({ name, url }: IndexFile): boolean =>
    distributionName.test(name) || distributionName.test(new URL(url).pathname);
  if (files.some(isDistribution) || simpleMeta.test(page) || simpleTitle.test(page)) return true;
  return isEmptyPage(page);
}

function isEmptyPage(page: string): boolean {
  if (page.trim() === '' || refresh.test(page) || withoutComments(page).replace(emptyFrame, '').trim() !== '')
    return false;
  // A title alone is how proxies say what is wrong.
  return !/<title\b/i.test(page) || /<body\b/i.test(page);
}

function refuseOutagePage(page: string, url: string): RemoteError {
  const title = /<title\b[^<>]*>([^<]*)</i.exec(page)?.[1]?.trim() ?? '';
  return new RemoteError(pypiErrors.E_PYPI_INDEX_MALFORMED, {
    message: `The index returned a page that is not a file list${title === '' ? '' : ` ("${neutralizeLine(title, 200)}")`}: ${neutralizeLine(url, 200)}.`,
    url,
    retryable: true,
  });
}

function malformed(url: string, what: string): RemoteError {
  return new RemoteError(pypiErrors.E_PYPI_INDEX_MALFORMED, {
    message: `The index returned a page that does not follow the simple API: ${what} (${url}).`,
    url,
  });
}

function toMap(files: readonly IndexFile[]): ReadonlyMap<string, IndexFile> {
  return new Map(files.map((file) => [file.name, file]));
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const shown = (value: unknown): string => neutralizeLine(JSON.stringify(value) ?? 'nothing', 100);
const readText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function readSimpleJson(
  page: unknown,
  url: string,
): { readonly files: readonly IndexFile[]; readonly status: string } {
  const files = isObject(page) ? page['files'] : undefined;
  if (!isObject(page) || !Array.isArray(files)) throw malformed(url, 'it has no file list');
  const meta = isObject(page['meta']) ? page['meta'] : {};
  // PEP 691: a client must refuse a major version it does not know.
  const version = meta['api-version'] ?? '1.0';
  if (typeof version !== 'string' || !version.startsWith('1.'))
    throw malformed(url, `its API version is ${shown(version)}`);
  const status = isObject(page['project-status']) ? readText(page['project-status']['status']) : undefined;
  return { files: files.map((file) => readJsonFile(file, url)), status: status ?? 'active' };
}

function readJsonFile(file: unknown, base: string): IndexFile {
  const name = isObject(file) ? readText(file['filename']) : undefined;
  const href = isObject(file) ? readText(file['url']) : undefined;
  if (!isObject(file) || name === undefined || href === undefined) {
    throw malformed(base, 'one of its files has no name or address');
  }
  const address = URL.parse(href, base)?.href;
  if (address === undefined) throw malformed(base, `${shown(name)} has the address ${shown(href)}`);
  const hashes = isObject(file['hashes']) ? file['hashes'] : {};
  const sha256 = hashes['sha256'] ?? undefined;
  // Taken as it is, it would be told as bytes that are not the uploaded ones.
  if (sha256 !== undefined && !(typeof sha256 === 'string' && /^[0-9a-f]{64}$/i.test(sha256)))
    throw malformed(base, `${shown(name)} has the SHA-256 ${shown(sha256)}`);
  const size = file['size'] ?? undefined;
  if (size !== undefined && !(typeof size === 'number' && Number.isSafeInteger(size) && size >= 0))
    throw malformed(base, `${shown(name)} has the size ${shown(size)}`);
  const metadata = file['core-metadata'] ?? file['dist-info-metadata'];
  const time = Date.parse(readText(file['upload-time']) ?? '');
  return {
    name,
    url: address,
    sha256: sha256?.toLowerCase(),
    size,
    uploadedAtMs: Number.isNaN(time) ? undefined : time,
    yanked: file['yanked'] !== undefined && file['yanked'] !== false,
    metadataSha256: isObject(metadata) ? readText(metadata['sha256']) : undefined,
    provenanceUrl: readText(file['provenance']),
  };
}
