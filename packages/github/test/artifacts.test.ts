import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { JobCredentials } from '@slipway/emulated-github/jobs/identity';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readFlatZip } from '../src/artifacts/zip-entries.ts';
import { jobOf, openWorld, type TestWorld } from './world.ts';
import { createZip } from './zip.ts';

const script = fileURLToPath(new URL('./fixtures/artifact-job.ts', import.meta.url));
const execute = promisify(execFile);

async function runJob(world: TestWorld, job: JobCredentials, ...args: string[]): Promise<unknown> {
  const { stdout } = await execute(process.execPath, [script, ...args], {
    env: {
      PATH: process.env['PATH'],
      ...world.world.env,
      ACTIONS_RUNTIME_TOKEN: job.runtimeToken,
      ACTIONS_RESULTS_URL: job.resultsUrl,
      GITHUB_WORKSPACE: world.directory,
      GITHUB_SERVER_URL: 'https://github.com',
    },
  });
  return JSON.parse(/^REPORT (.*)$/m.exec(stdout)?.[1] ?? '{}');
}

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-zip-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

describe('workflow artifacts', () => {
  it('an artifact delivers the same bytes to another job, accepts an equal upload and rejects a different one', async () => {
    const world = await openWorld();
    const source = join(world.directory, 'dist');
    await mkdir(source);
    const files = ['demo-1.tar.gz', 'demo-1-py3-none-any.whl'].map((name) => join(source, name));
    for (const file of files) await writeFile(file, `bytes of ${file}`);
    const builder = world.world.tokens.issueJob(jobOf({}));
    const stored = await runJob(world, builder, 'upload', source, ...files);
    expect(stored).toMatchObject({ id: 1, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await runJob(world, builder, 'upload', source, ...files)).toEqual(stored);
    await writeFile(files[0] ?? '', 'other bytes');
    expect(await runJob(world, builder, 'upload', source, ...files)).toMatchObject({
      code: 'E_GITHUB_ARTIFACT_DIFFERS',
    });
    const publisher = world.world.tokens.issueJob(jobOf({}, { jobId: 'publish', checkRunId: 90_002 }));
    const target = join(world.directory, 'target');
    expect(await runJob(world, publisher, 'download', target)).toMatchObject([
      { name: 'demo-1-py3-none-any.whl' },
      { name: 'demo-1.tar.gz', size: `bytes of ${files[0]}`.length },
    ]);
    expect((await readdir(target)).sort()).toEqual(['demo-1-py3-none-any.whl', 'demo-1.tar.gz']);
    expect(await readFile(join(target, 'demo-1.tar.gz'), 'utf8')).toBe(`bytes of ${files[0]}`);
  }, 60_000);

  it('a re-run job reads the artifact of the first attempt unless the build job ran again', async () => {
    const world = await openWorld();
    const { tokens, artifacts } = world.world;
    const job = (jobId: string, checkRunId: number, runAttempt: number): JobCredentials =>
      tokens.issueJob(jobOf({}, { jobId, checkRunId, runAttempt }));
    const store = async (attempt: number): Promise<void> => {
      const folder = join(world.directory, `dist-${attempt}`);
      await mkdir(folder);
      await writeFile(join(folder, 'demo-1.tar.gz'), `built by attempt ${attempt}`);
      const file = join(folder, 'demo-1.tar.gz');
      const stored = await runJob(world, job('build', attempt, attempt), 'upload', folder, file);
      expect(stored).toHaveProperty('digest');
    };
    const read = async (attempt: number, checkRunId: number): Promise<string> => {
      const target = join(world.directory, `target-${checkRunId}`);
      const found = await runJob(world, job('publish', checkRunId, attempt), 'download', target);
      if (!Array.isArray(found)) return JSON.stringify(found);
      return readFile(join(target, 'demo-1.tar.gz'), 'utf8');
    };
    await store(1);
    expect(await read(1, 101)).toBe('built by attempt 1');
    // "Re-run failed jobs", of which the job that builds is none.
    expect(await read(2, 102)).toBe('built by attempt 1');
    await store(3);
    expect(await read(3, 103)).toBe('built by attempt 3');
    // "Re-run all jobs".
    const identity = jobOf({});
    artifacts.startOver(identity.repository, identity.runId);
    expect(await read(4, 104)).toContain('E_GITHUB_ARTIFACT_ABSENT');
    await store(4);
    expect(await read(4, 105)).toBe('built by attempt 4');
  }, 120_000);

  it('a missing artifact is named in the error', async () => {
    const world = await openWorld();
    const job = world.world.tokens.issueJob(jobOf({}));
    expect(await runJob(world, job, 'download', join(world.directory, 'target'))).toMatchObject({
      code: 'E_GITHUB_ARTIFACT_ABSENT',
      message: expect.stringContaining('python-dist'),
    });
  });
});

describe('readFlatZip', () => {
  it.each([
    ['a name that points outside the folder', [{ name: '../evil.txt' }]],
    ['a folder', [{ name: 'folder/file.txt' }]],
    ['a backslash', [{ name: 'a\\b.txt' }]],
    ['an absolute path', [{ name: '/etc/passwd' }]],
    ['a symbolic link', [{ name: 'link', mode: 0o120_777 }]],
    ['names that differ only in case', [{ name: 'a.whl' }, { name: 'A.whl' }]],
  ])('an archive with %s is rejected and nothing is written', async (_, entries) => {
    const directory = await temporaryDirectory();
    const target = join(directory, 'target');
    await mkdir(target);
    const zip = join(directory, 'artifact.zip');
    await writeFile(zip, createZip(entries));
    await expect(readFlatZip(zip, { directory: target })).rejects.toMatchObject({
      code: 'E_GITHUB_ARTIFACT_DIFFERS',
    });
    expect(await readdir(directory)).toEqual(['artifact.zip', 'target']);
  });

  it('an archive is listed with the size and digest of every file', async () => {
    const directory = await temporaryDirectory();
    const zip = join(directory, 'artifact.zip');
    await writeFile(zip, createZip([{ name: 'b' }, { name: 'a' }]));
    const sha256 = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881';
    expect(await readFlatZip(zip)).toEqual([
      { name: 'a', size: 1, sha256 },
      { name: 'b', size: 1, sha256 },
    ]);
  });
});
