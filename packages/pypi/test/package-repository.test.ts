import { pypiHost, pypiUploadHost, testPypiHost } from '@slipway/core/pypi-hosts';
import { describe, expect, it } from 'vitest';
import {
  projectPageUrl,
  pypiRepository,
  resolvePackageRepository,
  testPypiRepository,
} from '../src/package-repository.ts';

describe('resolvePackageRepository', () => {
  it.each(['', 'pypi', `https://${pypiUploadHost}/legacy/`, `https://${pypiHost}/legacy`])(
    'the input %j is resolved to PyPI',
    (text) => {
      expect(resolvePackageRepository(text)).toBe(pypiRepository);
    },
  );
  it.each(['testpypi', 'TestPyPI', `https://${testPypiHost}/legacy/`])(
    'the input %j is resolved to TestPyPI',
    (text) => {
      expect(resolvePackageRepository(text)).toBe(testPypiRepository);
    },
  );
  it('the address of a different index is kept and its index address is used for reading', () => {
    expect(resolvePackageRepository('https://pkgs.example/up?x=1', 'https://pkgs.example/simple')).toEqual({
      kind: 'other',
      title: 'pkgs.example',
      uploadUrl: 'https://pkgs.example/up?x=1',
      simpleUrl: 'https://pkgs.example/simple/',
      trustedPublishingUrl: 'https://pkgs.example',
      webUrl: undefined,
    });
    expect(resolvePackageRepository('http://127.0.0.1:8080/').simpleUrl).toBeUndefined();
  });
  it.each([
    ['pkgs.example/up', 'not an https address'],
    ['ftp://pkgs.example', 'not an https address'],
    ['http://pkgs.example/up', 'http is only accepted for this machine'],
    ['https://me:hush@pkgs.example/up', 'contains credentials for pkgs.example'],
  ])('the input %j is rejected without revealing credentials', (text, message) => {
    expect(() => resolvePackageRepository(text)).toThrow(message);
    try {
      resolvePackageRepository(text);
    } catch (cause) {
      expect(String(cause)).not.toContain('hush');
    }
  });
  it('an index address for PyPI itself is rejected', () => {
    expect(() => resolvePackageRepository('', 'https://mirror.example/simple')).toThrow('mirror.example');
  });
  it('a release page address contains project and version', () => {
    expect(projectPageUrl(testPypiRepository, 'demo', '1!2.0')).toBe(
      `https://${testPypiHost}/project/demo/1!2.0/`,
    );
  });
});
