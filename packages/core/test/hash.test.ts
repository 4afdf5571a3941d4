import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashFile, hashFiles } from '../src/hash.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-hash-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, content: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

// Few bytes are hashed at once, many by workers.
const small = [0, 1, 2 * 1024 * 1024 - 1, 2 * 1024 * 1024, 5 * 1024 * 1024 + 3];
const sizesBySpeed = [[small], [[...small, 33 * 1024 * 1024]]];

describe('hashFiles', () => {
  it.each(sizesBySpeed)(
    'digests and sizes are returned in input order for files around the buffer size (set %#)',
    async (sizes) => {
      const contents = sizes.map((size, index) => Buffer.alloc(size, index + 1));
      const paths = await Promise.all(contents.map((content, index) => write(`f${index}`, content)));
      const files = await hashFiles(paths, { algorithms: ['sha512', 'blake2b512'] });
      expect(files.map(({ path, size }) => [path, size])).toEqual(
        paths.map((path, index) => [path, sizes[index]]),
      );
      for (const [index, file] of files.entries()) {
        for (const algorithm of ['sha256', 'sha512', 'blake2b512'] as const) {
          const expected = createHash(algorithm)
            .update(contents[index] ?? '')
            .digest('hex');
          expect(file.digests[algorithm]).toBe(expected);
        }
      }
    },
  );
  it('links, folders, pipes and missing files are rejected', async () => {
    const target = await write('target', Buffer.from('x'));
    await symlink(target, join(folder, 'link'));
    await mkdir(join(folder, 'folder'));
    await expect(hashFile(join(folder, 'link'))).rejects.toThrow('a symbolic link');
    await expect(hashFile(join(folder, 'folder'))).rejects.toThrow('a folder');
    await expect(hashFile(join(folder, 'nothing'))).rejects.toThrow('cannot be read: ENOENT');
    if (process.platform !== 'win32') {
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      await expect(hashFile(join(folder, 'pipe'))).rejects.toThrow('a device or pipe');
    }
  });
  it('a file that changes while it is read is rejected', async () => {
    const path = await write('growing', Buffer.from('x'));
    await truncate(path, 256 * 1024 * 1024);
    const writing = setInterval(() => appendFileSync(path, 'y'), 1);
    await expect(hashFile(path).finally(() => clearInterval(writing))).rejects.toMatchObject({
      code: 'E_FILE_UNREADABLE',
      message: expect.stringContaining('growing" changed while it was being read'),
    });
  });
  it('hashing stops when its signal is aborted', async () => {
    const path = await write('large', Buffer.alloc(64 * 1024 * 1024));
    const controller = new AbortController();
    const hashing = hashFile(path, { signal: controller.signal });
    controller.abort(new Error('no longer wanted'));
    await expect(hashing).rejects.toThrow('no longer wanted');
  });
});
