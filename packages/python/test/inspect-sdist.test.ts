import { describe, expect, it } from 'vitest';
import { inspectDistribution } from '../src/distribution/inspect-distribution.ts';
import { sdistMembers, sdistName, writeDistribution, writeTar } from './distribution-files.ts';
import { demoMetadata, wheelParts, writeZip } from './zip-writer.ts';

const inspectSdist = (bytes: Buffer, name = sdistName) => inspectDistribution(writeDistribution(name, bytes));

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
