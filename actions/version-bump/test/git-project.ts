import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A repository on disk. */
export interface GitProject {
  readonly directory: string;
  git(...args: string[]): string;
  /** Commits files on the branch that is checked out. @returns the SHA */
  commit(message: string, files?: Readonly<Record<string, string>>): string;
}

/** A new folder that is removed when the test is over. */
export function temporaryFolder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-history-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A new repository with one commit on `main`. */
export function createGitProject(): GitProject {
  const directory = temporaryFolder();
  let seconds = 1_700_000_000;
  const git = (...args: string[]): string => {
    seconds += 86_400;
    const date = `${seconds} +0000`;
    return execFileSync('git', ['-C', directory, '-c', 'commit.gpgSign=false', ...args], {
      env: {
        PATH: process.env['PATH'],
        HOME: directory,
        ...{ GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: 'Dev', GIT_AUTHOR_EMAIL: 'dev@example.com' },
        ...{ GIT_COMMITTER_NAME: 'Dev', GIT_COMMITTER_EMAIL: 'dev@example.com' },
        ...{ GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
      },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trimEnd();
  };
  const commit = (message: string, files: Readonly<Record<string, string>> = {}): string => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  git('init', '--quiet', '--initial-branch=main');
  commit('chore: first');
  return { directory, git, commit };
}
