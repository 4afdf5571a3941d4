import type { UploadFile } from '../upload-file.ts';

type Field = readonly [name: string, value: string];

// https://packaging.python.org/specifications/core-metadata/: header in lower case → field of the upload form. The form of
// the legacy API (PyPI docs, "Upload API") has the plural where it lists these, and the singular everywhere else.
const renamed: ReadonlyMap<string, string> = new Map([
  ['classifier', 'classifiers'],
  ['project-url', 'project_urls'],
]);

// What the form of the index knows; a field it does not know would be dropped there without a word.
const headers = new Set([
  'author',
  'author-email',
  'classifier',
  'description-content-type',
  'download-url',
  'dynamic',
  'home-page',
  'import-name',
  'import-namespace',
  'keywords',
  'license',
  'license-expression',
  'license-file',
  'maintainer',
  'maintainer-email',
  'metadata-version',
  'name',
  'obsoletes',
  'obsoletes-dist',
  'platform',
  'project-url',
  'provides',
  'provides-dist',
  'provides-extra',
  'requires',
  'requires-dist',
  'requires-external',
  'requires-python',
  'summary',
  'supported-platform',
  'version',
]);

function isBefore(version: string, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}

/**
 * The text fields of the upload form of one file, in the order they are sent: protocol, metadata, digests,
 * attestations.
 * @param comment shown publicly next to the file; empty for none
 */
export function renderUploadForm(file: UploadFile, comment = ''): readonly Field[] {
  const metadataVersion =
    file.metadata.find(([name]) => name.toLowerCase() === 'metadata-version')?.[1] ?? '';
  const fields: Field[] = [
    [':action', 'file_upload'],
    ['protocol_version', '1'],
    ['filetype', file.kind === 'wheel' ? 'bdist_wheel' : 'sdist'],
    ['pyversion', file.pythonTag],
  ];
  for (const [name, value] of file.metadata) {
    const header = name.toLowerCase();
    if (!headers.has(header)) continue;
    // setuptools writes License-File under older metadata versions, for which the index refuses the field.
    if (header === 'license-file' && isBefore(metadataVersion, 2, 4)) continue;
    fields.push([renamed.get(header) ?? header.replaceAll('-', '_'), value]);
  }
  if (file.description !== undefined) fields.push(['description', file.description]);
  if (comment !== '') fields.push(['comment', comment]);
  fields.push(['sha256_digest', file.sha256]);
  if (file.attestations.length > 0) fields.push(['attestations', JSON.stringify(file.attestations)]);
  return fields;
}
