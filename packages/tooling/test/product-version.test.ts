import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { refreshVersion } from '../src/pages/product-version.ts';

it('the constant follows the version of the root package', async () => {
  const root = await mkdtemp(join(tmpdir(), 'slipway-version-'));
  try {
    await mkdir(join(root, 'packages/core/src'), { recursive: true });
    await writeFile(join(root, 'package.json'), '{"version": "1.2.3"}');
    const file = join(root, 'packages/core/src/version.ts');
    await writeFile(file, "export const version = '0.9.0';\n");
    expect(await refreshVersion(root, true)).toEqual([
      expect.stringContaining('differs from the version 1.2.3'),
    ]);
    expect(await readFile(file, 'utf8')).toContain('0.9.0');
    expect(await refreshVersion(root, false)).toEqual(['packages/core/src/version.ts: written']);
    expect(await readFile(file, 'utf8')).toContain("version = '1.2.3'");
    expect(await refreshVersion(root, true)).toEqual([]);
  } finally {
    await rm(root, { recursive: true });
  }
});
