import { InputError } from '@slipway/core/errors/action-error';
import { pypiHost, pypiUploadHost, testPypiHost } from '@slipway/core/pypi-hosts';
import { pypiErrors } from './errors.ts';

/** An index that files can be uploaded to, and the places where it is read. */
export interface PackageRepository {
  /** `pypi` and `testpypi` promise more than others: an identical upload is a success, and files never change. */
  readonly kind: 'pypi' | 'testpypi' | 'other';
  /** As a person calls it: "PyPI", "TestPyPI", or the host. */
  readonly title: string;
  /** The legacy upload API, PyPI docs, "Upload API". */
  readonly uploadUrl: string;
  /** Base of the simple API with a trailing slash; undefined when the index cannot be read back. */
  readonly simpleUrl: string | undefined;
  /** Origin of the `/_/oidc/` endpoints. */
  readonly trustedPublishingUrl: string;
  /** Origin of the project pages and of the integrity API; undefined for an index that has none. */
  readonly webUrl: string | undefined;
}

export const pypiRepository: PackageRepository = {
  kind: 'pypi',
  title: 'PyPI',
  uploadUrl: `https://${pypiUploadHost}/legacy/`,
  simpleUrl: `https://${pypiHost}/simple/`,
  trustedPublishingUrl: `https://${pypiHost}`,
  webUrl: `https://${pypiHost}`,
};

export const testPypiRepository: PackageRepository = {
  kind: 'testpypi',
  title: 'TestPyPI',
  uploadUrl: `https://${testPypiHost}/legacy/`,
  simpleUrl: `https://${testPypiHost}/simple/`,
  trustedPublishingUrl: `https://${testPypiHost}`,
  webUrl: `https://${testPypiHost}`,
};

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

function parseAddress(name: string, text: string): URL {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new InputError(pypiErrors.E_PYPI_REPOSITORY, {
      message: `The ${name} address "${text}" is not an https address.`,
    });
  }
  // A password over plain http is readable on the way; on this machine there is no way.
  if (url.protocol === 'http:' && !loopbackHosts.has(url.hostname)) {
    throw new InputError(pypiErrors.E_PYPI_REPOSITORY, {
      message: `The ${name} address "${text}" is not encrypted: http is only accepted for this machine.`,
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new InputError(pypiErrors.E_PYPI_REPOSITORY, {
      message: `The ${name} address contains credentials for ${url.host}.`,
      hint: 'Pass the user and password separately. Addresses appear in logs.',
    });
  }
  return url;
}

function withTrailingSlash(url: URL): string {
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url.href;
}

/**
 * Reads the addresses that files are uploaded to and read back from: empty is PyPI, `testpypi` is TestPyPI, and the addresses of both are
 * recognized however they are written.
 * @throws InputError E_PYPI_REPOSITORY
 */
export function resolvePackageRepository(repositoryUrl: string, indexUrl = ''): PackageRepository {
  const known = findKnownRepository(repositoryUrl);
  if (known !== undefined) {
    if (indexUrl === '') return known;
    throw new InputError(pypiErrors.E_PYPI_REPOSITORY, {
      message: `The index address "${indexUrl}" cannot be used: ${known.title} has a fixed index address.`,
      hint: 'Remove the index address.',
    });
  }
  const url = parseAddress('upload', repositoryUrl);
  return {
    kind: 'other',
    title: url.host,
    // An upload API is asked at the address as given: a slash too many is another place for some servers.
    uploadUrl: url.href,
    simpleUrl: indexUrl === '' ? undefined : withTrailingSlash(parseAddress('index', indexUrl)),
    trustedPublishingUrl: url.origin,
    webUrl: undefined,
  };
}

function findKnownRepository(text: string): PackageRepository | undefined {
  const name = text.trim().toLowerCase();
  if (name === '' || name === 'pypi') return pypiRepository;
  if (name === 'testpypi') return testPypiRepository;
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' || url.port !== '') return undefined;
  if (url.hostname === pypiHost || url.hostname === pypiUploadHost) return pypiRepository;
  return url.hostname === testPypiHost ? testPypiRepository : undefined;
}

/** Page of one release, or of the project. */
export function projectPageUrl(
  repository: PackageRepository,
  name: string,
  version?: string,
): string | undefined {
  if (repository.webUrl === undefined) return undefined;
  const release = version === undefined ? '' : `${encodeURIComponent(version)}/`;
  return `${repository.webUrl}/project/${encodeURIComponent(name)}/${release}`;
}
