import { describe, expect, it } from 'vitest';
import { listEntryPointProblems } from '../src/distribution/entry-points.ts';

const judge = (text: string): string[] => listEntryPointProblems(Buffer.from(text));

describe('entry_points.txt', () => {
  it.each([
    '',
    '# nothing\n; here\n',
    '[console_scripts]\ndemo = demo:main\n\n[pytest11]\na/b = demo.plugin\n',
    '[console_scripts]\r\ndemo-x.y_z=demo:main\r\n',
    '[demo.plugins]\nname = demo:a\n    demo:b\n  # indented\nother = x\n',
    '[console_scripts]\n  indented = a:b\n  second = c:d\n',
    '[gui_scripts]\nwas-heißt = demo:main\n',
  ])('%j is accepted', (text) => {
    expect(judge(text)).toEqual([]);
  });

  it.each([
    ['[console_scripts]\ntools/demo = demo:main\n', 'The script "tools/demo"'],
    ['[gui_scripts]\na b = demo:main\n', 'The script "a b"'],
    ['demo = demo:main\n', 'a line before its first section'],
    ['[a]\nx = 1\n[a]\ny = 2\n', 'two sections "a"'],
    ['[a]\nx = 1\nx = 2\n', 'defines "x" twice'],
    ['[a]\nx\n', 'the line "x" without'],
    ['[a]\n= 1\n', 'the line "= 1" without'],
  ])('%j is rejected', (text, reason) => {
    expect(judge(text)).toEqual([expect.stringContaining(reason)]);
  });

  it('bytes that are not UTF-8 are rejected', () => {
    expect(listEntryPointProblems(Buffer.from([0x5b, 0xff, 0x5d]))).toEqual([
      expect.stringContaining('not valid UTF-8'),
    ]);
  });
});
