import type { Caller } from './caller.ts';
import { git, gitText } from './git/git.ts';
import { apiBase, isoTime, nodeId, pageBase, renderUser, userId } from './render.ts';
import type { Repository } from './repository.ts';

/** Name, address and time of an author or committer. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601; GitHub gives UTC. */
  readonly date: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

const format = '%H%x00%T%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%B%x00';
const fieldCount = 10;

const utc = (date: string): string => isoTime(Date.parse(date));

/** Reads commits by the arguments of `git log`, newest first. */
export async function readCommits(directory: string, args: readonly string[]): Promise<Commit[]> {
  const output = (await git(directory, ['log', `--format=tformat:${format}`, ...args])).toString('utf8');
  const fields = output.split('\0');
  const commits: Commit[] = [];
  for (let start = 0; start + fieldCount < fields.length; start += fieldCount) {
    const [sha = '', tree = '', parents = '', ...rest] = fields.slice(start, start + fieldCount);
    const [name = '', email = '', date = '', committer = '', address = '', committed = '', message = ''] =
      rest;
    commits.push({
      sha: sha.trim(),
      tree,
      parents: parents.split(' ').filter((parent) => parent !== ''),
      author: { name, email, date: utc(date) },
      committer: { name: committer, email: address, date: utc(committed) },
      message: message.replace(/\n$/, ''),
    });
  }
  return commits;
}

export async function readCommit(directory: string, sha: string): Promise<Commit> {
  const [commit] = await readCommits(directory, ['-1', '--no-walk', sha]);
  if (commit === undefined) throw new Error(`git log has no commit ${sha}.`);
  return commit;
}

/** Who a caller is in a commit: bots have the address with their number. */
export function signatureOf(caller: Caller, nowMs: number): Signature {
  const email = `${userId(caller.login)}+${caller.login}@users.noreply.github.com`;
  return { name: caller.login, email, date: isoTime(nowMs) };
}

/** The committer of what GitHub commits and signs itself. */
export function webFlow(nowMs: number): Signature {
  return { name: 'GitHub', email: 'noreply@github.com', date: isoTime(nowMs) };
}

/** Writes a commit object; `signed` is GitHub's own signature, kept beside the object as no key is here. */
export async function writeCommit(
  repository: Repository,
  commit: Omit<Commit, 'sha'>,
  signed: boolean,
): Promise<string> {
  const { author, committer } = commit;
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  const sha = await gitText(repository.gitDirectory, ['commit-tree', commit.tree, ...parents, '-F', '-'], {
    input: commit.message,
    env: {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_AUTHOR_DATE: author.date,
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.email,
      GIT_COMMITTER_DATE: committer.date,
    },
  });
  if (signed) repository.signedCommits.add(sha);
  return sha;
}

export function renderVerification(
  repository: Repository,
  sha: string,
  atDate: string,
): Record<string, unknown> {
  const verified = repository.signedCommits.has(sha);
  return {
    verified,
    reason: verified ? 'valid' : 'unsigned',
    signature: null,
    payload: null,
    verified_at: verified ? atDate : null,
  };
}

/** Schema `git-commit`. */
export function renderGitCommit(repository: Repository, commit: Commit): Record<string, unknown> {
  const base = apiBase(repository);
  return {
    sha: commit.sha,
    node_id: nodeId('C', `${repository.id}:${commit.sha}`),
    url: `${base}/git/commits/${commit.sha}`,
    html_url: `${pageBase(repository)}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${base}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${base}/git/commits/${sha}`,
      html_url: `${pageBase(repository)}/commit/${sha}`,
    })),
    verification: renderVerification(repository, commit.sha, commit.committer.date),
  };
}

/** The account behind an address, when the address itself says it. */
function accountOf(signature: Signature): Record<string, unknown> | null {
  if (signature.email === 'noreply@github.com') return renderUser('web-flow');
  const match = /^(?:\d+\+)?(.+)@users\.noreply\.github\.com$/.exec(signature.email);
  return match?.[1] === undefined ? null : renderUser(match[1]);
}

/** Schema `commit`, the one with accounts. */
export function renderCommit(repository: Repository, commit: Commit): Record<string, unknown> {
  const base = apiBase(repository);
  const url = `${base}/commits/${commit.sha}`;
  return {
    sha: commit.sha,
    node_id: nodeId('C', `${repository.id}:${commit.sha}`),
    url,
    html_url: `${pageBase(repository)}/commit/${commit.sha}`,
    comments_url: `${url}/comments`,
    commit: {
      url: `${base}/git/commits/${commit.sha}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: `${base}/git/trees/${commit.tree}` },
      verification: renderVerification(repository, commit.sha, commit.committer.date),
    },
    author: accountOf(commit.author),
    committer: accountOf(commit.committer),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${base}/commits/${sha}`,
      html_url: `${pageBase(repository)}/commit/${sha}`,
    })),
  };
}
