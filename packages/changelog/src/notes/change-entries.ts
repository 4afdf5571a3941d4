import { type ConventionalChange, parseMessage } from '../commits/commit-message.ts';
import { findUndone } from '../commits/reverts.ts';
import { type Person, readCoAuthors, renderPerson } from './people.ts';
import { type ChangeSection, renderLink, renderTitle } from './text.ts';

/** A commit to be in the notes. */
export interface NotedCommit {
  /** Full, lower-case hex. */
  readonly sha: string;
  readonly message: string;
  readonly author?: Person | undefined;
}

/** A merged pull request to be in the notes. */
export interface NotedPullRequest {
  readonly number: number;
  readonly title: string;
  readonly labels?: readonly string[];
  readonly author?: Person | undefined;
}

const titles = {
  breaking: 'Breaking changes',
  feat: 'Added',
  fix: 'Fixed',
  perf: 'Performance',
  revert: 'Reverted',
  docs: 'Documentation',
  dependencies: 'Dependencies',
  maintenance: 'Maintenance',
  other: 'Other changes',
} as const;

type Kind = keyof typeof titles;

const kindOfType: ReadonlyMap<string, Kind> = new Map([
  ['feat', 'feat'],
  ['fix', 'fix'],
  ['perf', 'perf'],
  ['revert', 'revert'],
  ['docs', 'docs'],
  ...['build', 'chore', 'ci', 'refactor', 'style', 'test'].map((type) => [type, 'maintenance'] as const),
]);

const kindOfLabel: ReadonlyMap<string, Kind> = new Map([
  ['breaking', 'breaking'],
  ['breaking-change', 'breaking'],
  ['breaking change', 'breaking'],
  ['enhancement', 'feat'],
  ['feature', 'feat'],
  ['bug', 'fix'],
  ['documentation', 'docs'],
  ['dependencies', 'dependencies'],
]);

interface Entry {
  readonly kind: Kind;
  readonly line: string;
}

/** Commits by type, in their order; merges and what was taken back within the range are left out. */
export function readCommitSections(commits: readonly NotedCommit[], repositoryUrl: string): ChangeSection[] {
  const parsed = commits.map((commit) => ({ ...commit, parsed: parseMessage(commit.message) }));
  const undone = findUndone(parsed.map(({ sha, parsed: message }) => ({ sha, message })));
  const entries = parsed
    .filter(({ sha, parsed: { isMerge, header } }) => !undone.has(sha) && !isMerge && header.trim() !== '')
    .map(({ sha, message, author, parsed: change }): Entry => {
      const pull = change.pullRequest;
      const links = [
        ...(pull === undefined ? [] : [renderLink(`#${pull}`, `${repositoryUrl}/pull/${pull}`)]),
        renderLink(sha.slice(0, 7), `${repositoryUrl}/commit/${sha}`),
      ];
      const people = [...(author === undefined ? [] : [author]), ...readCoAuthors(message)];
      const [breaking] = [change, ...change.squashed].filter((each) => each.breaking);
      return {
        kind: breaking === undefined ? kindOf(change) : 'breaking',
        line: renderEntry(change, breaking?.breakingText, links, people),
      };
    });
  return groupEntries(entries);
}

/** Pull requests by label, else by the type their title names. */
export function readPullRequestSections(
  pulls: readonly NotedPullRequest[],
  repositoryUrl: string,
): ChangeSection[] {
  const entries = pulls.map(({ number, title, labels = [], author }): Entry => {
    const change = parseMessage(title);
    const named = labels.map((label) => kindOfLabel.get(label.toLowerCase()));
    const labelled = named.includes('breaking') ? 'breaking' : named.find((kind) => kind !== undefined);
    const links = [renderLink(`#${number}`, `${repositoryUrl}/pull/${number}`)];
    return {
      kind: change.breaking ? 'breaking' : (labelled ?? kindOf(change)),
      line: renderEntry(change, undefined, links, author === undefined ? [] : [author]),
    };
  });
  return groupEntries(entries);
}

function kindOf({ type, scope }: ConventionalChange): Kind {
  if (scope !== undefined && /^deps(?:-|$)/i.test(scope)) return 'dependencies';
  return kindOfType.get(type ?? '') ?? 'other';
}

function renderEntry(
  { scope, subject }: ConventionalChange,
  breakingText: string | undefined,
  links: readonly string[],
  people: readonly Person[],
): string {
  // The header ends with the number that stands as a link already.
  const title = renderTitle(subject.replace(/ *\(#\d{1,10}\)$/, ''));
  const area = scope === undefined ? '' : `**${renderTitle(scope)}:** `;
  const by = people.length === 0 ? '' : ` by ${people.map(renderPerson).join(', ')}`;
  const note =
    breakingText === undefined || breakingText === subject ? '' : `\n  ${renderTitle(breakingText)}`;
  return `- ${area}${title} (${links.join(', ')})${by}${note}`;
}

function groupEntries(entries: readonly Entry[]): ChangeSection[] {
  return (Object.keys(titles) as Kind[]).flatMap((kind) => {
    const lines = entries.filter((entry) => entry.kind === kind).map(({ line }) => line);
    return lines.length === 0 ? [] : [{ title: titles[kind], body: lines.join('\n') }];
  });
}
