import { expectingEach, listPages } from '../client.ts';
import { compareCommits } from '../commits.ts';
import { type Repository, readRepository } from '../repository.ts';

/** Names of branches that releases come from, beside the default branch: lines of maintenance, by their usual names. */
const maintenanceBranches: readonly string[] = ['*.x', 'release/*', 'maint/*'];

/** Branches that are looked at; a repository with more of them has its release on one of the first. */
const maxBranches = 200;
const maxListed = 5000;

/**
 * Whether a branch has one of these names. `*` stands for anything but a slash and `**` for anything, as in the branch filters
 * of a workflow.
 */
export function matchesBranch(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const source = pattern
      .split(/(\*\*?)/)
      .map((part) =>
        part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
      )
      .join('');
    return new RegExp(`^${source}$`, 's').test(name);
  });
}

/** The patterns that are meant: those given, else the default branch and the usual names. @throws as GitHubClient.rest */
export async function listReleaseBranches(
  repository: Repository,
  given: readonly string[],
): Promise<readonly string[]> {
  if (given.length > 0) return given;
  const { defaultBranch } = await readRepository(repository);
  return [defaultBranch, ...maintenanceBranches];
}

/**
 * The first branch with one of these names that has a commit in its history; undefined when none has.
 * @throws as GitHubClient.rest
 */
export async function findBranchWith(
  repository: Repository,
  commitSha: string,
  patterns: readonly string[],
): Promise<string | undefined> {
  const { rest, at } = repository;
  const fields = ['name:string', 'commit.sha:string'];
  const branches = await listPages(
    (page) => rest.repos.listBranches({ ...at, ...page, ...expectingEach(fields) }),
    maxListed,
  );
  const wanted = branches.filter(({ name }) => matchesBranch(name, patterns)).slice(0, maxBranches);
  // In the order of the patterns: the default branch has nearly every release.
  const order = ({ name }: { name: string }): number =>
    patterns.findIndex((pattern) => matchesBranch(name, [pattern]));
  for (const { name, commit } of wanted.sort((left, right) => order(left) - order(right))) {
    if (commit.sha === commitSha) return name;
    const status = await compareCommits(repository, commit.sha, commitSha);
    // `behind`: what is compared is in the history of the branch.
    if (status === 'behind' || status === 'identical') return name;
  }
  return undefined;
}
