/** Fields of the core metadata by the version that introduced them, https://packaging.python.org/specifications/core-metadata/. */
const fieldsByVersion: Readonly<Record<string, string>> = {
  '1.0':
    'Metadata-Version Name Version Platform Summary Description Keywords Home-page Author Author-email License',
  '1.1': 'Supported-Platform Download-URL Classifier Requires Provides Obsoletes',
  '1.2':
    'Maintainer Maintainer-email Requires-Dist Provides-Dist Obsoletes-Dist Requires-Python Requires-External Project-URL',
  '2.1': 'Description-Content-Type Provides-Extra',
  '2.2': 'Dynamic',
  '2.4': 'License-Expression License-File',
  '2.5': 'Import-Name Import-Namespace',
};

const introduced: ReadonlyMap<string, readonly [field: string, version: string]> = new Map(
  Object.entries(fieldsByVersion).flatMap(([version, names]) =>
    names.split(' ').map((name) => [name.toLowerCase(), [name, version]] as const),
  ),
);

const single = new Set(
  (
    'metadata-version name version summary description keywords home-page download-url author author-email maintainer ' +
    'maintainer-email license license-expression requires-python description-content-type'
  ).split(' '),
);

/** Known versions, the lowest first; 2.0 was never finished, 2.3 and 2.6 introduced no field. */
export const knownMetadataVersions = ['1.0', '1.1', '1.2', '2.1', '2.2', '2.3', '2.4', '2.5', '2.6'] as const;

/** The newest version that PyPI accepts: that of `packaging` in its requirements, as of 2026-12-01. */
export const newestForPypi = '2.5';

/** Whether a field may occur only once. @param name lower case */
export function isSingleField(name: string): boolean {
  return single.has(name);
}

/** The version that introduced a field; undefined for an unknown field. */
export function versionOfField(name: string): string | undefined {
  return introduced.get(name.toLowerCase())?.[1];
}
