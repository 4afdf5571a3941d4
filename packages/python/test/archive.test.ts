import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inspectDistribution } from '../src/distribution/inspect-distribution.ts';
import { sdistMembers, sdistName, writeDistribution, writeTar } from './distribution-files.ts';
import { demoMetadata, wheelParts, writeZip, type ZipPart } from './zip-writer.ts';

const wheelName = 'demo-1.2.0-py3-none-any.whl';
const inspectWheel = (bytes: Buffer, name = wheelName) => inspectDistribution(writeDistribution(name, bytes));
const inspectSdist = (bytes: Buffer, name = sdistName) => inspectDistribution(writeDistribution(name, bytes));
const zip = (part: ZipPart): Buffer => writeZip([...wheelParts(), part]);

describe('inspectWheel', () => {
  it('a valid wheel is described without problems', async () => {
    const wheel = await inspectWheel(writeZip(wheelParts({ 'demo/a,b.txt': 'x' })));
    expect(wheel.problems).toEqual([]);
    expect(wheel.warnings).toEqual([]);
    expect(wheel).toMatchObject({
      kind: 'wheel',
      project: 'demo',
      version: '1.2.0',
      pythonTag: 'py3',
      isPure: true,
    });
    expect(wheel.members.map(({ name }) => name)).toContain('demo/a,b.txt');
    expect(wheel.metadata.description).toBe('# Demo\n');
  });

  it('a wheel may contain stored members, folders and a platform tag', async () => {
    const parts = wheelParts().map((part) => ({ ...part, method: 0 }));
    const folder = { name: 'demo/', bytes: '', method: 0, mode: 0o040_755 };
    const wheel = await inspectWheel(
      writeZip([folder, ...parts]),
      'demo-1.2.0-1-cp312-abi3-manylinux_2_28_x86_64.whl',
    );
    expect(wheel.problems).toEqual([]);
    expect(wheel.isPure).toBe(false);
  });

  it.each<[string, Buffer, RegExp]>([
    ['a path out of its folder', zip({ name: '../x', bytes: '' }), /points outside|relative path/],
    ['an absolute path', zip({ name: '/x', bytes: '' }), /absolute path/],
    ['a drive letter', zip({ name: 'C:/x', bytes: '' }), /absolute path/],
    ['a backslash', zip({ name: 'a\\x', bytes: '' }), /backslash|invalid characters/],
    ['a control character', zip({ name: 'a\u0001', bytes: '' }), /control character/],
    ['a duplicate member name', zip({ name: 'demo/__init__.py', bytes: '' }), /is repeated/],
    ['a symbolic link', zip({ name: 'link', bytes: 'elsewhere', mode: 0o120_777 }), /link or a device/],
    ['encryption', zip({ name: 'x', bytes: '', flags: 0x801 }), /encrypted/],
    ['an unsupported compression method', zip({ name: 'x', bytes: 'x', method: 12 }), /method 12/],
    ['a wrong checksum', zip({ name: 'x', bytes: 'x', crc: 1 }), /damaged/],
    [
      'a local header with a different name',
      zip({ name: 'x', bytes: 'x', local: { name: 'y' } }),
      /differs from the directory/,
    ],
    [
      'a local header with a different size',
      zip({ name: 'x', bytes: 'x', local: { size: 2 } }),
      /differs from the directory/,
    ],
    ['a data descriptor', zip({ name: 'x', bytes: 'x', flags: 0x808 }), /data descriptor/],
    ['bytes after a member', zip({ name: 'x', bytes: 'x', gap: Buffer.from('gap') }), /bytes between/],
    ['a member comment', zip({ name: 'x', bytes: 'x', comment: 'hi' }), /comment/],
    ['an archive comment', writeZip(wheelParts(), { comment: 'hi' }), /comment/],
    ['bytes after its end', writeZip(wheelParts(), { trailing: Buffer.from('more') }), /after its end/],
    [
      'bytes before its start',
      writeZip(wheelParts(), { prefix: Buffer.from('#!/bin/sh\n') }),
      /bytes between/,
    ],
    [
      'a second archive in front',
      Buffer.concat([writeZip(wheelParts()), writeZip(wheelParts())]),
      /bytes before/,
    ],
    ['no content', Buffer.alloc(0), /not a ZIP archive/],
    [
      'two metadata folders',
      zip({ name: 'other-1.0.dist-info/METADATA', bytes: '' }),
      /2 \*\.dist-info folders/,
    ],
    ['a decompression bomb', zip({ name: 'x', bytes: Buffer.alloc(80 * 1024 * 1024) }), /more than 50 times/],
  ])('a wheel with %s is rejected', async (_what, bytes, words) => {
    await expect(inspectWheel(bytes)).rejects.toThrow(
      expect.objectContaining({ code: 'E_DISTRIBUTION_INVALID' }),
    );
    await expect(inspectWheel(bytes)).rejects.toThrow(words);
  });

  it('a wheel or sdist with the extension of the other is rejected', async () => {
    await expect(inspectWheel(await writeTar(sdistMembers()))).rejects.toThrow(/not a ZIP archive/);
    await expect(inspectSdist(writeZip(wheelParts()))).rejects.toThrow(/\.tar\.gz/);
  });

  it.each(['Demo', 'DEMO'])(
    'a metadata folder spelled "%s" is a problem for PyPI alone',
    async (spelling) => {
      const parts = wheelParts().map((part) => ({
        ...part,
        name: part.name.replace('demo-1.2.0.dist-info', `${spelling}-1.2.0.dist-info`),
        bytes: part.name.endsWith('/RECORD')
          ? String(part.bytes).replaceAll('demo-1.2.0.dist-info', `${spelling}-1.2.0.dist-info`)
          : part.bytes,
      }));
      const wheel = await inspectWheel(writeZip(parts));
      expect(wheel.pypiProblems).toEqual([
        `PyPI looks for the folder "demo-1.2.0.dist-info", but it is spelled "${spelling}-1.2.0.dist-info".`,
      ]);
      expect(wheel.problems).toEqual(wheel.pypiProblems);
    },
  );

  it('a dot in the spelling of the metadata folder is a problem for PyPI alone', async () => {
    const rename = (text: string): string =>
      text.replaceAll('demo-1.2.0.dist-info', 'my.demo-1.2.0.dist-info');
    const metadata = demoMetadata.replace('Name: demo', 'Name: my.demo');
    const parts = wheelParts({}, metadata).map((part) => ({
      ...part,
      name: rename(part.name),
      bytes: part.name.endsWith('/RECORD') ? rename(String(part.bytes)) : part.bytes,
    }));
    const wheel = await inspectWheel(writeZip(parts), 'my_demo-1.2.0-py3-none-any.whl');
    expect(wheel.pypiProblems).toHaveLength(1);
    expect(wheel.problems).toEqual(wheel.pypiProblems);
  });

  it('a wheel that differs from its RECORD is reported', async () => {
    const parts = wheelParts({ 'demo/a.py': 'a' });
    const change = (edit: (record: string) => string): Buffer =>
      writeZip(
        parts.map((part) =>
          part.name.endsWith('/RECORD') ? { ...part, bytes: edit(String(part.bytes)) } : part,
        ),
      );
    const problemsOf = async (edit: (record: string) => string) =>
      (await inspectWheel(change(edit))).problems.join(' ');
    expect(await problemsOf((text) => text.replace(/demo\/a\.py.*\n/, ''))).toBe(
      'RECORD does not list "demo/a.py".',
    );
    expect(await problemsOf((text) => `${text}gone.py,sha256=x,1\n`)).toContain('which is not in the wheel');
    expect(await problemsOf((text) => text.replace(/(demo\/a\.py,sha256=)./, '$1-'))).toContain(
      'a wrong SHA-256',
    );
    expect(await problemsOf((text) => text.replace(/(demo\/a\.py,.*),1/, '$1,2'))).toContain(
      'a wrong size for "demo/a.py"; expected 1 bytes',
    );
    expect(await problemsOf((text) => text.replace(/demo\/a\.py,.*/, 'demo/a.py,md5=abc,1'))).toContain(
      'no SHA-256',
    );
    const strong = `demo/a.py,sha512=${createHash('sha512').update('a').digest('base64url')},1`;
    const accepted = await inspectWheel(change((text) => text.replace(/demo\/a\.py,.*/, strong)));
    expect(accepted.problems).toEqual([]);
    expect(accepted.warnings.join()).toContain('a longer digest for 1 file');
    expect(await problemsOf((text) => `${text}${/demo\/a\.py.*\n/.exec(text)?.[0]}`)).toContain('twice');
    expect(await problemsOf((text) => `${text}"open`)).toContain('not a valid CSV file');
  });

  it('a wheel whose name, files and metadata disagree is reported', async () => {
    const named = await inspectWheel(writeZip(wheelParts()), 'other-1.3.0-py3-none-any.whl');
    expect(named.problems.join(' ')).toMatch(/"other".*"demo".*1\.3\.0.*1\.2\.0.*folder/);
    expect(
      (await inspectWheel(writeZip(wheelParts()), 'Demo-1.2.0-py3-none-any.whl')).problems.join(),
    ).toContain('PEP 427');
    const without = writeZip(wheelParts().filter(({ name }) => !/\/(WHEEL|RECORD)$/.test(name)));
    expect((await inspectWheel(without)).problems).toHaveLength(2);
    const license = demoMetadata.replace('Summary', 'License-File: LICENSE\nSummary');
    expect((await inspectWheel(writeZip(wheelParts({}, license)))).problems.join()).toContain(
      'licenses/LICENSE',
    );
    const there = wheelParts({ 'demo-1.2.0.dist-info/licenses/LICENSE': 'MIT' }, license);
    expect((await inspectWheel(writeZip(there))).problems).toEqual([]);
  });

  it('a wheel with names that differ only in case produces a warning', async () => {
    const wheel = await inspectWheel(writeZip(wheelParts({ 'demo/A.py': '', 'demo/a.py': '' })));
    expect(wheel.warnings.join()).toContain('case-insensitive file systems');
  });
});

describe('inspectSdist', () => {
  it('a valid sdist is described without problems', async () => {
    const sdist = await inspectSdist(
      await writeTar([[{ name: 'demo-1.2.0/', type: 'directory' }], ...sdistMembers()]),
    );
    expect(sdist.problems).toEqual([]);
    expect(sdist).toMatchObject({
      kind: 'sdist',
      project: 'demo',
      version: '1.2.0',
      pythonTag: 'source',
      isPure: true,
    });
    expect(sdist.members).toHaveLength(2);
  });

  const name = 'demo-1.2.0/x';
  it.each<[string, Parameters<typeof writeTar>[0][number], RegExp]>([
    ['a path out of its folder', [{ name: 'demo-1.2.0/../../x' }, ''], /points outside/],
    ['an absolute path', [{ name: '/x' }, ''], /absolute path|points outside/],
    ['a link to an absolute path', [{ name, type: 'symlink', linkname: '/etc/passwd' }], /absolute path/],
    ['a link to a drive', [{ name, type: 'symlink', linkname: 'C:/x' }], /absolute path/],
    ['a link with a backslash', [{ name, type: 'symlink', linkname: '..\\x' }], /backslash/],
    ['a link out of its folder', [{ name, type: 'symlink', linkname: '../x' }], /points outside/],
    [
      'a link that leads out and back',
      [{ name, type: 'symlink', linkname: '../demo-1.2.0/a' }],
      /points outside/,
    ],
    ['a link to itself', [{ name, type: 'symlink', linkname: 'x' }], /to itself/],
    ['a hard link out of its folder', [{ name, type: 'link', linkname: 'other/x' }], /points outside/],
    [
      'a hard link to a missing file',
      [{ name, type: 'link', linkname: 'demo-1.2.0/y' }],
      /not an earlier file/,
    ],
    ['a hard link upwards', [{ name, type: 'link', linkname: 'demo-1.2.0/../x' }], /points outside/],
    ['a pipe', [{ name, type: 'fifo' }], /not a file, folder/],
    ['a device', [{ name, type: 'character-device' }], /not a file, folder/],
    ['a duplicate member name', [{ name: 'demo-1.2.0/PKG-INFO' }, ''], /is repeated/],
    ['a second top-level folder', [{ name: 'other/x' }, ''], /outside its top folder/],
    ['a file outside its top-level folder', [{ name: 'x' }, ''], /outside its top folder/],
    ['a PAX path out of its folder', [{ name: `../${'long/'.repeat(60)}x` }, ''], /points outside/],
    ['two PAX paths', [{ name: `é${name}`, pax: { path: '../evil' } }, ''], /contains "path" twice/],
    [
      'a path of 5,000 characters',
      [{ name: 'demo-1.2.0/'.padEnd(5000, 'x/') }, ''],
      /more than 4096 characters/,
    ],
    ['a decompression bomb', [{ name }, '\0'.repeat(80 * 1024 * 1024)], /more than 50 times/],
  ])('an sdist with %s is rejected', async (_what, member, words) => {
    const bytes = await writeTar([...sdistMembers(), member]);
    await expect(inspectSdist(bytes)).rejects.toThrow(words);
  });

  it('an sdist may contain links that stay inside it, including license files', async () => {
    const metadata = demoMetadata.replace('Summary', 'License-File: docs/LICENSE\nSummary');
    const top = 'demo-1.2.0';
    const sdist = await inspectSdist(
      await writeTar([
        ...sdistMembers(metadata),
        [{ name: `${top}/docs/LICENSE`, type: 'symlink', linkname: '../LICENSE.txt' }],
        [{ name: `${top}/src/all`, type: 'symlink', linkname: '../docs/./gone/../LICENSE' }],
        [{ name: `${top}/top`, type: 'symlink', linkname: '.' }],
        [{ name: `${top}/COPY`, type: 'link', linkname: `${top}/pyproject.toml` }],
        [{ name: `${top}/LICENSE.txt` }, 'MIT'],
      ]),
    );
    expect(sdist.problems).toEqual([]);
    expect(sdist.members.map(({ name }) => name)).toContain(`${top}/docs/LICENSE`);
  });

  it.each<[string, Parameters<typeof writeTar>[0], RegExp]>([
    [
      'points outside the folder through another link',
      [
        [{ name: 'demo-1.2.0/out', type: 'symlink', linkname: 'a/B/up/../x' }],
        [{ name: 'demo-1.2.0/a/b/up', type: 'symlink', linkname: '../..' }],
      ],
      /"demo-1\.2\.0\/out" is a link that points outside the archive/,
    ],
    [
      'redirects another member',
      [
        [{ name: 'demo-1.2.0/here', type: 'symlink', linkname: '.' }],
        [{ name: 'demo-1.2.0/Here/PKG-INFO' }, 'Name: evil'],
      ],
      /"demo-1\.2\.0\/Here\/PKG-INFO" is inside a linked folder/,
    ],
    [
      'is hard-linked from a different folder',
      [
        [{ name: 'demo-1.2.0/a/b/up', type: 'symlink', linkname: '../..' }],
        [{ name: 'demo-1.2.0/up', type: 'link', linkname: 'demo-1.2.0/a/b/up' }],
      ],
      /not an earlier file/,
    ],
  ])('an sdist with a link that %s is rejected', async (_what, members, words) => {
    await expect(inspectSdist(await writeTar([...sdistMembers(), ...members]))).rejects.toThrow(words);
  });

  it('an empty, truncated or extended sdist is rejected', async () => {
    const bytes = await writeTar(sdistMembers());
    await expect(inspectSdist(Buffer.alloc(0))).rejects.toThrow(/no files|is not a valid/);
    await expect(inspectSdist(bytes.subarray(0, bytes.length - 40))).rejects.toThrow(/is not a valid/);
    for (const more of [Buffer.from('more data'), Buffer.alloc(512), writeZip(wheelParts())]) {
      await expect(inspectSdist(Buffer.concat([bytes, more]))).rejects.toThrow(
        /after its end|is not a valid/,
      );
    }
    await expect(inspectSdist(await writeTar([]))).rejects.toThrow(/no file/);
    await expect(inspectSdist(await writeTar(sdistMembers().slice(1)))).rejects.toThrow(
      /PKG-INFO" is missing/,
    );
  });

  it.each([
    [demoMetadata.replace('Summary', 'name: other\nSummary'), 'the metadata contains the field "name" twice'],
    [demoMetadata.replace('Summary', 'Description: x\nSummary'), 'the metadata contains a description both'],
  ])('an sdist with ambiguous metadata is rejected by file name (case %#)', async (metadata, words) => {
    await expect(inspectSdist(await writeTar(sdistMembers(metadata)))).rejects.toThrow(
      `${sdistName}: ${words}`,
    );
  });

  it('a version in the file name that differs from the metadata is a problem', async () => {
    const sdist = await inspectSdist(await writeTar(sdistMembers()), 'demo-1.3.0.tar.gz');
    expect(sdist.problems.join(' ')).toContain('version 1.3.0');
  });

  it('a top-level folder that differs from the file name is only a warning', async () => {
    const members = sdistMembers().map(
      ([{ name }, text]) => [{ name: name.replace(/^[^/]+/, 'Demo-1.2.0') }, text] as const,
    );
    const sdist = await inspectSdist(await writeTar(members));
    expect(sdist.problems).toEqual([]);
    expect(sdist.warnings).toEqual(['Its top folder is "Demo-1.2.0", not "demo-1.2.0".']);
  });
});
