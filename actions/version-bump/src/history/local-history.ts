import type { CommitText } from '@slipway/changelog/commits/conventional';
import { ActionError } from '@slipway/core/errors/action-error';
import { type History, type RepositoryTag, selectPaths } from './history.ts';
import type { Git } from './run-git.ts';

/** The history in a checkout, or why the checkout cannot tell it. */
export type LocalHistory =
  | { readonly history: History }
  /** Ends the sentence "The history is read through the API, because …". */
  | { readonly history: undefined; readonly problem: string };

/**
 * Reads the history of a commit from the repository that the job has checked out. It takes three programs, whatever the number
 * of tags and commits.
 * @param headSha the commit, as GitHub says
 */
export async function openLocalHistory(git: Git, headSha: string): Promise<LocalHistory> {
  const reading = Promise.all([
    git.run(['for-each-ref', `--format=${tagFormat}`, 'refs/tags']).then(readTags),
    git.run(['for-each-ref', '--format=%(refname:strip=2)', `--merged=${headSha}`, 'refs/tags']),
  ]);
  // It fails where there is a problem, which is what is told.
  reading.catch(() => undefined);
  const problem = await findProblem(git, headSha);
  if (problem !== undefined) return { history: undefined, problem };
  const [tags, merged] = await reading;
  const mergedNames = new Set(merged.split('\n').filter((name) => name !== ''));
  return {
    history: {
      tags,
      mergedNames,
      findMerged: async (candidates) => candidates.find(({ name }) => mergedNames.has(name)),
      contains: async (commitSha, ancestorSha) =>
        (await git.run(['rev-list', '--max-count=1', ancestorSha, `^${commitSha}`, '--'])).trim() === '',
      listCommits: (sinceSha, paths) => listCommits(git, sinceSha, headSha, selectPaths(paths)),
    },
  };
}

async function findProblem(git: Git, headSha: string): Promise<string | undefined> {
  let answer: string;
  try {
    answer = await git.run(['rev-parse', '--is-shallow-repository', `${headSha}^{commit}`]);
  } catch (cause) {
    if (!(cause instanceof ActionError)) throw cause;
    if (cause.code === 'E_TOOL_MISSING') return 'git is not installed on the runner';
    const isRepository = await git.run(['rev-parse', '--git-dir']).then(
      () => true,
      () => false,
    );
    return isRepository
      ? `the checkout does not contain ${headSha.slice(0, 7)}`
      : 'the job has no checkout of the repository';
  }
  return answer.startsWith('true') ? 'the checkout is shallow' : undefined;
}

// `*` is what an annotated tag points at, and empty for any other.
const tagFormat =
  '%(refname:strip=2)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)%00%(creatordate:unix)';

function readTags(output: string): readonly RepositoryTag[] {
  return output.split('\n').flatMap((line): RepositoryTag[] => {
    const [name = '', type, sha = '', pointsAt, commitSha = '', seconds = ''] = line.split('\0');
    const commit = type === 'commit' ? sha : pointsAt === 'commit' ? commitSha : undefined;
    if (commit === undefined) return [];
    return [{ name, commitSha: commit, taggedMs: seconds === '' ? undefined : Number(seconds) * 1000 }];
  });
}

async function listCommits(
  git: Git,
  sinceSha: string | undefined,
  headSha: string,
  paths: readonly string[] | undefined,
): Promise<readonly CommitText[]> {
  const range = sinceSha === undefined ? [headSha] : [headSha, `^${sinceSha}`];
  // Without the order, a commit may come before its parent if a clock was wrong.
  const log = git.run(['log', '-z', '--reverse', '--topo-order', '--format=%H %P%n%B', ...range, '--']);
  if (paths === undefined) return readLog(await log);
  // What concerns only other packages of the repository is left out; a merge concerns what it merged.
  const touching = git.run([
    'rev-list',
    '--full-history',
    ...range,
    '--',
    ...paths.map((path) => `:(literal)${path}`),
  ]);
  const [commits, touched] = await Promise.all([log, touching]);
  const own = new Set(touched.split('\n'));
  return readLog(commits).filter(({ sha }) => own.has(sha));
}

function readLog(output: string): readonly CommitText[] {
  return output.split('\0').flatMap((entry): CommitText[] => {
    const end = entry.indexOf('\n');
    const [sha = '', ...parents] = entry.slice(0, Math.max(0, end)).split(' ');
    if (sha === '') return [];
    return [{ sha, parents: parents.filter((parent) => parent !== ''), message: entry.slice(end + 1) }];
  });
}
