import type { CommitText } from '@slipway/changelog/commits/conventional';

/** A tag of the repository, on whatever line. */
export interface RepositoryTag {
  /** Without `refs/tags/`. */
  readonly name: string;
  /** The commit, not the object of an annotated tag. */
  readonly commitSha: string;
  /** Milliseconds since the epoch; undefined where that would need a request for each. */
  readonly taggedMs: number | undefined;
}

/** Which commits of a repository concern a project. */
export interface ProjectPaths {
  /** Its folder, from the root; `.` for the root, which all commits concern. */
  readonly folder: string;
  /** Further files and folders, from the root. */
  readonly shared: readonly string[];
}

/** Everything that led to one commit. */
export interface History {
  /** All tags of the repository, in no particular order. */
  readonly tags: readonly RepositoryTag[];
  /** The first of these tags that the commit contains. @param candidates the most wanted first */
  findMerged<Tag extends Pick<RepositoryTag, 'name' | 'commitSha'>>(
    candidates: readonly Tag[],
  ): Promise<Tag | undefined>;
  /** Whether a commit has another one, or itself, in its history. */
  contains(commitSha: string, ancestorSha: string): Promise<boolean>;
  /** The names of the tags that the commit contains, where that is known without requests. */
  readonly mergedNames: ReadonlySet<string> | undefined;
  /** Commits since another one, or all, that concern a project; the oldest first. */
  listCommits(sinceSha: string | undefined, paths: ProjectPaths): Promise<readonly CommitText[]>;
}

/** The paths that are meant; undefined when every commit counts. */
export function selectPaths({ folder, shared }: ProjectPaths): readonly string[] | undefined {
  const clean = (path: string): string =>
    path
      .split('/')
      .filter((part) => part !== '' && part !== '.')
      .join('/');
  const own = clean(folder);
  return own === '' ? undefined : [own, ...shared.map(clean).filter((path) => path !== '')];
}
