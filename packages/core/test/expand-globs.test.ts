import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { expandGlobs } from '../src/files/expand-globs.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-globs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

function write(...names: readonly string[]): void {
  mkdirSync(join(folder, 'sub'), { recursive: true });
  for (const name of names) writeFileSync(join(folder, name), name);
}

describe('expandGlobs', () => {
  it.skipIf(process.platform === 'win32')(
    'a file matches whatever characters its name contains',
    async () => {
      const names = ['\\', '\\x', 'a:b', 'a\\..', 'a\nb', 'c\rd', ' ', '.hidden', '[a]', '{b,c}', '!x', 'é'];
      write(...names, 'sub/y\\z');
      expect(await expandGlobs(['*'], folder)).toEqual([...names].sort());
      expect(await expandGlobs(['**'], folder)).toEqual([...names, 'sub/y\\z'].sort());
    },
  );
  it('each matched file is returned once, sorted by code unit, without excluded files', async () => {
    write('b.whl', 'B.whl', 'a.whl', 'c.txt', 'sub/d.whl');
    expect(await expandGlobs(['*.whl', '**/*.whl', '!a.*'], folder)).toEqual(['B.whl', 'b.whl', 'sub/d.whl']);
  });
  it('a pattern that goes through a linked folder is rejected', async () => {
    write('sub/x');
    mkdirSync(join(folder, 'sub/deep'));
    writeFileSync(join(folder, 'sub/deep/y'), 'y');
    symlinkSync('sub', join(folder, 'linked'));
    for (const pattern of ['linked/x', 'linked/*', './linked/deep/*', 'linked/**']) {
      await expect(expandGlobs([pattern], folder)).rejects.toMatchObject({
        code: 'E_FILE_UNREADABLE',
        message: expect.stringContaining('"linked" is a symbolic link'),
      });
    }
    expect(await expandGlobs(['linked'], folder)).toEqual(['linked']);
  });
  it('a base folder may itself be a symbolic link', async () => {
    write('x');
    const link = join(folder, 'sub/back');
    symlinkSync('..', link);
    for (const pattern of ['*', './x', 'x']) expect(await expandGlobs([pattern], link)).toEqual(['x']);
  });
  it('a symbolic link is listed but not followed', async () => {
    write('x');
    symlinkSync(folder, join(folder, 'loop'));
    expect(await expandGlobs(['**'], folder)).toEqual(['loop', 'x']);
  });
  it.each(['../x', '!../x', 'a/../../x', '/etc/*'])(
    'the pattern %s is rejected because it points outside the folder',
    async (pattern) => {
      await expect(expandGlobs([pattern], folder)).rejects.toMatchObject({ code: 'E_INPUT_INVALID' });
    },
  );
  it('a pattern that matches no file is rejected', async () => {
    write('x');
    await expect(expandGlobs(['x', '*.whl'], folder)).rejects.toMatchObject({ code: 'E_FILES_MISSING' });
  });
});
