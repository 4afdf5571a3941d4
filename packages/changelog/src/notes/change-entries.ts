import { count } from '@slipway/core/text/count';
import { type ConventionalChange, type ParsedMessage, parseMessage } from '../commits/commit-message.ts';
import { isDependencyUpdate } from '../commits/dependency-update.ts';
import { findUndone } from '../commits/reverts.ts';
import { findMerges } from './merged-branches.ts';
import { isBot, type Person, readCoAuthors, renderPerson } from './people.ts';
import { isReleaseCommit, isSkipped } from './release-commit.ts';
import { type ChangeSection, type ReferenceBase, renderFolded, renderLink, renderTitle } from './text.ts';

/** A commit to be in the notes. */
export interface NotedCommit {
  /** Full, lower-case hex. */
  readonly sha: string;
  readonly message: string;
  readonly author?: Person | undefined;
  /** Full names; with them, a pull request that was merged is one change. */
  readonly parents?: readonly string[] | undefined;
}

/** A merged pull request to be in the notes. */
export interface NotedPullRequest {
  readonly number: number;
  readonly title: string;
  readonly labels?: readonly string[];
  readonly author?: Person | undefined;
}

/** What the notes of a project are made by. */
export interface EntryOptions extends ReferenceBase {
  /** Names of the project, lower case: a commit that only releases one of them is not a change. */
  readonly projectNames?: ReadonlySet<string>;
  /** Accounts by lower-case names. */
  readonly logins?: ReadonlyMap<string, string>;
}

const titles = {
  security: 'Security',
  breaking: 'Breaking changes',
  feat: 'Added',
  fix: 'Fixed',
  perf: 'Performance',
  revert: 'Reverted',
  docs: 'Documentation',
  other: 'Other changes',
  dependencies: 'Dependencies',
  maintenance: 'Maintenance',
} as const;

type Kind = keyof typeof titles;

const kindOfType: ReadonlyMap<string, Kind> = new Map([
  ['security', 'security'],
  ['sec', 'security'],
  ['feat', 'feat'],
  ['feature', 'feat'],
  ['fix', 'fix'],
  ['bugfix', 'fix'],
  ['perf', 'perf'],
  ['revert', 'revert'],
  ['docs', 'docs'],
  ['doc', 'docs'],
  ...['build', 'chore', 'ci', 'refactor', 'style', 'test', 'tests'].map(
    (type) => [type, 'maintenance'] as const,
  ),
]);

const kindOfLabel: ReadonlyMap<string, Kind> = new Map([
  ['breaking', 'breaking'],
  ['breaking-change', 'breaking'],
  ['breaking change', 'breaking'],
  ['security', 'security'],
  ['enhancement', 'feat'],
  ['feature', 'feat'],
  ['bug', 'fix'],
  ['documentation', 'docs'],
  ['dependencies', 'dependencies'],
]);

/** Programs that update dependencies, whatever they write. */
const updaters =
  /^(?:dependabot(?:-preview)?|renovate(?:-bot)?|pre-commit-ci|pyup-bot|depfu|greenkeeper)(?:\[bot\])?$/i;
// "Update dev dependencies", "refresh lock files".
const updateTitle =
  /^(?:bump|update|upgrade|refresh)\w* (?:[\w-]+ ){0,3}(?:dependencies|requirements|deps|lock ?files?|pre-commit hooks?)\.?(?: \(#\d+\))?$/i;
// "Merge stable into main (#12)": about branches, not about a change.
const branchTitle = /^(?:merge|merging|sync)\b.*\b(?:into|to|with|from)\b/i;
// Format fixes that pre-commit.ci pushes to a branch.
const automatic = /^\[pre-commit\.ci\] auto fixes/i;
/** More changes than these, of a kind that users do not notice, are folded. */
const maxMaintenance = 8;

const quietKinds: ReadonlySet<Kind> = new Set(['dependencies', 'maintenance']);

interface Entry {
  readonly kind: Kind;
  readonly line: string;
}

interface ReadCommit extends NotedCommit {
  readonly parsed: ParsedMessage;
}

/**
 * The commits that tell a reader something: without those that release a version, those that are marked, and those that were
 * taken back within the range.
 */
function selectCommits(
  commits: readonly NotedCommit[],
  names: ReadonlySet<string> | undefined,
): ReadCommit[] {
  const read = commits.map((commit) => ({ ...commit, parsed: parseMessage(commit.message) }));
  const undone = findUndone(read.map(({ sha, parsed }) => ({ sha, message: parsed })));
  return read.filter(
    ({ sha, parsed }) =>
      !undone.has(sha) &&
      parsed.header.trim() !== '' &&
      !automatic.test(parsed.header) &&
      !isSkipped(parsed) &&
      !isReleaseCommit(parsed, names),
  );
}

/** Who worked on what the notes tell, the programs included. */
export function listPeople(commits: readonly NotedCommit[], options: EntryOptions): Person[] {
  return selectCommits(commits, options.projectNames).flatMap((commit) =>
    isMerge(commit) ? [] : peopleOf(commit),
  );
}

/**
 * Commits by type, in their order. A pull request that was merged is one change with its title, or, where its commits are
 * conventional, those of them that are.
 * @param commits the oldest first
 */
export function readCommitSections(commits: readonly NotedCommit[], options: EntryOptions): ChangeSection[] {
  const selected = selectCommits(commits, options.projectNames);
  const titled = new Set(selected.filter(hasOwnTitle).map(({ sha }) => sha));
  const mergeOf = findMerges(commits, (sha) => titled.has(sha));
  const logins = learnLogins(commits);
  const bySha = new Map(selected.map((commit) => [commit.sha, commit]));
  const telling = new Set<string>();
  // Who merged a pull request is not who wrote it.
  const ownPeople = new Map<string, Person[]>();
  for (const commit of selected) {
    const { sha, parsed } = commit;
    const merge = mergeOf.get(sha);
    if (merge !== undefined && !isMerge(commit))
      ownPeople.set(merge, [...(ownPeople.get(merge) ?? []), ...peopleOf(commit)]);
    if (merge !== undefined && parsed.type !== undefined) telling.add(merge);
  }
  const entries = selected
    .filter(({ sha, parents, parsed }) => {
      if (telling.has(sha) || (isMerge({ parents, parsed }) && !titled.has(sha))) return false;
      const merge = mergeOf.get(sha);
      return merge === undefined || (telling.has(merge) && parsed.type !== undefined);
    })
    .map((commit) => {
      const merge = bySha.get(mergeOf.get(commit.sha) ?? '');
      const people = ownPeople.get(commit.sha) ?? peopleOf(commit);
      return describeCommit({ ...commit, people }, merge, { ...options, logins });
    });
  return groupEntries(entries);
}

type PlacedMessage = Pick<ReadCommit, 'parents' | 'parsed'>;

const isMerge = ({ parents, parsed }: PlacedMessage): boolean =>
  parsed.isMerge || parsed.isMergedPullRequest || (parents?.length ?? 0) > 1;

/** GitHub gives the title of a pull request to its merge, in the first or in the third line. */
const hasOwnTitle = ({ parents, parsed }: PlacedMessage): boolean =>
  isMerge({ parents, parsed }) && !parsed.isMerge && !branchTitle.test(parsed.header);

/** Accounts by the names that people have beside them elsewhere: a trailer does not always tell the account. */
function learnLogins(commits: readonly NotedCommit[]): ReadonlyMap<string, string> {
  return new Map(
    commits
      .flatMap(peopleOf)
      .flatMap(({ name, login }) =>
        name === undefined || login === undefined ? [] : [[name.trim().toLowerCase(), login] as const],
      ),
  );
}

const peopleOf = ({ author, message }: NotedCommit): Person[] => [
  ...(author === undefined ? [] : [author]),
  ...readCoAuthors(message),
];

function describeCommit(
  { sha, author, parsed, people }: ReadCommit & { readonly people: readonly Person[] },
  merge: ReadCommit | undefined,
  options: EntryOptions,
): Entry {
  const pull = parsed.pullRequest ?? merge?.parsed.pullRequest;
  const [breaking] = [parsed, ...parsed.squashed].filter((each) => each.breaking);
  const isUpdate = updatesDependencies(parsed, author);
  return {
    kind: isUpdate ? 'dependencies' : breaking !== undefined ? 'breaking' : kindOf(parsed),
    line: renderEntry(
      parsed,
      isUpdate ? undefined : breaking?.breakingText,
      pull === undefined
        ? renderLink(sha.slice(0, 7), `${options.repositoryUrl}/commit/${sha}`)
        : `[#${pull}](${options.repositoryUrl}/pull/${pull})`,
      people,
      options,
    ),
  };
}

/** By its title, also behind a mark such as "[Bot]", or by who wrote it. */
function updatesDependencies(
  { isDependencyUpdate: isUpdate, type, scope, subject }: ParsedMessage,
  author: Person | undefined,
): boolean {
  const title = subject.replace(/^\[[^\]]{0,40}\] */, '');
  return (
    isUpdate ||
    updaters.test(author?.login ?? author?.name ?? '') ||
    updateTitle.test(title) ||
    isDependencyUpdate(type, scope, title)
  );
}

/** Pull requests by label, else by the type their title names. */
export function readPullRequestSections(
  pulls: readonly NotedPullRequest[],
  options: EntryOptions,
): ChangeSection[] {
  const entries = pulls.flatMap(({ number, title, labels = [], author }): Entry[] => {
    const change = parseMessage(title);
    if (isReleaseCommit(change, options.projectNames)) return [];
    const named = labels.map((label) => kindOfLabel.get(label.toLowerCase()));
    const labelled = named.includes('breaking') ? 'breaking' : named.find((kind) => kind !== undefined);
    const isUpdate = updatesDependencies(change, author);
    const link = `[#${number}](${options.repositoryUrl}/pull/${number})`;
    return [
      {
        kind: isUpdate ? 'dependencies' : change.breaking ? 'breaking' : (labelled ?? kindOf(change)),
        line: renderEntry(change, undefined, link, author === undefined ? [] : [author], options),
      },
    ];
  });
  return groupEntries(entries);
}

const kindOf = ({ type, reverts }: ParsedMessage): Kind =>
  kindOfType.get(type ?? '') ?? (reverts === undefined ? 'other' : 'revert');

function renderEntry(
  { scope, subject }: ConventionalChange,
  breakingText: string | undefined,
  link: string,
  people: readonly Person[],
  options: EntryOptions,
): string {
  // The header ends with the number that stands as a link already.
  const title = renderTitle(subject.replace(/ *\(#\d{1,10}\)$/, ''), options);
  const isPlainUpdate = scope !== undefined && /^deps/i.test(scope);
  const area = scope === undefined || isPlainUpdate ? '' : `**${renderTitle(scope, options)}:** `;
  const names = new Set(
    people
      .filter((person) => !isBot(person))
      .map(({ name, login = options.logins?.get(name?.trim().toLowerCase() ?? '') }) =>
        renderPerson({ name, login }, options),
      ),
  );
  const by = names.size === 0 ? '' : ` by ${[...names].join(', ')}`;
  const note =
    breakingText === undefined || breakingText === subject ? '' : `\n  ${renderTitle(breakingText, options)}`;
  return `- ${area}${title} (${link}${by})${note}`;
}

function groupEntries(entries: readonly Entry[]): ChangeSection[] {
  const sections = (Object.keys(titles) as Kind[]).flatMap((kind) => {
    const lines = entries.filter((entry) => entry.kind === kind).map(({ line }) => line);
    return lines.length === 0 ? [] : [{ kind, title: titles[kind], body: foldQuiet(kind, lines) }];
  });
  // Where no change has a type there is nothing that they are other than.
  const isPlain = sections.every(({ kind }) => kind === 'other' || quietKinds.has(kind));
  return sections.map(({ kind, title, body }) => ({
    title: isPlain && kind === 'other' ? undefined : title,
    body,
  }));
}

/** Updates of dependencies, and long lists of what users do not notice, are opened by who looks for them. */
function foldQuiet(kind: Kind, lines: readonly string[]): string {
  const list = lines.join('\n');
  if (kind === 'dependencies') return renderFolded(count(lines.length, 'update'), list);
  if (kind === 'maintenance' && lines.length > maxMaintenance)
    return renderFolded(`${lines.length} changes`, list);
  return list;
}
