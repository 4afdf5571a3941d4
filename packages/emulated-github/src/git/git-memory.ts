import type { GitOutcome } from './git-outcome.ts';

const commands: ReadonlySet<string> = new Set([
  'cat-file',
  'diff-tree',
  'log',
  'ls-tree',
  'merge-base',
  'rev-list',
  'rev-parse',
]);
const object = /^\^?[0-9a-f]{40}(?:\^\{\w+\})?(?:\.{2,3}[0-9a-f]{40})?(?::.*)?$/;
// What looks at refs, at standard input, or at settings beside the objects.
const readsMore = /^--(?:all|branches|tags|remotes|glob|stdin|reflog|not|batch|decorate|source)|%[dDNgSC]/;
const maxRememberedBytes = 64 * 1024;
const maxCallsOfOne = 5000;

/** Whether a call gives the same for ever once it gave something: it names objects alone, each by its whole hash. */
export function isAboutObjectsAlone([command = '', ...args]: readonly string[]): boolean {
  if (!commands.has(command)) return false;
  const end = args.indexOf('--');
  const words = end < 0 ? args : args.slice(0, end);
  // `cat-file blob HASH`
  const named = command === 'cat-file' && /^[a-z]+$/.test(words[0] ?? '') ? words.slice(1) : words;
  const isSettled = named.every((word) => (word.startsWith('-') ? !readsMore.test(word) : object.test(word)));
  return isSettled && named.some((word) => object.test(word));
}

/** Answers of git about objects, by repository and call. An object never changes, and nothing is deleted here. */
export interface GitMemory {
  find(directory: string, args: readonly string[]): GitOutcome | undefined;
  keep(directory: string, args: readonly string[], outcome: GitOutcome): void;
}

/** An empty memory; the oldest answers go first. */
export function createGitMemory(): GitMemory {
  const answers = new Map<string, GitOutcome>();
  const keyOf = (directory: string, args: readonly string[]): string => JSON.stringify([directory, ...args]);
  return {
    find: (directory, args) => answers.get(keyOf(directory, args)),
    keep(directory, args, outcome) {
      if (outcome.exitCode !== 0 || outcome.stdout.byteLength > maxRememberedBytes) return;
      answers.set(keyOf(directory, args), outcome);
      const [oldest] = answers.keys();
      if (answers.size > maxCallsOfOne && oldest !== undefined) answers.delete(oldest);
    },
  };
}
