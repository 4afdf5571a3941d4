import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sdist, wheel } from './support/distributions.ts';
import { bundle, countUploads, openPublishWorld } from './support/publish-world.ts';

// https://nodejs.org/api/permissions.html: files may be read and written, programs, workers and addons may not be started.
const flag = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission';
const nodeOptions = [flag, '--allow-fs-read=*', '--allow-fs-write=*', '--no-warnings'];

/** A copy of the bundle that starts a program by a name that no search of its text finds. */
function addProgram(): string {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-changed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(dirname(bundle), folder, { recursive: true });
  const path = join(folder, 'index.js');
  const program = `process.getBuiltinModule('child_' + 'process').spawnSync(process.execPath, ['--version']);\n`;
  writeFileSync(path, program + readFileSync(path, 'utf8'));
  return path;
}

describe('pypi-publish without child processes', () => {
  it('the pypi-publish bundle contains no module that starts programs', () => {
    const folder = dirname(bundle);
    const programs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.[cm]?js$/.test(name),
    );
    expect(programs).toContain('index.js');
    for (const name of programs)
      expect(readFileSync(join(folder, name), 'utf8'), name).not.toMatch(/child_process/);
  });

  it('a whole release is published with Node child processes denied', async () => {
    const of = await openPublishWorld();
    await of.storeFolder();
    const run = await of.run({ nodeOptions, inputs: { 'artifact-name': 'python-dist' } });
    expect(run.output).not.toContain('::error');
    expect(run.exitCode).toBe(0);
    const files = of.pypi.listFiles();
    expect(files.map(({ filename }) => filename)).toEqual([wheel().name, sdist().name]);
    for (const file of files) expect(file.attestations).toHaveLength(2);
    const post = await of.runPost(run, { nodeOptions });
    expect(post.exitCode).toBe(0);
    expect(post.output).not.toContain('ERR_ACCESS_DENIED');
  });

  it('a bundle changed to start a program publishes nothing with child processes denied', async () => {
    const changed = addProgram();
    const of = await openPublishWorld();
    const denied = await of.run({ nodeOptions, bundle: changed });
    expect(denied.exitCode).toBe(1);
    expect(denied.output).toContain('ERR_ACCESS_DENIED');
    expect(denied.output).toContain("permission: 'ChildProcess'");
    expect(countUploads(of)).toBe(0);
    // Nothing else stops the changed one.
    expect((await of.run({ bundle: changed, inputs: { 'dry-run': 'true' } })).exitCode).toBe(0);
  });
});
