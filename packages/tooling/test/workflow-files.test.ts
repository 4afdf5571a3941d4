import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../src/bundles/bundles.ts';
import { runTool, type ToolResult } from '../src/tools/run-tool.ts';
import { refreshJobTable, refreshWorkflows } from '../src/workflow-files.ts';

const path = '.github/workflows/release.yml';
const page = 'docs/release-workflow.md';
const buildScript = join(repositoryRoot, 'packages/tooling/src/build.ts');

let root: string;
const build = (...args: readonly string[]): Promise<ToolResult> =>
  runTool(process.execPath, [buildScript, '--root', root, ...args, 'workflows']);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'slipway-workflows-'));
  await cp(join(repositoryRoot, 'actions'), join(root, 'actions'), {
    recursive: true,
    filter: (source) => !/[\\/](src|test|node_modules)$/.test(source),
  });
  for (const file of [dirname(path), dirname(page)]) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await cp(join(repositoryRoot, file), join(root, file), { recursive: true });
  }
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('the workflow files', () => {
  it('release.yml equals its model byte for byte', async () => {
    expect(await refreshWorkflows(repositoryRoot, true)).toEqual([]);
  });

  it('one changed byte in release.yml fails the check, and the build restores it', async () => {
    const original = await readFile(join(root, path), 'utf8');
    expect((await build('--check')).exitCode).toBe(0);
    const changed = original.replace('timeout-minutes: 10', 'timeout-minutes: 11');
    await writeFile(join(root, path), changed);
    const { exitCode, output } = await build('--check');
    expect(exitCode).toBe(1);
    const line = original.slice(0, original.indexOf('timeout-minutes: 10')).split('\n').length;
    expect(output).toContain(
      `${path}: line ${line} is "    timeout-minutes: 11" and must be "    timeout-minutes: 10"`,
    );
    expect(output).toContain('run "npm run build -- workflows"');
    expect(await readFile(join(root, path), 'utf8')).toBe(changed);
    expect((await build()).output).toContain(`${path}: written`);
    expect(await readFile(join(root, path), 'utf8')).toBe(original);
  });

  it('an extra space or line at the end of release.yml fails the check', async () => {
    const original = await readFile(join(root, path), 'utf8');
    const lines = original.split('\n').length;
    await writeFile(join(root, path), `${original} `);
    expect(await refreshWorkflows(root, true)).toEqual([`${path}: line ${lines} is " " and must be ""`]);
    await writeFile(join(root, path), `${original}\n`);
    expect(await refreshWorkflows(root, true)).toEqual([
      `${path}: line ${lines + 1} is "" and must be absent`,
    ]);
  });

  it('a missing release.yml fails the check, and the build writes it', async () => {
    await rm(join(root, path));
    expect(await refreshWorkflows(root, true)).toEqual([`${path}: is missing`]);
    expect(await refreshWorkflows(root, false)).toEqual([`${path}: written`]);
    expect(await refreshWorkflows(root, true)).toEqual([]);
  });

  it('release.yml is not written while an action lacks an output that the model reads', async () => {
    const file = join(root, 'actions/python-build/action.yml');
    await writeFile(file, (await readFile(file, 'utf8')).replace('\n  is-prerelease:', '\n  is-early:'));
    await writeFile(join(root, path), 'unchanged');
    const { exitCode, output } = await build();
    expect(exitCode).toBe(1);
    expect(output).toContain('reads the output "is-prerelease", which step "build" does not set');
    expect(await readFile(join(root, path), 'utf8')).toBe('unchanged');
  });
});

describe('the table of jobs', () => {
  it('a row has the needs, the environment and the permissions of the job with their reasons', async () => {
    expect(await refreshJobTable(repositoryRoot, true)).toEqual([]);
    expect(await readFile(join(root, page), 'utf8')).toContain(
      '| `publish-to-pypi` | `build-python-package`, `build-wheels`, `sign-passport`, `draft-github-release` | `pypi` or `testpypi` | `id-token: write` the ID token for PyPI and Sigstore |',
    );
  });

  it('an outdated table fails the check, and the docs command updates it', async () => {
    const original = await readFile(join(root, page), 'utf8');
    await writeFile(join(root, page), original.replace('`id-token: write`', '`id-token: none`'));
    expect(await refreshJobTable(root, true)).toEqual([expect.stringContaining('run "npm run docs"')]);
    expect(await refreshJobTable(root, false)).toEqual([`${page}: written`]);
    expect(await readFile(join(root, page), 'utf8')).toBe(original);
    await writeFile(join(root, page), 'no markers');
    expect(await refreshJobTable(root, true)).toEqual([
      expect.stringContaining('has no <!-- jobs-start -->'),
    ]);
  });
});
