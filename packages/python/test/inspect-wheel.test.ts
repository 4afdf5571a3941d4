import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inspectDistribution } from '../src/distribution/inspect-distribution.ts';
import { sdistMembers, sdistName, writeDistribution, writeTar } from './distribution-files.ts';
import { demoMetadata, wheelParts, writeZip, type ZipPart } from './zip-writer.ts';

const wheelName = 'demo-1.2.0-py3-none-any.whl';
const inspectWheel = (bytes: Buffer, name = wheelName) => inspectDistribution(writeDistribution(name, bytes));
const inspectSdist = (bytes: Buffer, name = sdistName) => inspectDistribution(writeDistribution(name, bytes));
const zip = (part: ZipPart): Buffer => writeZip([...wheelParts(), part]);

const smallBombs = Array.from({ length: 80 }, (_, at) => ({ name: `x${at}`, bytes: Buffer.alloc(1 << 20) }));

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
    ['more bytes than its header says', zip({ name: 'x', bytes: 'xyz', size: 2 }), /not a valid ZIP archive/],
    ['fewer bytes than its header says', zip({ name: 'x', bytes: 'xyz', size: 4 }), /3 bytes, .* says 4/],
    [
      'far more bytes than its header says',
      zip({ name: 'x', bytes: Buffer.alloc(80 << 20), size: 2 << 20 }),
      /has 2\d{6} bytes, but its header says 2097152/,
    ],
    [
      'fewer large bytes than its header says',
      zip({ name: 'x', bytes: Buffer.alloc(2 << 20), size: 3 << 20 }),
      /has 2097152 bytes, but its header says 3145728/,
    ],
    [
      'a truncated member',
      zip({
        name: 'x',
        bytes: deflateRawSync('x'.repeat(999)).subarray(0, 8),
        method: 8,
        raw: true,
        size: 999,
      }),
      /unexpected end of file/,
    ],
    ['many small bombs', writeZip([...wheelParts(), ...smallBombs]), /more than 50 times/],
    ['a decompression bomb', zip({ name: 'x', bytes: Buffer.alloc(80 * 1024 * 1024) }), /more than 50 times/],
  ])('a wheel with %s is rejected', async (_what, bytes, words) => {
    await expect(inspectWheel(bytes)).rejects.toThrow(
      expect.objectContaining({ code: 'E_DISTRIBUTION_INVALID' }),
    );
    await expect(inspectWheel(bytes)).rejects.toThrow(words);
  });

  it.each([0, 8])('members of every size are hashed, with method %i', async (method) => {
    const random = createHash('shake256', { outputLength: 2_500_000 }).update('x').digest();
    const sizes = [0, 1, 65_535, 65_536, 200_000, 262_144, 262_145, 1_048_576, 1_048_577, 2_500_000];
    const members = sizes.map((size) => ({ name: `x${size}`, bytes: random.subarray(0, size), method }));
    const wheel = await inspectWheel(writeZip([...wheelParts(), ...members]));
    for (const { name, bytes } of members)
      expect(wheel.members).toContainEqual({
        name,
        size: bytes.byteLength,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
  });

  it('a directory may list the members in a different order', async () => {
    const wheel = await inspectWheel(writeZip(wheelParts(), { isReversed: true }));
    expect(wheel.problems).toEqual([]);
    expect(wheel.members).toHaveLength(4);
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
