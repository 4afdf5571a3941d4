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
    'knows PyPI as %j',
    (text) => {
      expect(resolvePackageRepository(text)).toBe(pypiRepository);
    },
  );
  it.each(['testpypi', 'TestPyPI', `https://${testPypiHost}/legacy/`])('knows TestPyPI as %j', (text) => {
    expect(resolvePackageRepository(text)).toBe(testPypiRepository);
  });
  it('keeps the address of another index as it is, and reads it at the index address', () => {
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
    ['http://pkgs.example/up', 'http is accepted for this machine only'],
    ['https://me:hush@pkgs.example/up', 'holds credentials for pkgs.example'],
  ])('refuses %j', (text, message) => {
    expect(() => resolvePackageRepository(text)).toThrow(message);
    try {
      resolvePackageRepository(text);
    } catch (cause) {
      expect(String(cause)).not.toContain('hush');
    }
  });
  it('refuses an index address for PyPI itself', () => {
    expect(() => resolvePackageRepository('', 'https://mirror.example/simple')).toThrow('mirror.example');
  });
  it('links to the page of a release', () => {
    expect(projectPageUrl(testPypiRepository, 'demo', '1!2.0')).toBe(
      `https://${testPypiHost}/project/demo/1!2.0/`,
    );
  });
});
