import { describe, expect, it } from 'vitest';
import { renderUploadForm } from '../src/upload/upload-form.ts';
import { demoFile } from './upload-file.ts';

const metadata = (version: string) =>
  [
    ['Metadata-Version', version],
    ['Name', 'demo'],
    ['Version', '1.0'],
    ['Classifier', 'Programming Language :: Python :: 3'],
    ['Classifier', 'Typing :: Typed'],
    ['Project-URL', 'Home, https://demo.example'],
    ['Requires-Dist', 'attrs>=20'],
    ['License-File', 'LICENSE'],
    ['Import-Name', 'demo'],
    ['Description-Content-Type', 'text/markdown'],
    ['X-Private', 'dropped'],
  ] as const;

describe('renderUploadForm', () => {
  it('the form has the field names of the legacy upload API', () => {
    const file = demoFile({
      metadata: metadata('2.4'),
      description: '# demo\r\n',
      attestations: [{ version: 1 }],
    });
    expect(renderUploadForm(file, 'run 7')).toEqual([
      [':action', 'file_upload'],
      ['protocol_version', '1'],
      ['filetype', 'bdist_wheel'],
      ['pyversion', 'py3'],
      ['metadata_version', '2.4'],
      ['name', 'demo'],
      ['version', '1.0'],
      ['classifiers', 'Programming Language :: Python :: 3'],
      ['classifiers', 'Typing :: Typed'],
      ['project_urls', 'Home, https://demo.example'],
      ['requires_dist', 'attrs>=20'],
      ['license_file', 'LICENSE'],
      ['import_name', 'demo'],
      ['description_content_type', 'text/markdown'],
      ['description', '# demo\r\n'],
      ['comment', 'run 7'],
      ['sha256_digest', file.sha256],
      ['attestations', '[{"version":1}]'],
    ]);
  });
  it('License-File is left out below metadata 2.4', () => {
    const names = (version: string) =>
      renderUploadForm(demoFile({ metadata: metadata(version) })).map(([name]) => name);
    expect(names('2.1')).not.toContain('license_file');
    expect(names('2.10')).toContain('license_file');
    expect(names('3.0')).toContain('license_file');
  });
  it('an sdist gets the file type and Python version of the API', () => {
    const fields = new Map(renderUploadForm(demoFile({ name: 'demo-1.0.tar.gz' })));
    expect(fields.get('filetype')).toBe('sdist');
    expect(fields.get('pyversion')).toBe('source');
  });
});
