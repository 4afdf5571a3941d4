import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  architectureOf,
  fileNameOf,
  isFileOf,
  packageRepository,
  tagOfVersion,
  versionOfTag,
} from '../../src/pyoci/package-name.ts';
import { checkRepository, isTag } from '../../src/reference.ts';

describe('packageRepository', () => {
  it.each([
    ['ruamel.yaml', 'ruamel_yaml'],
    ['PyYAML', 'pyyaml'],
    ['zope.interface', 'zope_interface'],
    ['my-pkg', 'my_pkg'],
    ['A__b.-C', 'a_b_c'],
  ])('the project %s is stored as %s', (project, name) => {
    expect(packageRepository('Octo/Demo/pypi', project)).toBe(`octo/demo/pypi/${name}`);
  });

  it('every valid project name leads to a valid repository name', () => {
    const letter = fc.constantFrom(...'abcXYZ019');
    const inner = fc.stringMatching(/^[A-Za-z0-9._-]{0,30}$/);
    fc.assert(
      fc.property(letter, inner, letter, (first, middle, last) => {
        checkRepository(packageRepository('octo/demo', `${first}${middle}${last}`));
      }),
    );
  });
});

describe('tagOfVersion', () => {
  it.each([
    ['1.0+local.7', '1.0-local.7'],
    ['1.0.post1', '1.0.post1'],
    ['1.0rc1', '1.0rc1'],
    [`1.${'0'.repeat(126)}`, `1.${'0'.repeat(126)}`],
  ])('the tag of version %s is %s and converts back', (version, tag) => {
    expect(tagOfVersion(version)).toBe(tag);
    expect(isTag(tag)).toBe(true);
    expect(versionOfTag(tag)).toBe(version);
  });

  it.each(['1!2.0', `1.${'0'.repeat(127)}`])(
    'a version that does not fit in a tag is rejected: %s',
    (version) => {
      expect(() => tagOfVersion(version)).toThrow(/Version 1/);
    },
  );
});

describe('architectureOf', () => {
  it.each([
    ['demo-1.0.tar.gz', '.tar.gz'],
    ['demo-1.0-py3-none-any.whl', 'py3-none-any.whl'],
    ['demo-1.0-1-cp313-cp313-win_amd64.whl', '1-cp313-cp313-win_amd64.whl'],
  ])('the architecture of %s is %s and converts back to the file name', (fileName, architecture) => {
    expect(architectureOf(fileName)).toBe(architecture);
    expect(fileNameOf('demo', '1.0', architecture)).toBe(fileName);
  });
});

describe('isFileOf', () => {
  it.each([
    ['demo-1.0-py3-none-any.whl', true],
    ['demo-1.0-1-py3-none-any.whl', true],
    ['demo-1.0.tar.gz', true],
    ['Demo-1.0.tar.gz', true],
    ['demo-9.9-py3-none-any.whl', false],
    ['demo-9.9.tar.gz', false],
    ['other-1.0.tar.gz', false],
    ['demo-1.0-1.0.tar.gz', false],
    ['demo.tar.gz', false],
  ])('the file name %s belongs to demo 1.0: %s', (fileName, expected) => {
    expect(isFileOf(fileName, 'demo', '1.0')).toBe(expected);
  });

  it('a different spelling of the project name still matches', () => {
    expect(isFileOf('my-old.name-1.0+local.7.tar.gz', 'My_Old-Name', '1.0+local.7')).toBe(true);
  });
});
