import { slipwayDirectory } from '@slipway/core/files/own-files';
import { refuseWords } from '../../command-line/command-table.ts';
import type { MaintainerHost } from '../../command-line/run-command.ts';
import { createGit } from '../../machine/git.ts';
import { createPrograms } from '../../machine/programs.ts';
import { readOwnCommit } from '../../project/own-commit.ts';

/** Pins the actions of Slipway to the commit of this Slipway. @throws InputError E_COMMAND_USAGE for an unpacked archive */
export async function pinOwnActions(text: string, host: MaintainerHost): Promise<string> {
  const home = host.variables['HOME'] || slipwayDirectory;
  const git = createGit({
    ...{ run: createPrograms(host.signal), path: host.variables['PATH'] ?? '', home },
    ...{ configPath: `${home}/.gitconfig`, trackingId: 'slipway' },
  });
  const sha = await readOwnCommit(git);
  if (sha === undefined)
    throw refuseWords('this copy of Slipway has no git history to pin to', 'Clone it, or remove --pin.');
  return text.replaceAll(/(\/slipway\/[\w./-]+)@(v\d[\w.]*)$/gm, `$1@${sha} # $2`);
}

const context = 3;

interface Edit {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
}

/** The shortest list of edits between two lists of lines (longest common subsequence). */
function diffLines(old: readonly string[], fresh: readonly string[]): readonly Edit[] {
  const width = fresh.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = fresh.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] =
        old[i] === fresh[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const edits: Edit[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      edits.push({ kind: ' ', line: old[i] ?? '' });
      i += 1;
      j += 1;
    } else if (j >= fresh.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) {
      edits.push({ kind: '-', line: old[i] ?? '' });
      i += 1;
    } else {
      edits.push({ kind: '+', line: fresh[j] ?? '' });
      j += 1;
    }
  }
  return edits;
}

/** `\0` ends a last line without a line break, so that it differs from one with it. */
const split = (text: string): readonly string[] =>
  text.endsWith('\n') ? text.slice(0, -1).split('\n') : `${text}\0`.split('\n');
const write = ({ kind, line }: Edit): string =>
  line.endsWith('\0') ? `${kind}${line.slice(0, -1)}\n\\ No newline at end of file` : `${kind}${line}`;

/** A unified diff that `git apply` accepts. */
export function writePatch(path: string, old: string, fresh: string): string {
  const edits = diffLines(split(old), split(fresh));
  const isNear = edits.map((_, index) =>
    edits.slice(Math.max(0, index - context), index + context + 1).some(({ kind }) => kind !== ' '),
  );
  const out: string[] = [];
  let [oldLine, newLine] = [1, 1];
  for (let index = 0; index < edits.length; ) {
    if (isNear[index] !== true) {
      index += 1;
      oldLine += 1;
      newLine += 1;
      continue;
    }
    let end = index;
    while (end < edits.length && isNear[end] === true) end += 1;
    const hunk = edits.slice(index, end);
    const oldCount = hunk.filter(({ kind }) => kind !== '+').length;
    const newCount = hunk.filter(({ kind }) => kind !== '-').length;
    out.push(`@@ -${oldLine},${oldCount} +${newLine},${newCount} @@`, ...hunk.map(write));
    oldLine += oldCount;
    newLine += newCount;
    index = end;
  }
  return `--- a/${path}\n+++ b/${path}\n${out.join('\n')}\n`;
}
