import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RehearsalReport } from '@slipway/cli/report/report';
import { repositoryRoot } from '../bundles/bundles.ts';
import { runTool } from '../tools/run-tool.ts';
import type { FoundProject } from './find-projects.ts';
import type { ReleaseOutcome } from './release-facts.ts';

const metadataScript = fileURLToPath(new URL('built_versions.py', import.meta.url));
const maxRehearsalMs = 1_800_000;
const shownCharacters = 2000;

/** Runs `slipway rehearse` as a user does. @returns its exit code and what it wrote, the end of it */
function rehearse(
  words: readonly string[],
  signal: AbortSignal,
): Promise<{ exitCode: number; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['packages/cli/src/main.ts', 'rehearse', ...words], {
      cwd: repositoryRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-shownCharacters);
      });
    // The command ends its own programs when it is asked to end.
    const end = (): void => void child.kill('SIGTERM');
    const limit = setTimeout(end, maxRehearsalMs);
    signal.addEventListener('abort', end, { once: true });
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(limit);
      signal.removeEventListener('abort', end);
      if (signal.aborted) reject(signal.reason as Error);
      else resolve({ exitCode: code ?? 128, said });
    });
  });
}

async function readBuilt(python: string, folder: string): Promise<string[]> {
  const { exitCode, output } = await runTool(python, ['-I', metadataScript, folder]);
  if (exitCode !== 0) throw new Error(`built_versions.py: ${output.trim().split('\n').at(-1)}`);
  return JSON.parse(output) as string[];
}

/**
 * Rehearses a whole release, builds included, and reads from the emulated PyPI what it published.
 * @param words `--bump minor`, `--tag v1.2.0`
 * @throws Error when the rehearsal wrote no report, the reason of `signal`
 */
export async function rehearseProject(
  python: string,
  { repository }: FoundProject,
  words: readonly string[],
  signal: AbortSignal,
): Promise<ReleaseOutcome> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-whole-'));
  try {
    const file = join(directory, 'report.json');
    const keep = join(directory, 'keep');
    const { exitCode, said } = await rehearse(
      ['--project', repository, ...words, '--json', file, '--keep', keep],
      signal,
    );
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) throw new Error(`the rehearsal wrote no report: ${said}`);
    const report = JSON.parse(text) as RehearsalReport;
    const built = await readBuilt(python, join(keep, 'world/pypi'));
    return {
      ...{ exitCode, tag: report.project.tag, version: report.project.versionAfter, versionAtTag: null },
      built,
      onPypi: built.map((line) => line.split(' ').at(-1) ?? ''),
      changedFiles: [],
      problems: report.problems,
      notices: report.notes,
      requests: report.hosts.reduce((sum, { requests }) => sum + requests, 0),
      seconds: report.seconds.total,
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
