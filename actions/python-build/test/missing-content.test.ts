import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findMissingContent, refuseMissingContent } from '../src/source/missing-content.ts';
import { findCheckout, trustCheckout } from '../src/source/trust-checkout.ts';
import { distribution } from './distributions.ts';

const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 4000\n';
const sha256 = createHash('sha256').update(pointer).digest('hex');

async function createFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'missing-content-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

const sdist = (...members: (readonly [name: string, sha256: string])[]) =>
  distribution('demo-1.0.tar.gz', {
    members: members.map(([name, digest]) => ({ name, sha256: digest, size: 1 })),
  });

describe('a checkout without all of its content', () => {
  it('pointers of Git LFS and empty submodules are found', async () => {
    const folder = await createFolder({ 'a/data.bin': pointer, 'b.bin': 'content', 'full/x': '' });
    await mkdir(join(folder, 'empty'));
    const found = await findMissingContent(folder, async (...args) =>
      args.includes('--stage')
        ? ['100644 1 0\ta/data.bin', '160000 2 0\tempty', '160000 3 0\tfull', ''].join('\0')
        : ['a/data.bin', 'b.bin', ''].join('\0'),
    );
    expect(found).toEqual({ pointers: new Map([[sha256, 'a/data.bin']]), submodules: ['empty'] });
  });

  it('a distribution with a pointer is rejected, and one without it is not', () => {
    const missing = { pointers: new Map([[sha256, 'demo/data.bin']]), submodules: [] };
    expect(() => refuseMissingContent(missing, [sdist(['demo-1.0/demo/data.bin', sha256])], false)).toThrow(
      'Git LFS pointers instead of files: demo/data.bin.',
    );
    expect(refuseMissingContent(missing, [sdist(['demo-1.0/demo/x.py', '00'])], false)).toEqual([]);
  });

  it('an empty submodule in a released folder, or of a compiled project, is rejected', () => {
    const missing = { pointers: new Map(), submodules: ['demo/vendor', 'theme'] };
    const files = [sdist(['demo-1.0/demo/x.py', '00'])];
    expect(() => refuseMissingContent(missing, files, false)).toThrow('A submodule is empty: demo/vendor.');
    expect(() => refuseMissingContent(missing, files, true)).toThrow(
      'Submodules are empty: demo/vendor, theme.',
    );
    expect(refuseMissingContent({ ...missing, submodules: ['theme'] }, files, false)).toEqual(['theme']);
  });
});

describe('a checkout of another user', () => {
  it('git trusts it for this build, and only if it is foreign', async () => {
    const folder = await createFolder({ '.git/HEAD': '', 'packages/demo/pyproject.toml': '' });
    const inside = join(folder, 'packages/demo');
    const foreign = await findCheckout(inside, (process.getuid?.() ?? 0) + 1);
    expect(foreign).toEqual({ folder, isForeign: true });
    expect(foreign && trustCheckout(foreign)).toEqual({
      ...{ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: folder },
    });
    const own = await findCheckout(inside);
    expect(own && trustCheckout(own)).toEqual({});
    expect(await findCheckout(tmpdir())).toBeUndefined();
  });
});
