import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';

const bundle = fileURLToPath(new URL('../../../dist/python-build/index.js', import.meta.url));
const backend = fileURLToPath(new URL('demo-backend.py', import.meta.url));
const names = ['demo-1.2.0-py3-none-any.whl', 'demo-1.2.0.tar.gz'];

const tools = mkdtempSync(join(tmpdir(), 'slipway-build-tools-'));
afterAll(() => rmSync(tools, { recursive: true, force: true }));
const systemPath = process.env['PATH'] ?? '';
const run = (file: string, args: string[], cwd?: string): string =>
  execFileSync(file, args, { encoding: 'utf8', cwd, stdio: 'pipe' });

/** A Python that has the module `build`; undefined without Python or a package index. */
function createPython(): string | undefined {
  try {
    run('python3', ['-m', 'venv', join(tools, 'venv')]);
    const folder = join(tools, 'venv', process.platform === 'win32' ? 'Scripts' : 'bin');
    run(join(folder, 'python'), [
      '-m',
      'pip',
      'install',
      '-q',
      '--disable-pip-version-check',
      'build==1.4.0',
    ]);
    return folder;
  } catch {
    return undefined;
  }
}
const python = createPython();
if (python === undefined)
  console.log(
    'not shown: builds by the shipped bundle (no Python, or no package index to fetch "build" from)',
  );

/** A committed project with the backend of this folder. */
function createWorkspace(behavior = '', extra = ''): string {
  const workspace = mkdtempSync(join(tmpdir(), 'slipway-python-build-'));
  onTestFinished(() => rmSync(workspace, { recursive: true, force: true }));
  const project = '[project]\nname = "demo"\nversion = "1.2.0"\n';
  const system = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n';
  writeFileSync(join(workspace, 'pyproject.toml'), `${extra === '' ? project : extra}\n${system}`);
  writeFileSync(join(workspace, 'behavior'), behavior);
  copyFileSync(backend, join(workspace, 'backend.py'));
  const git = (...args: string[]) =>
    run('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], workspace);
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'one', '--date', '2024-01-02T03:04:05Z');
  git('commit', '-q', '-m', 'two', '--allow-empty');
  return workspace;
}

/** Runs the shipped bundle as the runner does. */
function runBundle(
  workspace: string,
  inputs: Record<string, string> = {},
  variables: Record<string, string> = {},
) {
  const control = mkdtempSync(join(tools, 'run-'));
  const [output, summary, environment] = ['output', 'summary', 'env'].map((name) => join(control, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [output, summary, environment]) writeFileSync(path, '');
  mkdirSync(join(control, 'temp'));
  const given = { 'artifact-name': '', 'build-tool': 'build', ...inputs };
  const indexes = Object.entries(process.env).filter(([name]) =>
    /^(PIP_|HTTPS?_PROXY|NO_PROXY|SSL_CERT|REQUESTS_CA|HOME$|PYENV|SYSTEMROOT)/i.test(name),
  );
  const { status, stdout } = spawnSync(process.execPath, [bundle], {
    cwd: workspace,
    env: {
      ...Object.fromEntries(indexes),
      PATH: `${python}${delimiter}${systemPath}`,
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: output,
      GITHUB_ENV: environment,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: join(control, 'temp'),
      ACTIONS_RUNTIME_TOKEN: 'token-of-the-run',
      NODE_OPTIONS: '--no-deprecation',
      ...Object.fromEntries(
        Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
      ...variables,
    },
    encoding: 'utf8',
  });
  expect(readdirSync(join(control, 'temp'))).toEqual([]);
  const outputs: Record<string, string> = {};
  for (const [, name = '', , value = ''] of readFileSync(output, 'utf8').matchAll(
    /^(.+)<<(.+)\n([\s\S]*?)\n\2$/gm,
  ))
    outputs[name] = value;
  return { status, stdout, outputs, summary: readFileSync(summary, 'utf8') };
}

describe.skipIf(python === undefined)('the python-build action', () => {
  it('a project is built reproducibly in a clean environment and its files are output', () => {
    const workspace = createWorkspace();
    const result = runBundle(
      workspace,
      { reproducible: 'check', version: 'v1.2', 'pass-environment': 'MY_FLAG' },
      { MY_FLAG: 'seen', OTHER_SECRET: 'unseen' },
    );
    expect(result.stdout).not.toMatch(/^::error/m);
    expect(result.status).toBe(0);
    const date = run('git', ['log', '-1', '--format=%ct'], workspace).trim();
    expect(result.stdout).toContain(`leaked=[] epoch=${date} zone=UTC passed=seen`);
    expect(result.stdout).toContain('produced the same bytes');
    expect(readdirSync(join(workspace, 'dist'))).toEqual(names);
    const files = JSON.parse(result.outputs['files'] ?? '') as {
      name: string;
      sha256: string;
      size: number;
      kind: string;
    }[];
    expect(files.map(({ name, kind }) => [name, kind])).toEqual([
      [names[0], 'wheel'],
      [names[1], 'sdist'],
    ]);
    for (const { name, sha256, size } of files) {
      const bytes = readFileSync(join(workspace, 'dist', name));
      expect([createHash('sha256').update(bytes).digest('hex'), bytes.length]).toEqual([sha256, size]);
      if (process.platform !== 'win32')
        expect(statSync(join(workspace, 'dist', name)).mode & 0o777).toBe(0o644);
    }
    expect(result.outputs).toMatchObject({ name: 'demo', version: '1.2.0', 'is-prerelease': 'false' });
    expect(result.outputs['artifact-id']).toBeUndefined();
    expect(result.summary).toContain('demo');
    // What lies in the folder is never mixed with what is built.
    const again = runBundle(workspace);
    expect(again.stdout).toContain('::error title=E_INPUT_INVALID::');
    expect(again.stdout).toContain(names.join(', '));
  });

  it('a bill of materials is written and output for every file, with the same bytes each time', () => {
    const original = createWorkspace();
    // A commit of another second is another commit, which the document names.
    const copy = mkdtempSync(join(tmpdir(), 'slipway-python-build-'));
    onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
    cpSync(original, copy, { recursive: true });
    const [first, second] = [original, copy].map((workspace) => {
      const result = runBundle(workspace, { sbom: 'true' }, { SOURCE_DATE_EPOCH: '1' });
      expect(result.stdout).not.toMatch(/^::error/m);
      const files = JSON.parse(result.outputs['files'] ?? '') as {
        name: string;
        sha256: string;
        kind: string;
      }[];
      const documents = names.map((name) => `${name}.cdx.json`);
      expect(readdirSync(join(workspace, 'dist'))).toEqual([...names, ...documents].sort());
      const others = files.filter(({ kind }) => kind === 'other');
      expect(others.map(({ name }) => name)).toEqual(documents);
      return others.map(({ name, sha256 }) => {
        const text = readFileSync(join(workspace, 'dist', name), 'utf8');
        expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
        expect(text).toContain('"specVersion": "1.6"');
        return text.replace(/"timestamp": "[^"]*"/, '');
      });
    });
    expect(first).toEqual(second);
  });

  it('the front end is installed when Python has none', () => {
    const workspace = createWorkspace();
    const bare = join(tools, 'bare');
    run('python3', ['-m', 'venv', bare]);
    const bin = join(bare, process.platform === 'win32' ? 'Scripts' : 'bin');
    const result = runBundle(
      workspace,
      { 'build-tool': 'auto' },
      { PATH: `${bin}${delimiter}/usr/bin${delimiter}/bin` },
    );
    expect(result.stdout).toContain('Fetching build==');
    expect(result.status).toBe(0);
    expect(readdirSync(join(workspace, 'dist'))).toEqual(names);
  });

  it.each([
    ['a failing build', 'fail', {}, 'E_BUILD_FAILED', 'the compiler is on strike'],
    ['a wheel for one platform', 'native', {}, 'E_BUILD_FAILED', 'platform-specific: '],
    ['a dependency in the wheel alone', 'hidden', {}, 'E_DISTRIBUTION_INVALID', 'has "evil"'],
    [
      'a wheel that is not what its RECORD says',
      'record',
      {},
      'E_DISTRIBUTION_INVALID',
      'a wrong SHA-256 for "demo.py"',
    ],
    ['another version than expected', '', { version: '1.3' }, 'E_BUILD_FAILED', 'Expected version 1.3'],
    [
      'bytes that depend on the folder',
      'path',
      { reproducible: 'check' },
      'E_BUILD_FAILED',
      'demo-1.2.0/where.txt',
    ],
  ])('%s is rejected and nothing is left behind', (_what, behavior, inputs, code, words) => {
    const workspace = createWorkspace(behavior);
    const result = runBundle(workspace, inputs as Record<string, string>);
    expect(result.stdout).toContain(`::error title=${code}::`);
    expect(result.stdout).toContain(words);
    expect(result.status).toBe(1);
    // What the sources say is known before the build.
    expect(result.outputs).toEqual({ native: 'false' });
    expect(existsSync(join(workspace, 'dist'))).toBe(false);
  });

  it('a version from git in a shallow clone is rejected before the build', () => {
    const origin = createWorkspace(
      '',
      '[project]\nname = "demo"\ndynamic = ["version"]\n[tool.setuptools_scm]\n',
    );
    const workspace = join(tools, 'shallow');
    run('git', ['clone', '-q', '--depth', '1', pathToFileURL(origin).href, workspace]);
    const result = runBundle(workspace);
    expect(result.stdout).toContain('::error title=E_VERSION_SOURCE::');
    expect(result.stdout).toContain('fetch-depth: 0');
    expect(result.stdout).not.toContain('Building with');
    run('git', ['tag', 'v1.2.0'], workspace);
    expect(runBundle(workspace).status).toBe(0);
  });

  it.each([
    ['no project', { path: '.git' }, 'E_PROJECT_MISSING'],
    ['a variable of the runner', { 'pass-environment': 'GITHUB_ENV' }, 'E_INPUT_INVALID'],
  ])('%s is rejected', (_what, inputs, code) => {
    expect(runBundle(createWorkspace(), inputs as Record<string, string>).stdout).toContain(
      `::error title=${code}::`,
    );
  });

  it.skipIf(process.platform === 'win32')('a missing tool is named in the error', () => {
    const folder = mkdtempSync(join(tools, 'path-'));
    symlinkSync(run('sh', ['-c', 'command -v git']).trim(), join(folder, 'git'));
    const none = runBundle(createWorkspace(), {}, { PATH: folder });
    expect(none.stdout).toContain('Python 3.9 or later was not found on PATH');
    expect(runBundle(createWorkspace(), { 'build-tool': 'uv' }, { PATH: folder }).stdout).toContain(
      'uv is not on PATH',
    );
    writeFileSync(join(folder, 'python3'), '#!/bin/sh\necho "[[3,8,1],false,true,true]"\n', { mode: 0o755 });
    expect(runBundle(createWorkspace(), {}, { PATH: folder }).stdout).toContain('python3 is Python 3.8.1');
    writeFileSync(join(folder, 'python3'), '#!/bin/sh\necho "[[3,11,2],false,false,true]"\n', {
      mode: 0o755,
    });
    expect(runBundle(createWorkspace(), {}, { PATH: folder }).stdout).toContain(
      'Python 3.11.2 (\\"python3\\") has no pip'.replaceAll('\\', ''),
    );
  });
});
