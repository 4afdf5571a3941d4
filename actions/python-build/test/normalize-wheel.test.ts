import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWheelMembers } from '@slipway/python/archive/wheel-members';
import { inspectDistribution } from '@slipway/python/distribution/inspect-distribution';
import { type Zippable, zipSync } from 'fflate';
import { describe, expect, it, onTestFinished } from 'vitest';
import { normalizeWheel } from '../src/canonical/normalize-wheel.ts';

const folder = 'demo-1.0.dist-info';
const texts: Readonly<Record<string, string>> = {
  'demo/__init__.py': 'x = 1\n',
  'demo/data.json': '{}\n',
  'demo/run.sh': '#!/bin/sh\n',
  [`demo/${'ä'.repeat(20)}.txt`]: 'umlauts\n',
  [`${folder}/METADATA`]: 'Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n',
  [`${folder}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
};
const rows = Object.entries(texts).map(
  ([name, text]) =>
    `${name},sha256=${createHash('sha256').update(text).digest('base64url')},${Buffer.byteLength(text)}\n`,
);
const all: Readonly<Record<string, string>> = {
  ...texts,
  [`${folder}/RECORD`]: `${rows.join('')}${folder}/RECORD,,\n`,
};

/** Writes the same wheel as another machine would at another time. @param mask of the files in its checkout */
async function writeWheel(
  names: readonly string[],
  mask: number,
  mtime: Date,
  level: 1 | 9,
): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'normalize-wheel-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const path = join(home, 'demo-1.0-py3-none-any.whl');
  const entries: Zippable = {};
  for (const name of names) {
    const mode = (name.endsWith('.sh') ? 0o777 : 0o666) & ~mask;
    const attrs = ((0o100_000 | mode) << 16) >>> 0;
    entries[name] = [Buffer.from(all[name] ?? ''), { os: 3, attrs, mtime, level }];
  }
  await writeFile(path, zipSync(entries));
  return path;
}

const hash = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

describe('a canonical wheel', () => {
  const names = Object.keys(all);
  const write = (): Promise<[string, string]> =>
    Promise.all([
      writeWheel(names, 0o022, new Date(2024, 1, 2), 1),
      writeWheel(names.toReversed(), 0o077, new Date(2025, 7, 8), 9),
    ]);

  it('two machines at two times get the same bytes, with the same members', async () => {
    const [one, other] = await write();
    expect(await hash(one)).not.toBe(await hash(other));
    const before = await inspectDistribution(one);
    for (const path of [one, other]) await normalizeWheel(path, 1_650_000_000);
    expect(await hash(one)).toBe(await hash(other));
    const after = await inspectDistribution(one);
    expect(after.problems).toEqual([]);
    expect(new Map(after.members.map(({ name, sha256 }) => [name, sha256]))).toEqual(
      new Map(before.members.map(({ name, sha256 }) => [name, sha256])),
    );
  });

  it('the metadata is last, and what its owner may execute everybody may', async () => {
    const [, path] = await write();
    await normalizeWheel(path, 1_650_000_000);
    const members = (await readWheelMembers(path, 1_000_000)) ?? [];
    expect(members.map(({ name }) => name)).toEqual([
      ...Object.keys(texts).filter((name) => !name.startsWith(folder)),
      ...['METADATA', 'RECORD', 'WHEEL'].map((name) => `${folder}/${name}`),
    ]);
    expect(members.filter(({ isExecutable }) => isExecutable).map(({ name }) => name)).toEqual([
      'demo/run.sh',
    ]);
    // The high half of the external attributes of each entry in the directory.
    const bytes = await readFile(path);
    const modes = new Set<string>();
    for (let at = bytes.indexOf('PK\u0001\u0002'); at >= 0; at = bytes.indexOf('PK\u0001\u0002', at + 1))
      modes.add(bytes.readUInt16LE(at + 40).toString(8));
    expect([...modes].sort()).toEqual(['100644', '100755']);
  });

  it.each(['UTC', 'Asia/Tokyo', 'America/Los_Angeles'])(
    'the date is that of the commit in UTC on a machine in the zone %s',
    async (zone) => {
      const before = process.env['TZ'];
      process.env['TZ'] = zone;
      onTestFinished(() => {
        if (before === undefined) delete process.env['TZ'];
        else process.env['TZ'] = before;
      });
      const [path] = await write();
      // 2022-04-15T05:20:00Z in the fields of DOS.
      await normalizeWheel(path, 1_650_000_000);
      const header = await readFile(path);
      expect(header.readUInt16LE(12)).toBe((42 << 9) | (4 << 5) | 15);
      expect(header.readUInt16LE(10)).toBe((5 << 11) | (20 << 5));
    },
  );

  it('a date before the first of ZIP, or none, is that first date', async () => {
    const [one, other] = await write();
    await normalizeWheel(one, 0);
    await normalizeWheel(other, undefined);
    expect(await hash(one)).toBe(await hash(other));
    expect((await readFile(one)).readUInt16LE(12)).toBe((1 << 5) | 1);
  });

  it('folders and empty files are kept', async () => {
    const home = await mkdtemp(join(tmpdir(), 'normalize-wheel-'));
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    const path = join(home, 'demo-1.0-py3-none-any.whl');
    const entries = Object.entries({ 'demo/': '', ...all }).map(
      ([name, text]): [string, Zippable[string]] => [
        name,
        [Buffer.from(text), { level: text === '' ? 0 : 9 }],
      ],
    );
    await writeFile(path, zipSync(Object.fromEntries(entries)));
    await normalizeWheel(path, 1_650_000_000);
    expect((await inspectDistribution(path)).problems).toEqual([]);
    expect((await readWheelMembers(path, 1_000_000))?.map(({ name }) => name)).toContain('demo/');
  });

  it('a wheel larger than the limit is rejected and stays as it is', async () => {
    const [path] = await write();
    const before = await hash(path);
    await expect(normalizeWheel(path, 1_650_000_000, 40)).rejects.toMatchObject({ code: 'E_BUILD_FAILED' });
    expect(await hash(path)).toBe(before);
  });
});
