import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { readSdistMembers } from '@slipway/python/archive/sdist-members';
import { inspectDistribution } from '@slipway/python/distribution/inspect-distribution';
import { pack } from 'tar-stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { normalizeSdist } from '../src/canonical/normalize-sdist.ts';

const metadata = 'Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n';
const long = `${'a-long-folder/'.repeat(18)}x.py`;
const members = [
  { name: 'demo-1.0/setup.py', content: 'x', mode: 0o664 },
  { name: 'demo-1.0/PKG-INFO', content: metadata, mode: 0o600 },
  { name: 'demo-1.0/run.sh', content: '#!/bin/sh\n', mode: 0o711 },
  { name: `demo-1.0/${long}`, content: 'y', mode: 0o644 },
] as const;

/** Writes the same sdist as another machine would at another time. */
async function writeSdist(order: (typeof members)[number][], mtime: Date, owner: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'normalize-sdist-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'demo-1.0.tar.gz');
  const writer = pack();
  writer.entry({ name: 'demo-1.0/', type: 'directory', mtime });
  for (const { name, content, mode } of order)
    writer.entry({ name, mode, mtime, uname: owner, uid: 7 }, content);
  writer.entry({ name: 'demo-1.0/link.py', type: 'symlink', linkname: 'setup.py', mtime });
  writer.finalize();
  await pipeline(writer, createGzip({ level: 1 }), createWriteStream(path));
  return path;
}

const hash = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

describe('a canonical sdist', () => {
  it('two machines at two times get the same bytes, with the same members and modes', async () => {
    const one = await writeSdist([...members], new Date(1_700_000_000_000), 'root');
    const other = await writeSdist([...members].reverse(), new Date(1_800_000_000_000), 'runner');
    expect(await hash(one)).not.toBe(await hash(other));
    const before = await inspectDistribution(one);
    for (const path of [one, other]) await normalizeSdist(path, 1_650_000_000);
    expect(await hash(one)).toBe(await hash(other));
    const after = await inspectDistribution(one);
    expect(after.problems).toEqual(before.problems);
    expect(new Map(after.members.map(({ name, sha256 }) => [name, sha256]))).toEqual(
      new Map(before.members.map(({ name, sha256 }) => [name, sha256])),
    );
    const found = (await readSdistMembers(one, 1_000_000)) ?? [];
    expect(found.filter(({ isExecutable }) => isExecutable).map(({ name }) => name)).toEqual([
      'demo-1.0/run.sh',
    ]);
    expect(found.find(({ type }) => type === 'symlink')).toMatchObject({
      name: 'demo-1.0/link.py',
      linkName: 'setup.py',
    });
  });

  it('an sdist with more bytes than may be held in memory is left as it is and rejected', async () => {
    const path = await writeSdist([...members], new Date(0), 'a');
    const before = await hash(path);
    await expect(normalizeSdist(path, 0, 5)).rejects.toThrow('more than 5 bytes in all');
    expect(await hash(path)).toBe(before);
  });

  it('its date is that of the commit', async () => {
    const [one, other] = await Promise.all([
      writeSdist([...members], new Date(0), 'a'),
      writeSdist([...members], new Date(0), 'a'),
    ]);
    await normalizeSdist(one, 1_650_000_000);
    await normalizeSdist(other, 1_650_000_001);
    expect(await hash(one)).not.toBe(await hash(other));
  });
});
