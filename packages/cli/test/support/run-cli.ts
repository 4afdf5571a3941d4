import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RehearsalReport } from '../../src/report/report.ts';
import { temporaryFolder } from './fixture-project.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface CliRun {
  readonly exitCode: number;
  readonly output: string;
  readonly report: RehearsalReport | undefined;
}

export interface StartedCli {
  readonly child: ChildProcess;
  /** Folder that stands for the machine's temporary folder. */
  readonly temporary: string;
  readonly ended: Promise<CliRun>;
}

/** Starts `slipway` as a process of its own, with a temporary folder of its own. */
export function startCli(
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): StartedCli {
  const temporary = temporaryFolder();
  const json = join(temporaryFolder(), 'report.json');
  const child = spawn(process.execPath, [main, ...words, '--json', json], {
    env: { ...process.env, ...variables, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  const ended = new Promise<CliRun>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const report = existsSync(json)
        ? (JSON.parse(readFileSync(json, 'utf8')) as RehearsalReport)
        : undefined;
      resolve({ exitCode: code ?? -1, output, report });
    });
  });
  return { child, temporary, ended };
}

/** Rehearses the fixture project in `folder`. */
export function startFixture(
  folder: string,
  words: readonly string[] = [],
  variables: Readonly<Record<string, string>> = {},
): StartedCli {
  const fixed = ['rehearse', '--project', folder, '--workflow', '.github/workflows/fixture.yml'];
  return startCli([...fixed, ...words], variables);
}

/** Processes that carry `text` in their environment: the only ones a rehearsal could have left behind. */
export function findProcesses(pids: readonly string[], text: string): string[] {
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(text);
    } catch {
      // It ended, or is somebody else's.
      return false;
    }
  });
}
