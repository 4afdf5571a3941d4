import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBuildId } from '../src/build-id.ts';
import { extendHandover, readHandover } from '../src/handover.ts';

const files = JSON.stringify([{ name: 'demo-1.0.tar.gz', sha256: 'a'.repeat(64), size: 3, kind: 'sdist' }]);
const wheels = JSON.stringify([
  { name: 'demo-1.0-cp313-cp313-win_amd64.whl', sha256: 'b'.repeat(64), size: 4, kind: 'wheel' },
]);
const build = '0.1.0+0123456789ab';
const whole = {
  slipway: build,
  artifacts: ['python-dist', '  python-wheels\n', ''],
  files: [files, wheels, null],
  inputs: {},
  jobs: { a: { result: 'success' } },
};

describe('a handover', () => {
  it('the files and artifacts of a handover of the same build are read', () => {
    const { artifacts, files: read } = readHandover(JSON.stringify(whole), build);
    expect(artifacts).toEqual(['python-dist', 'python-wheels']);
    expect(read).toEqual([...JSON.parse(wheels), ...JSON.parse(files)]);
  });

  it.each([
    [{}, ''],
    [{ index: '' }, ''],
    [{ index: 'pypi' }, ''],
    [{ index: 'testpypi' }, 'testpypi'],
    [{ index: 'tespypi' }, 'tespypi'],
  ])('a handover with the inputs %j is for the index "%s"', (inputs, index) => {
    expect(readHandover(JSON.stringify({ ...whole, inputs }), build).index).toBe(index);
  });

  it('a handover of a different build is rejected with both builds', () => {
    expect(() => readHandover(JSON.stringify(whole), '0.2.0+ba9876543210')).toThrow(
      /ran Slipway 0\.1\.0\+0123456789ab, and this step is of 0\.2\.0\+ba9876543210/,
    );
  });

  it.each([
    ['', /is not JSON/],
    ['[]', /is not a JSON object/],
    ['{}', /does not say which version made it/],
    [JSON.stringify({ ...whole, slipway: 1 }), /does not say which version made it/],
    [JSON.stringify({ ...whole, files: [''] }), /has no files/],
    [JSON.stringify({ ...whole, artifacts: undefined }), /names no artifact/],
    [JSON.stringify({ ...whole, artifacts: ['', ''] }), /names no artifact/],
    [JSON.stringify({ ...whole, files: [files, files] }), /several jobs list demo-1\.0\.tar\.gz/],
    [JSON.stringify({ ...whole, files: ['{}'] }), /Input "handover" is not a list of files/],
  ])('the text %s is rejected', (text, reason) => {
    expect(() => readHandover(text, build)).toThrow(reason);
  });

  it('what a job reported is added to the jobs before it', () => {
    const extended = extendHandover(readHandover(JSON.stringify(whole), build), 'b', { url: 'x' });
    expect(JSON.parse(extended)).toEqual({
      ...whole,
      jobs: { a: { result: 'success' }, b: { outputs: { url: 'x' } } },
    });
  });
});

describe('the id of a build', () => {
  let root: string;
  const put = async (name: string, text: string): Promise<void> => {
    await mkdir(join(root, 'dist', name), { recursive: true });
    await writeFile(join(root, 'dist', name, 'index.js'), text);
  };
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'slipway-build-'));
    await put('a', 'one');
    await put('b', 'two');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('every action of a build has the same id, and one changed bundle changes it', async () => {
    const first = await readBuildId(join(root, 'dist/a/index.js'));
    expect(first).toMatch(/^\d+\.\d+\.\d+\S*\+[0-9a-f]{12}$/);
    expect(await readBuildId(join(root, 'dist/b/index.js'))).toBe(first);
    await put('b', 'three');
    expect(await readBuildId(join(root, 'dist/a/index.js'))).not.toBe(first);
  });
});
