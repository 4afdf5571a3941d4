import { replaceInvisible } from '@slipway/core/neutralize';
import type { Git } from '../machine/git.ts';
import type { DiffReport } from './report.ts';

const maxFiles = 30;
const maxLinesPerFile = 120;
const maxLineLength = 1_000;

/** Cuts what `git diff` prints into files. Binary files have no lines. */
export function parseDiff(text: string): readonly DiffReport[] {
  return text
    .split(/^diff --git /m)
    .slice(1, maxFiles + 1)
    .map((part) => {
      const lines = part.replace(/\n$/, '').split('\n');
      const named = (prefix: string): string | undefined =>
        lines
          .find((line) => line.startsWith(prefix))
          ?.slice(prefix.length)
          .replace(/\t$/, '');
      const path = named('+++ b/') ?? named('--- a/') ?? lines[0] ?? '';
      const start = lines.findIndex((line) => line.startsWith('@@'));
      const body = start < 0 ? [] : lines.slice(start);
      return {
        path,
        lines: body.slice(0, maxLinesPerFile).map((line) => replaceInvisible(line.slice(0, maxLineLength))),
        dropped: Math.max(0, body.length - maxLinesPerFile),
      };
    });
}

/** What the commit of the release changes against the one that it was made from; empty when there is no new commit. */
export async function reportDiff(
  git: Git,
  gitDirectory: string,
  before: string,
  after: string,
): Promise<readonly DiffReport[]> {
  if (after === '' || before === after) return [];
  const options = ['--no-color', '--no-ext-diff', '--no-textconv', '--no-renames', '--unified=3'];
  const { exitCode, stdout } = await git.try(gitDirectory, [
    ...['-c', 'core.quotePath=false', '-c', 'diff.noprefix=false', '-c', 'diff.mnemonicPrefix=false'],
    ...['diff', ...options, before, after],
  ]);
  return exitCode === 0 ? parseDiff(stdout) : [];
}
