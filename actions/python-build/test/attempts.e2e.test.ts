import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPypi, type Pypi } from '@slipway/emulated-pypi/pypi';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { type BundleRun, errorOf, runBundle } from '@slipway/testkit/run-bundle';
import { createWorld, type World } from '@slipway/world/world';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { storeArtifact } from '../../pypi-publish/test/support/store-artifact.ts';

const bundle = fileURLToPath(new URL('../../../dist/python-build/index.js', import.meta.url));
const backend = fileURLToPath(new URL('demo-backend.py', import.meta.url));
const [wheelName, sdistName] = ['demo-1.2.0-py3-none-any.whl', 'demo-1.2.0.tar.gz'];

const tools = mkdtempSync(join(tmpdir(), 'slipway-attempts-tools-'));
afterAll(() => rmSync(tools, { recursive: true, force: true }));

/** The programs of a Python with the module `build`; undefined without Python or a package index. */
function createPython(): string | undefined {
  try {
    execFileSync('python3', ['-m', 'venv', join(tools, 'venv')], { stdio: 'pipe' });
    const folder = join(tools, 'venv', process.platform === 'win32' ? 'Scripts' : 'bin');
    const install = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', 'build==1.4.0'];
    execFileSync(join(folder, 'python'), install, { stdio: 'pipe' });
    return folder;
  } catch {
    return undefined;
  }
}
const python = createPython();
if (python === undefined)
  console.log('not shown: builds in several attempts (no Python, or no package index to fetch "build" from)');

const repository = 'Octo/demo';
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface AttemptWorld {
  readonly world: World;
  readonly pypi: Pypi;
  /** Builds the project in a new checkout, as an attempt of the one run. */
  run(attempt: number, variables?: Readonly<Record<string, string>>): Promise<BundleRun>;
  /** Bytes of a file that an attempt left in its `dist`. */
  readBuilt(attempt: number, name: string): Buffer;
  /** Stores files as the artifact of the run, as any job of it may. */
  store(attempt: number, jobId: string, files: Readonly<Record<string, Uint8Array>>): Promise<void>;
}

/** @param behavior what the backend does in each build, see `demo-backend.py` */
async function openAttempts(behavior: string): Promise<AttemptWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-attempts-'));
  const world = await createWorld({
    directory: join(directory, 'world'),
    userEnvironment: {},
    services: ({ directory: folder, now }) => {
      const pypi = createPypi({
        site: 'pypi',
        directory: folder,
        now,
        loadKeySet: async () => ({ keys: [] }),
      });
      return { services: [pypi.service], handles: { pypi } };
    },
  });
  onTestFinished(async () => {
    await world.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const { pypi } = world.handles;
  const job = (attempt: number, jobId: string) =>
    world.tokens.issueJob(
      jobIdentity({
        repository,
        jobId,
        runAttempt: attempt,
        checkRunId: 90_000 + attempt * 10 + jobId.length,
      }),
    );
  const workspaceOf = (attempt: number): string => join(directory, `workspace-${attempt}`);
  return {
    world,
    pypi,
    readBuilt: (attempt, name) => readFileSync(join(workspaceOf(attempt), 'dist', name)),
    async store(attempt, jobId, files) {
      const folder = mkdtempSync(join(directory, 'stored-'));
      for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
      const paths = Object.keys(files).map((name) => join(folder, name));
      await storeArtifact(world, job(attempt, jobId), folder, paths);
    },
    async run(attempt, variables = {}) {
      const workspace = workspaceOf(attempt);
      mkdirSync(workspace);
      createProject(workspace, behavior);
      const credentials = job(attempt, 'build-python-package');
      const home = mkdtempSync(join(directory, 'job-'));
      return runBundle({
        bundle,
        directory: home,
        inputs: { 'artifact-name': 'python-dist', 'build-tool': 'build' },
        variables: {
          ...world.env,
          PATH: `${python}${delimiter}${process.env['PATH'] ?? ''}`,
          HOME: home,
          GITHUB_WORKSPACE: workspace,
          GITHUB_REPOSITORY: repository,
          GITHUB_RUN_ID: '7001',
          GITHUB_RUN_ATTEMPT: String(attempt),
          RUNNER_TEMP: home,
          ACTIONS_RUNTIME_TOKEN: credentials.runtimeToken,
          ACTIONS_RESULTS_URL: credentials.resultsUrl,
          ...variables,
        },
      });
    },
  };
}

function createProject(workspace: string, behavior: string): void {
  const system = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n';
  writeFileSync(
    join(workspace, 'pyproject.toml'),
    `[project]\nname = "demo"\nversion = "1.2.0"\n\n${system}`,
  );
  writeFileSync(join(workspace, 'behavior'), behavior);
  copyFileSync(backend, join(workspace, 'backend.py'));
  const git = (...args: string[]): void => {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    const date = { GIT_AUTHOR_DATE: '2024-01-02T03:04:05Z', GIT_COMMITTER_DATE: '2024-01-02T03:04:05Z' };
    execFileSync('git', [...identity, ...args], { cwd: workspace, env: { ...process.env, ...date } });
  };
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'one');
}

const countArtifacts = ({ world }: AttemptWorld): number =>
  world.artifacts.artifacts.ofRepository(repository).length;

describe.skipIf(python === undefined)('a second attempt of a run', () => {
  it('a second attempt with the same contents reuses the files of the first and stores nothing', async () => {
    const of = await openAttempts('moving');
    const first = await of.run(1);
    expect(errorOf(first), first.output).toBe('');
    const second = await of.run(2);
    expect(errorOf(second), second.output).toBe('');
    expect(second.outputs['files']).toBe(first.outputs['files']);
    expect(of.readBuilt(2, sdistName)).toEqual(of.readBuilt(1, sdistName));
    expect(countArtifacts(of)).toBe(1);
    expect(second.output).toContain('Reusing its files from the artifact python-dist');
  });

  it('a second attempt with different contents fails before anything is stored', async () => {
    const of = await openAttempts('stamped');
    await of.run(1);
    const second = await of.run(2);
    expect(second.exitCode).toBe(1);
    expect(errorOf(second)).toMatch(/^E_GITHUB_ARTIFACT_DIFFERS /);
    expect(errorOf(second)).toContain('demo-1.2.0/stamp.txt');
    expect(second.output).toContain('"Re-run failed jobs"');
    // What the sources say is known before the build.
    expect(second.outputs).toEqual({ native: 'false' });
    expect(() => of.readBuilt(2, sdistName)).toThrow('ENOENT');
    expect(countArtifacts(of)).toBe(1);
  });

  it('an artifact replaced by another job of the run is rejected', async () => {
    const of = await openAttempts('moving');
    await of.run(1);
    const foreign = await openAttempts('');
    await foreign.run(1);
    // The same names with one other member.
    await of.store(2, 'build-platform-images', {
      [wheelName]: of.readBuilt(1, wheelName),
      [sdistName]: foreign.readBuilt(1, sdistName),
    });
    const second = await of.run(2);
    expect(errorOf(second)).toMatch(/^E_GITHUB_ARTIFACT_DIFFERS /);
    expect(errorOf(second)).toContain('demo-1.2.0/behavior');
  });

  it('files on PyPI with the same contents are reused if the artifact was removed', async () => {
    const of = await openAttempts('moving');
    await of.run(1);
    of.pypi.addUser('alice');
    of.pypi.addProject('demo', 'alice');
    await of.pypi.addExistingFile('demo', '1.2.0', sdistName, of.readBuilt(1, sdistName));
    of.world.artifacts.startOver(repository, 7001);
    expect(countArtifacts(of)).toBe(0);
    const second = await of.run(2);
    expect(errorOf(second), second.output).toBe('');
    expect(sha256(of.readBuilt(2, sdistName))).toBe(sha256(of.readBuilt(1, sdistName)));
    expect(second.outputs['files']).toContain(sha256(of.readBuilt(1, sdistName)));
    expect(second.output).toContain('Reusing its files from PyPI');
    expect(countArtifacts(of)).toBe(1);
  });

  it('the new files are kept if PyPI has different contents or none', async () => {
    const of = await openAttempts('stamped');
    await of.run(1);
    of.pypi.addUser('alice');
    of.pypi.addProject('demo', 'alice');
    await of.pypi.addExistingFile('demo', '1.2.0', sdistName, of.readBuilt(1, sdistName));
    of.world.artifacts.startOver(repository, 7001);
    const second = await of.run(2);
    expect(errorOf(second), second.output).toBe('');
    expect(second.outputs['files']).toContain(sha256(of.readBuilt(2, sdistName)));
    expect(sha256(of.readBuilt(2, sdistName))).not.toBe(sha256(of.readBuilt(1, sdistName)));
  });
});

describe('an artifact on a GitHub Enterprise Server', () => {
  it('an artifact on an Enterprise Server is rejected before the build', async () => {
    const of = await openAttempts('');
    const run = await of.run(1, { GITHUB_SERVER_URL: 'https://ghes.example.com' });
    expect(errorOf(run)).toMatch(/^E_GITHUB_SERVER /);
    expect(run.output).not.toMatch(/Building with|status page/);
    expect(of.world.journal.entries).toEqual([]);
  });
});
