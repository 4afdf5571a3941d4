import { describe, expect, it } from 'vitest';
import { parseCommandWords } from '../../../src/command-line/command-table.ts';
import { readVerifyOptions, verifyTable } from '../../../src/commands/verify/verify-options.ts';

function read(...words: string[]) {
  const given = parseCommandWords(verifyTable, words);
  if (given === undefined) throw new Error('help was asked for');
  return readVerifyOptions(given);
}

describe('the words of slipway verify', () => {
  it('a release is told from files', () => {
    expect(read('octo/demo@refs/tags/v1.2.0').subject).toEqual({
      ...{ kind: 'release', repository: 'octo/demo', tag: 'v1.2.0' },
    });
    expect(read('dist/a.whl', 'b.intoto.jsonl', '--repo', 'octo/demo').subject).toEqual({
      ...{ kind: 'files', paths: ['dist/a.whl', 'b.intoto.jsonl'], repository: 'octo/demo' },
    });
  });

  it('everything is compared on PyPI unless something else is named', () => {
    const options = read('octo/demo@v1');
    expect(options.channels).toEqual(['release', 'index', 'packages', 'image']);
    expect([options.index.title, options.required, options.isDownloading]).toEqual([
      'PyPI',
      ['release'],
      true,
    ]);
    expect(read('octo/demo@v1', '--index', 'testpypi').index.title).toBe('TestPyPI');
    const own = read('octo/demo@v1', '--index', 'https://index.example/simple').index;
    expect([own.title, own.simpleUrl]).toEqual(['index.example', 'https://index.example/simple/']);
  });

  it.each([
    [[], 'nothing to verify is named'],
    [['a.whl'], 'the repository that has to have signed the files is missing'],
    [['a.whl', '--repo', 'octo'], '"octo" is not a repository'],
    [['octo/demo@v1', 'b'], 'unexpected argument "b"'],
    [['octo/demo@v1', '--repo', 'octo/demo'], '--repo is only for files'],
    [['octo/demo@v1', '--channel', 'npm'], '--channel "npm" is not a channel'],
    [['octo/demo@v1', '--require', 'toString'], '--require "toString" is not a channel'],
    [['octo/demo@v1', '--signer-workflow', 'release.yml'], 'is not a workflow file'],
  ])('the words %j are rejected', (words, message) => {
    expect(() => read(...words)).toThrow(
      expect.objectContaining({ code: 'E_COMMAND_USAGE', message: expect.stringContaining(message) }),
    );
  });
});
