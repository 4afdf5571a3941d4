import { describe, expect, it } from 'vitest';
import { checkRecord, hasValidEntryPoints } from '../src/archives/wheel-check.ts';
import type { ZipArchive } from '../src/archives/zip-reader.ts';

const info = 'demo-1.0.dist-info';
function archive(files: Readonly<Record<string, string | Buffer>>): ZipArchive {
  const entries = Object.keys(files).map((name) => ({ name }));
  const read = (name: string) => (name in files ? Buffer.from(files[name] ?? '') : undefined);
  return { entries, read } as unknown as ZipArchive;
}

describe('checkRecord', () => {
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
  ])('a RECORD that %s agrees with its wheel', (_what, record, files) => {
    expect(check(record, files)).toBe('agrees');
  });

  it.each([
    ['an unlisted file', own, ['a.py']],
    ['a listed file that is missing', `a.py,,\n${own}`, []],
    ['a different file', `a.py,,\n${own}`, ['b.py']],
  ])('a wheel with %s differs from its RECORD', (_what, record, files) => {
    expect(check(record, files)).toBe('differs');
  });

  it('a RECORD that is absent or not UTF-8 is missing', () => {
    expect(checkRecord(archive({}), info)).toBe('missing');
    expect(check(Buffer.from([0xff]))).toBe('missing');
  });
});

describe('hasValidEntryPoints', () => {
  const isValid = (text: string | Buffer) =>
    hasValidEntryPoints(archive({ [`${info}/entry_points.txt`]: text }), info);

  it('a wheel without entry points is valid', () => {
    expect(hasValidEntryPoints(archive({}), info)).toBe(true);
  });

  it.each([
    '[console_scripts]\ndemo = demo:main\n',
    '# c\n; c\n[console_scripts]\r\ndemo=demo:main\n  continued\n[gui_scripts]\nünï-1.x_y = a:b',
    '[other]\na/b = c\n',
  ])('the entry points %j are valid', (text) => {
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
  ])('the entry points %j are rejected', (text) => {
    expect(isValid(text)).toBe(false);
  });
});
