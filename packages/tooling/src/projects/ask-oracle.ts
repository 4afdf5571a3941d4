import { fileURLToPath } from 'node:url';
import { runTool } from '../tools/run-tool.ts';
import type { ProjectFacts } from './release-facts.ts';

const script = fileURLToPath(new URL('oracle.py', import.meta.url));

/** Asks the independent reading of a project. @throws Error with its last line */
async function ask<Answer>(python: string, words: readonly string[]): Promise<Answer> {
  const { exitCode, output } = await runTool(python, ['-I', '-B', script, ...words]);
  if (exitCode !== 0) throw new Error(`oracle.py ${words.join(' ')}: ${output.trim().split('\n').at(-1)}`);
  return JSON.parse(output) as Answer;
}

/** What is right for the project at `HEAD` of a repository. */
export const readFacts = (python: string, repository: string, path: string): Promise<ProjectFacts> =>
  ask(python, ['facts', repository, 'HEAD', '--path', path]);

/** What the files of a commit say; null when they say no version. */
export async function readVersionAt(
  python: string,
  repository: string,
  commit: string,
  path: string,
): Promise<string | null> {
  const found = await ask<ProjectFacts>(python, ['version', repository, commit, '--path', path]);
  return found.treeVersion;
}
