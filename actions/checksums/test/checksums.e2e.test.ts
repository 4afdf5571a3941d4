import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

const bundle = fileURLToPath(new URL('../../../dist/checksums/index.js', import.meta.url));
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A workspace with a wheel, an sdist and a leftover manifest in `dist/`. */
function createWorkspace(): string {
  const workspace = mkdtempSync(join(tmpdir(), 'slipway-checksums-'));
  onTestFinished(() => rmSync(workspace, { recursive: true, force: true }));
  mkdirSync(join(workspace, 'dist/sub'), { recursive: true });
  writeFileSync(join(workspace, 'dist/demo-1.0-py3-none-any.whl'), 'wheel');
  writeFileSync(join(workspace, 'dist/demo-1.0.tar.gz'), 'sdist');
  writeFileSync(join(workspace, 'dist/SHA256SUMS'), 'old');
  return workspace;
}

/** Runs the shipped bundle as the runner does. */
function runBundle(workspace: string, inputs: Record<string, string>) {
  const output = join(workspace, '.output');
  const summary = join(workspace, '.summary');
  for (const path of [output, summary]) writeFileSync(path, '');
  const variables = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  const { status, stdout } = spawnSync(process.execPath, [bundle], {
    env: {
      PATH: process.env['PATH'],
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      ...Object.fromEntries(variables),
    },
    encoding: 'utf8',
  });
  const outputs: Record<string, string> = {};
  for (const [, name = '', , value = ''] of readFileSync(output, 'utf8').matchAll(
    /^(.+)<<(.+)\n([\s\S]*?)\n\2$/gm,
  ))
    outputs[name] = value;
  return { status, stdout, outputs, summary: readFileSync(summary, 'utf8') };
}

const files = [
  { name: 'demo-1.0-py3-none-any.whl', sha256: sha256('wheel'), size: 5, kind: 'wheel' },
  { name: 'demo-1.0.tar.gz', sha256: sha256('sdist'), size: 5, kind: 'sdist' },
];
const manifest = `${sha256('wheel')}  demo-1.0-py3-none-any.whl\n${sha256('sdist')}  demo-1.0.tar.gz\n`;
const dist = { 'base-dir': 'dist', files: '*' };

describe('checksums action', () => {
  it('manifests are written next to the files and the file list is output', () => {
    const workspace = createWorkspace();
    const run = runBundle(workspace, {
      ...dist,
      algorithm: 'sha512, blake2b',
      digests: JSON.stringify(files),
    });
    expect(run.stdout).not.toContain('::error');
    expect(run.status).toBe(0);
    expect(readFileSync(join(workspace, 'dist/SHA256SUMS'), 'utf8')).toBe(manifest);
    expect(readFileSync(join(workspace, 'dist/B2SUMS'), 'utf8')).toMatch(/^[0-9a-f]{128} {2}demo-1\.0-py3/);
    expect(readFileSync(join(workspace, 'dist/SHA512SUMS'), 'utf8').split('\n')).toHaveLength(3);
    expect(JSON.parse(run.outputs['files'] ?? '')).toEqual(files);
    expect(run.outputs['manifest']).toBe('dist/SHA256SUMS');
    expect(run.summary).toMatch(/^### Wrote SHA256SUMS for \d+ files\n.*\| listed \|/s);
    // Once more gives the same: a manifest is no file of the release.
    expect(runBundle(workspace, dist).outputs).toEqual(run.outputs);
    expect(readFileSync(join(workspace, 'dist/SHA256SUMS'), 'utf8')).toBe(manifest);
  });

  it('files that differ from the promised ones are rejected before anything is written', () => {
    const workspace = createWorkspace();
    writeFileSync(join(workspace, 'dist/demo-1.0.tar.gz'), 'other');
    writeFileSync(join(workspace, 'dist/extra.txt'), 'x');
    const promised = [...files, { name: 'gone.whl', sha256: sha256(''), size: 0, kind: 'wheel' }];
    const run = runBundle(workspace, { ...dist, digests: JSON.stringify(promised) });
    expect(run.status).toBe(1);
    expect(run.stdout).toContain('::error title=E_FILES_DIFFER::');
    for (const finding of ['different: demo-1.0.tar.gz', 'unexpected: extra.txt', 'missing: gone.whl']) {
      expect(run.stdout).toContain(finding);
    }
    expect(readFileSync(join(workspace, 'dist/SHA256SUMS'), 'utf8')).toBe('old');
  });

  it('a manifest is verified for missing, different and unlisted files', () => {
    const workspace = createWorkspace();
    writeFileSync(join(workspace, 'dist/SHA256SUMS'), manifest);
    const good = runBundle(workspace, { ...dist, mode: 'verify' });
    expect(good.status).toBe(0);
    expect(JSON.parse(good.outputs['files'] ?? '')).toEqual(files);
    writeFileSync(join(workspace, 'dist/demo-1.0.tar.gz'), 'other');
    writeFileSync(join(workspace, 'dist/extra.txt'), 'x');
    rmSync(join(workspace, 'dist/demo-1.0-py3-none-any.whl'));
    const bad = runBundle(workspace, { ...dist, mode: 'verify' });
    expect(bad.status).toBe(1);
    for (const finding of [
      'missing: demo-1.0-py3-none-any.whl',
      'different: demo-1.0.tar.gz',
      'not listed in SHA256SUMS: extra.txt',
    ]) {
      expect(bad.stdout).toContain(finding);
    }
  });

  it('the manifest of every requested algorithm is verified', () => {
    const workspace = createWorkspace();
    const inputs = { ...dist, algorithm: 'sha512 blake2b' };
    expect(runBundle(workspace, inputs).status).toBe(0);
    const good = runBundle(workspace, { ...inputs, mode: 'verify' });
    expect(good.status).toBe(0);
    expect(good.stdout).toContain('\nB2SUMS: 2 files match\n');
    const [first = '', second = ''] = readFileSync(join(workspace, 'dist/SHA512SUMS'), 'utf8').split('\n');
    writeFileSync(join(workspace, 'dist/SHA512SUMS'), `${'0'.repeat(128)}${first.slice(128)}\n${second}\n`);
    writeFileSync(join(workspace, 'dist/B2SUMS'), `${'0'.repeat(128)}  demo-1.0-py3-none-any.whl\n`);
    const bad = runBundle(workspace, { ...inputs, mode: 'verify' });
    expect(bad.status).toBe(1);
    for (const finding of [
      `different: demo-1.0-py3-none-any.whl (SHA512SUMS lists ${'0'.repeat(128)}`,
      `different: demo-1.0-py3-none-any.whl (B2SUMS lists ${'0'.repeat(128)}`,
      'not listed in B2SUMS: demo-1.0.tar.gz',
    ]) {
      expect(bad.stdout).toContain(finding);
    }
    rmSync(join(workspace, 'dist/B2SUMS'));
    expect(runBundle(workspace, { ...inputs, mode: 'verify' }).stdout).toContain('E_FILES_MISSING');
    expect(runBundle(workspace, { ...dist, mode: 'verify' }).status).toBe(0);
  });

  it.skipIf(process.platform === 'win32')('written manifests are verified for any file name', () => {
    const workspace = createWorkspace();
    mkdirSync(join(workspace, 'odd'));
    const names = ['\\x', 'a:b', 'a\\..', 'a\nb', 'c\rd', ' '];
    for (const name of names) writeFileSync(join(workspace, 'odd', name), name);
    const inputs = { files: '**', 'base-dir': 'odd' };
    expect(JSON.parse(runBundle(workspace, inputs).outputs['files'] ?? '')).toHaveLength(names.length);
    const verified = runBundle(workspace, { ...inputs, mode: 'verify' });
    expect(verified.stdout).not.toContain('::error');
    expect(verified.status).toBe(0);
  });

  it.each([
    ['a pattern without a match', { files: 'dist/*.zip' }, 'E_FILES_MISSING'],
    ['a pattern that points outside the folder', { files: '../*' }, 'E_INPUT_INVALID'],
    ['an unknown algorithm', { files: 'dist/*', algorithm: 'md5' }, 'E_INPUT_INVALID'],
    ['no pattern', {}, 'E_INPUT_MISSING'],
    ['a misspelled input', { file: 'dist/*' }, 'E_INPUT_UNKNOWN'],
    ['a missing manifest', { mode: 'verify', manifest: 'gone' }, 'E_FILES_MISSING'],
  ])('%s is rejected', (_what, inputs, code) => {
    const run = runBundle(createWorkspace(), inputs as Record<string, string>);
    expect(run.status).toBe(1);
    expect(run.stdout).toContain(`::error title=${code}::`);
  });

  it('a symbolic link is rejected', () => {
    const workspace = createWorkspace();
    symlinkSync('demo-1.0.tar.gz', join(workspace, 'dist/link.tar.gz'));
    expect(runBundle(workspace, dist).stdout).toContain('a symbolic link');
  });

  it('files behind a linked folder are neither read nor written', () => {
    const workspace = createWorkspace();
    mkdirSync(join(workspace, 'outside'));
    writeFileSync(join(workspace, 'outside/x'), 'x');
    symlinkSync('../outside', join(workspace, 'dist/linked'));
    const write = runBundle(workspace, { 'base-dir': 'dist', files: 'linked/x' });
    expect(write.status).toBe(1);
    expect(write.stdout).toContain('::error title=E_FILE_UNREADABLE::"linked" is a symbolic link');
    const target = { 'base-dir': 'dist', files: '*.whl', manifest: 'linked/SHA256SUMS' };
    expect(runBundle(workspace, target).stdout).toContain('::error title=E_FILE_UNREADABLE::');
    expect(readdirSync(join(workspace, 'outside'))).toEqual(['x']);
    writeFileSync(join(workspace, 'dist/SHA256SUMS'), `${sha256('x')}  linked/x\n`);
    const verify = runBundle(workspace, { 'base-dir': 'dist', mode: 'verify' });
    expect(verify.status).toBe(1);
    expect(verify.stdout).toContain('inside a linked folder: linked/x');
  });
});
