import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repositoryRoot } from '../bundles/bundles.ts';
import { runOrThrow } from '../tools/install-tools.ts';
import { runTool } from '../tools/run-tool.ts';
import type { BackendProject } from './backend-projects.ts';

/** What came out of one project. */
export interface TwoBuilds {
  readonly backend: string;
  /** By file name, in the order of the places. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  /** Why there is nothing to compare. */
  readonly failure?: string;
}

interface Place {
  /** Of the checkout, below the folder of this run. */
  readonly folder: string;
  readonly umask: number;
  /** Of the checked-out files; undefined leaves the time of the checkout. */
  readonly mtime: Date | undefined;
  readonly variables: Readonly<Record<string, string>>;
}

const places: readonly Place[] = [
  { folder: 'one/demo', umask: 0o022, mtime: undefined, variables: { TZ: 'UTC', LANG: 'C.UTF-8' } },
  {
    folder: 'two/with space/some/other/checkout',
    umask: 0o077,
    mtime: new Date('2001-05-06T07:08:09Z'),
    variables: { TZ: 'Asia/Tokyo', LANG: 'de_DE.UTF-8', PYTHONHASHSEED: '42' },
  },
];
const identity = ['-c', 'user.name=Slipway', '-c', 'user.email=slipway@example.invalid'];
const commitDate = '2026-03-04T05:06:07Z';
/** The times in a ZIP archive are two seconds apart. */
const pauseMs = 2500;

/**
 * Builds the same commit twice with the shipped action and `reproducible: normalize`: in two folders, at two times, under two
 * file masks, with files of two dates and in two time zones.
 * @param pythonFolder of a Python with the module `build`
 */
export async function buildTwice(
  home: string,
  project: BackendProject,
  pythonFolder: string,
): Promise<TwoBuilds> {
  const folder = await mkdtemp(join(home, 'twice-'));
  const files: Record<string, string[]> = {};
  try {
    const origin = await commitProject(join(folder, 'origin'), project);
    for (const place of places) {
      const dist = await buildAt(join(folder, place.folder), origin, project, place, pythonFolder);
      for (const name of (await readdir(dist)).sort()) {
        const sha256 = createHash('sha256')
          .update(await readFile(join(dist, name)))
          .digest('hex');
        files[name] = [...(files[name] ?? []), sha256];
      }
      await sleep(pauseMs);
    }
    return { backend: project.backend, files };
  } catch (cause) {
    const failure = cause instanceof Error ? cause.message : String(cause);
    return { backend: project.backend, files: {}, failure };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function commitProject(folder: string, { files }: BackendProject): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
    if (path.endsWith('.sh')) await chmod(join(folder, path), 0o755);
  }
  const env = { ...process.env, GIT_AUTHOR_DATE: commitDate, GIT_COMMITTER_DATE: commitDate };
  for (const words of [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '--all'],
    ['commit', '--quiet', '-m', 'Release 1.2.0'],
    ['tag', 'v1.2.0'],
  ])
    await runOrThrow('git', [...identity, ...words], { cwd: folder, env });
  return folder;
}

/** @returns the folder with what was built */
async function buildAt(
  checkout: string,
  origin: string,
  project: BackendProject,
  { umask, mtime, variables }: Place,
  pythonFolder: string,
): Promise<string> {
  await mkdir(dirname(checkout), { recursive: true });
  const before = process.umask(umask);
  try {
    await runOrThrow('git', ['clone', '--quiet', origin, checkout], { cwd: dirname(checkout) });
    if (mtime !== undefined) await dateFiles(checkout, mtime);
    const control = `${checkout}-control`;
    await mkdir(control);
    const outputs = ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_ENV'];
    for (const name of outputs) await writeFile(join(control, name), '');
    const { exitCode, output } = await runTool(
      process.execPath,
      [join(repositoryRoot, 'dist/python-build/index.js')],
      {
        env: {
          ...process.env,
          ...variables,
          ...Object.fromEntries(outputs.map((name) => [name, join(control, name)])),
          PATH: [pythonFolder, process.env['PATH']].join(delimiter),
          GITHUB_WORKSPACE: checkout,
          RUNNER_TEMP: control,
          'INPUT_BUILD-TOOL': 'build',
          'INPUT_ARTIFACT-NAME': '',
          INPUT_NATIVE: project.isNative === true ? 'auto' : 'refuse',
          INPUT_REPRODUCIBLE: 'normalize',
        },
      },
    );
    if (exitCode !== 0) throw new Error(readFailure(output));
    return join(checkout, 'dist');
  } finally {
    process.umask(before);
  }
}

async function dateFiles(folder: string, mtime: Date): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (!entry.parentPath.includes('.git') && entry.name !== '.git')
      await utimes(join(entry.parentPath, entry.name), mtime, mtime);
}

function readFailure(output: string): string {
  const errors = output.split('\n').filter((line) => line.startsWith('::error'));
  return (errors.length > 0 ? errors : output.trim().split('\n').slice(-3)).join(' ').slice(0, 1500);
}
