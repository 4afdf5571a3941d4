import { describe, expect, it } from 'vitest';
import { createGitMemory, isAboutObjectsAlone } from '../src/git/git-memory.ts';

const one = 'a'.repeat(40);
const two = 'b'.repeat(40);

describe('isAboutObjectsAlone', () => {
  it.each([
    [['cat-file', '-t', one]],
    [['rev-parse', '--verify', '--quiet', `${one}^{commit}`]],
    [['merge-base', one, two]],
    [['rev-list', '--count', `${one}..${two}`]],
    [['rev-list', '--count', one, `^${two}`]],
    [['log', '--format=tformat:%H%x00%T', '-1', one]],
    [['ls-tree', '-z', '--long', one, '--', '.github/workflows/']],
    [['cat-file', 'blob', one]],
    [['cat-file', 'tag', one]],
  ])('a call that names every object by its full hash can be remembered: %j', (args) => {
    expect(isAboutObjectsAlone(args)).toBe(true);
  });

  it.each([
    [['rev-parse', '--verify', '--quiet', 'refs/heads/main^{commit}']],
    [['rev-parse', '--verify', '--quiet', `${one.slice(1)}^{commit}`]],
    [['rev-list', '--count', `${one}..main`]],
    [['rev-list', one, '--not', '--all']],
    [['log', '--format=%D', one]],
    [['log', '--format=%H', '--branches', one]],
    [['log', '--format=%H']],
    [['update-ref', 'refs/heads/main', one]],
    [['show-ref', '--verify', '--hash', '--', 'refs/heads/main']],
    [['cat-file', '--batch']],
    [['cat-file', 'blob', 'main:README.md']],
    [['cat-file', 'blob']],
  ])('a call whose result can change is not remembered: %j', (args) => {
    expect(isAboutObjectsAlone(args)).toBe(false);
  });
});

describe('createGitMemory', () => {
  const outcome = (text: string, exitCode = 0) => ({ exitCode, stdout: Buffer.from(text), stderr: '' });

  it('a result is remembered per repository and call', () => {
    const memory = createGitMemory();
    memory.keep('/a', ['cat-file', '-t', one], outcome('commit'));
    expect(memory.find('/a', ['cat-file', '-t', one])).toEqual(outcome('commit'));
    expect(memory.find('/b', ['cat-file', '-t', one])).toBeUndefined();
    expect(memory.find('/a', ['cat-file', '-t', two])).toBeUndefined();
  });

  it('a failed call and a long output are not remembered', () => {
    const memory = createGitMemory();
    memory.keep('/a', ['cat-file', '-t', one], outcome('', 128));
    memory.keep('/a', ['cat-file', 'blob', two], outcome('x'.repeat(64 * 1024 + 1)));
    expect(memory.find('/a', ['cat-file', '-t', one])).toBeUndefined();
    expect(memory.find('/a', ['cat-file', 'blob', two])).toBeUndefined();
  });
});
