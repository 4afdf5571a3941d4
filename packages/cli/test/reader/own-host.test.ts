import { describe, expect, it } from 'vitest';
import { isOwnHost } from '../../src/reader/own-host.ts';
import { quoteForShell } from '../../src/reader/shell.ts';

describe('the host of a request', () => {
  it.each([
    ['127.0.0.1:8741', 8741, true],
    ['LOCALHOST:8741', 8741, true],
    ['localhost', 8741, false],
    ['localhost', 80, true],
    ['127.0.0.1:80', 80, true],
    ['evil.example:8741', 8741, false],
    [undefined, 80, false],
  ])('%s at port %d is our own: %s', (host, port, expected) => {
    expect(isOwnHost(host, port)).toBe(expected);
  });
});

describe('a path in a line to copy', () => {
  it.each<[string, NodeJS.Platform, string]>([
    ['/tmp/wheels', 'linux', '/tmp/wheels'],
    ['/tmp/$HOME "a"', 'linux', `'/tmp/$HOME "a"'`],
    ["/tmp/it's", 'linux', `'/tmp/it'\\''s'`],
    ['C:\\new wheels', 'win32', '"C:\\new wheels"'],
  ])('%s is one word on %s', (path, platform, expected) => {
    expect(quoteForShell(path, platform)).toBe(expected);
  });
});
