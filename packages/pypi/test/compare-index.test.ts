import { describe, expect, it } from 'vitest';
import { compareWithIndex } from '../src/index/compare-index.ts';
import type { IndexFile } from '../src/index/index-file.ts';
import type { IndexProject } from '../src/index/simple-index.ts';
import { pypiRepository } from '../src/package-repository.ts';
import type { UploadFile } from '../src/upload-file.ts';
import { demoFile } from './upload-file.ts';

const nowMs = Date.UTC(2026, 8, 20);
const wheel = demoFile();
const sdist = demoFile({ name: 'demo-1.0.tar.gz' });

function served(file: Pick<UploadFile, 'name'>, changes: Partial<IndexFile> = {}): IndexFile {
  return {
    name: file.name,
    url: `https://files.example/${file.name}`,
    sha256: 'sha256' in file ? String(file.sha256) : undefined,
    size: undefined,
    uploadedAtMs: nowMs - 1000,
    yanked: false,
    metadataSha256: undefined,
    provenanceUrl: undefined,
    ...changes,
  };
}

function project(files: readonly IndexFile[], status = 'active'): IndexProject {
  return { files: new Map(files.map((file) => [file.name, file])), status, serial: undefined };
}

const options = { repository: pypiRepository, ifExists: 'verify' as const, nowMs };
const compare = (page: IndexProject | undefined, changes = {}) => [
  ...compareWithIndex([wheel, sdist], page, { ...options, ...changes }).values(),
];

describe('compareWithIndex', () => {
  it('every file is absent if the project does not exist', () => {
    expect(compare(undefined)).toEqual(['absent', 'absent']);
  });
  it('an identical file is accepted and the rest of the release is absent', () => {
    expect(compare(project([served(wheel)]))).toEqual(['same', 'absent']);
  });
  it('a file with different bytes is rejected with both digests', () => {
    const page = project([served(sdist, { sha256: 'f'.repeat(64) })]);
    expect(() => compare(page)).toThrow(`${'f'.repeat(64)}, but the local file has ${sdist.sha256}`);
  });
  it('an existing file is rejected if "if-exists" is "fail"', () => {
    expect(() => compare(project([served(wheel)]), { ifExists: 'fail' })).toThrow('"if-exists" is "fail"');
  });
  it('an incomplete release older than 14 days is rejected and a complete one is accepted', () => {
    const old = { uploadedAtMs: nowMs - 15 * 24 * 60 * 60 * 1000 };
    expect(() => compare(project([served(wheel, old)]))).toThrow('on 2026-09-05, more than 14 days ago');
    expect(compare(project([served(wheel, old), served(sdist, old)]))).toEqual(['same', 'same']);
    const earlier = served({ name: 'demo-0.9.tar.gz' }, old);
    expect(compare(project([earlier]))).toEqual(['absent', 'absent']);
  });
  it('a second sdist of a release is rejected', () => {
    const page = project([served({ name: 'Demo-1.0.zip' })]);
    expect(() => compare(page)).toThrow('has the sdist Demo-1.0.zip');
  });
  it.each([
    ['1.0', 'demo-1.tar.gz'],
    ['1.0', 'demo-1.0.0.tar.gz'],
    ['1.2', 'demo-1.2.0.tar.gz'],
    ['1.2.0rc1', 'demo-1.2rc1.tar.gz'],
    ['1!0.0', 'demo-1!0.tar.gz'],
  ])('the version %s and the file %s belong to the same release', (version, name) => {
    const another = demoFile({ name: `demo-${version}.tar.gz` });
    const page = project([served({ name })]);
    expect(() => compareWithIndex([another], page, options)).toThrow(`has the sdist ${name}`);
  });
  it.each([
    ['1.0', 'demo-1.0.1.tar.gz'],
    ['1.0', 'demo-10.tar.gz'],
    ['1.2', 'demo-1.20.tar.gz'],
    ['1.0rc1', 'demo-1.0rc10.tar.gz'],
    ['1.0+a', 'demo-1.0+a.0.tar.gz'],
    ['0.1', 'demo-1.tar.gz'],
  ])('the version %s and the file %s belong to different releases', (version, name) => {
    const another = demoFile({ name: `demo-${version}.tar.gz` });
    expect(compareWithIndex([another], project([served({ name })]), options).get(another.name)).toBe(
      'absent',
    );
  });
  it('a quarantined project is rejected', () => {
    expect(() => compare(project([], 'quarantined'))).toThrow('is quarantined on PyPI');
  });
  it('a file without a digest on the index is unknown', () => {
    expect(compare(project([served(wheel, { sha256: undefined })]))).toEqual(['unknown', 'absent']);
  });
});
