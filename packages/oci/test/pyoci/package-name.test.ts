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

describe('the name of a package in a registry', () => {
  it.each([
    ['ruamel.yaml', 'ruamel_yaml'],
    ['PyYAML', 'pyyaml'],
    ['zope.interface', 'zope_interface'],
    ['my-pkg', 'my_pkg'],
    ['A__b.-C', 'a_b_c'],
  ])('of %s is the one an installer asks for, with _ for -: %s', (project, name) => {
    expect(packageRepository('Octo/Demo/pypi', project)).toBe(`octo/demo/pypi/${name}`);
  });

  it('is one that a registry accepts, for every name of PEP 508', () => {
    const letter = fc.constantFrom(...'abcXYZ019');
    const inner = fc.stringMatching(/^[A-Za-z0-9._-]{0,30}$/);
    fc.assert(
      fc.property(letter, inner, letter, (first, middle, last) => {
        checkRepository(packageRepository('octo/demo', `${first}${middle}${last}`));
      }),
    );
  });
});

describe('the tag of a version', () => {
  it.each([
    ['1.0+local.7', '1.0-local.7'],
    ['1.0.post1', '1.0.post1'],
    ['1.0rc1', '1.0rc1'],
    [`1.${'0'.repeat(126)}`, `1.${'0'.repeat(126)}`],
  ])('%s leads back to the version', (version, tag) => {
    expect(tagOfVersion(version)).toBe(tag);
    expect(isTag(tag)).toBe(true);
    expect(versionOfTag(tag)).toBe(version);
  });

  it.each(['1!2.0', `1.${'0'.repeat(127)}`])('does not exist for %s', (version) => {
    expect(() => tagOfVersion(version)).toThrow(/Version 1/);
  });
});

describe('what tells the files of a version apart', () => {
  it.each([
    ['demo-1.0.tar.gz', '.tar.gz'],
    ['demo-1.0-py3-none-any.whl', 'py3-none-any.whl'],
    ['demo-1.0-1-cp313-cp313-win_amd64.whl', '1-cp313-cp313-win_amd64.whl'],
  ])('of %s is %s, and leads back to the name', (fileName, architecture) => {
    expect(architectureOf(fileName)).toBe(architecture);
    expect(fileNameOf('demo', '1.0', architecture)).toBe(fileName);
  });
});

describe('a file is of a project and a version', () => {
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
  ])('by its name: %s', (fileName, expected) => {
    expect(isFileOf(fileName, 'demo', '1.0')).toBe(expected);
  });

  it('however the name of the project is spelled', () => {
    expect(isFileOf('my-old.name-1.0+local.7.tar.gz', 'My_Old-Name', '1.0+local.7')).toBe(true);
  });
});
