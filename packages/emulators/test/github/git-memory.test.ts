import { describe, expect, it } from 'vitest';
import { createGitMemory, isAboutObjectsAlone } from '../../src/github/git-memory.ts';

const one = 'a'.repeat(40);
const two = 'b'.repeat(40);

describe('a call of git', () => {
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
  ])('is about objects alone when it names each by its whole hash: %j', (args) => {
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
  ])('is not about objects alone when something else can change what it says: %j', (args) => {
    expect(isAboutObjectsAlone(args)).toBe(false);
  });
});

describe('the memory of git', () => {
  const outcome = (text: string, exitCode = 0) => ({ exitCode, stdout: Buffer.from(text), stderr: '' });

  it('keeps what was said, by repository and call', () => {
    const memory = createGitMemory();
    memory.keep('/a', ['cat-file', '-t', one], outcome('commit'));
    expect(memory.find('/a', ['cat-file', '-t', one])).toEqual(outcome('commit'));
    expect(memory.find('/b', ['cat-file', '-t', one])).toBeUndefined();
    expect(memory.find('/a', ['cat-file', '-t', two])).toBeUndefined();
  });

  it('forgets a failure, since the object may come, and what is long', () => {
    const memory = createGitMemory();
    memory.keep('/a', ['cat-file', '-t', one], outcome('', 128));
    memory.keep('/a', ['cat-file', 'blob', two], outcome('x'.repeat(64 * 1024 + 1)));
    expect(memory.find('/a', ['cat-file', '-t', one])).toBeUndefined();
    expect(memory.find('/a', ['cat-file', 'blob', two])).toBeUndefined();
  });
});
