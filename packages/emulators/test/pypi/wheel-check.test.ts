import { describe, expect, it } from 'vitest';
import { checkRecord, hasValidEntryPoints } from '../../src/pypi/wheel-check.ts';
import type { ZipArchive } from '../../src/pypi/zip-reader.ts';

const info = 'demo-1.0.dist-info';
function archive(files: Readonly<Record<string, string | Buffer>>): ZipArchive {
  const entries = Object.keys(files).map((name) => ({ name }));
  const read = (name: string) => (name in files ? Buffer.from(files[name] ?? '') : undefined);
  return { entries, read } as unknown as ZipArchive;
}

describe('RECORD of a wheel', () => {
  const check = (record: string | Buffer, more: readonly string[] = []) =>
    checkRecord(
      archive({ [`${info}/RECORD`]: record, ...Object.fromEntries(more.map((name) => [name, 'x'])) }),
      info,
    );
  const own = `${info}/RECORD,,\n`;

  it.each([
    ['names every file', `a.py,sha256=x,1\n${own}`, ['a.py']],
    ['has CRLF and blank lines', `a.py,sha256=x,1\r\n\r\n${own}`, ['a.py']],
    ['quotes a name with a comma and a quote', `"a,""b"".py",sha256=x,1\n${own}`, ['a,"b".py']],
    ['has backslashes between folders', `d\\a.py,,\n${own}`, ['d/a.py']],
    ['leaves out its signatures', own, [`${info}/RECORD.jws`, `${info}/RECORD.p7s`]],
    ['leaves out folders', own, ['folder/']],
  ])('agrees when it %s', (_what, record, files) => {
    expect(check(record, files)).toBe('agrees');
  });

  it.each([
    ['a file is not in it', own, ['a.py']],
    ['it names a file that is not there', `a.py,,\n${own}`, []],
    ['another file stands in its place', `a.py,,\n${own}`, ['b.py']],
  ])('differs when %s', (_what, record, files) => {
    expect(check(record, files)).toBe('differs');
  });

  it('is missing when it is not there, or is no UTF-8', () => {
    expect(checkRecord(archive({}), info)).toBe('missing');
    expect(check(Buffer.from([0xff]))).toBe('missing');
  });
});

describe('entry points of a wheel', () => {
  const isValid = (text: string | Buffer) =>
    hasValidEntryPoints(archive({ [`${info}/entry_points.txt`]: text }), info);

  it('need not be there', () => {
    expect(hasValidEntryPoints(archive({}), info)).toBe(true);
  });

  it.each([
    '[console_scripts]\ndemo = demo:main\n',
    '# c\n; c\n[console_scripts]\r\ndemo=demo:main\n  continued\n[gui_scripts]\nünï-1.x_y = a:b',
    '[other]\na/b = c\n',
  ])('are well formed: %j', (text) => {
    expect(isValid(text)).toBe(true);
  });

  it.each([
    'demo = demo:main\n',
    '[console_scripts]\n../demo = demo:main\n',
    '[gui_scripts]\na/b = c\n',
    '[a]\nx = 1\n[a]\ny = 2\n',
    '[a]\nx = 1\nx = 2\n',
    '[a]\nno value\n',
    '[a]\n= nothing\n',
    '[a]\n  indented\n',
    Buffer.from([0xff]),
  ])('are refused: %j', (text) => {
    expect(isValid(text)).toBe(false);
  });
});
