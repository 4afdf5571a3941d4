import type { ReleasePlan } from '../release-plan.ts';
import { renderDiff } from '../render-diff.ts';
import { formatReleaseLine } from './release-line.ts';

/** What the description of a release pull request says beside its plan. */
export interface ProposalFacts {
  /** Markdown that may stand in a release; empty when there is nothing to show. */
  readonly notes: string;
  /** Why this version. */
  readonly why: string;
}

// GitHub takes 65,536 characters.
const maxNotesLength = 30_000;
const maxDiffLength = 25_000;

/** Title and description of the pull request of a release. The same plan gives the same text. */
export async function renderProposal(
  plan: ReleasePlan,
  { notes, why }: ProposalFacts,
): Promise<{ title: string; body: string }> {
  const from = plan.previousVersion === undefined ? '' : ` after ${plan.previousVersion}`;
  const parts = [
    `Merging this pull request releases **${plan.version}**${from}: the merged commit gets the tag \`${plan.tag}\`, and the release starts. Merge it in any way.`,
    `${why.charAt(0).toUpperCase()}${why.slice(1)}.`,
    '## Release notes',
    notes === '' ? 'There are no entries for this version.' : cut(notes, maxNotesLength),
    await renderChanges(plan),
    'New commits update this pull request. You can edit the changelog on this branch: your commits are kept. The pull request is closed when there is nothing to release.',
    formatReleaseLine(plan.version, plan.tag),
  ];
  return {
    title: plan.commitMessage.split('\n')[0] ?? plan.tag,
    body: parts.filter((part) => part !== '').join('\n\n'),
  };
}

async function renderChanges({ edits }: ReleasePlan): Promise<string> {
  if (edits.length === 0) return '';
  const diff = cut((await renderDiff(edits)).join('\n'), maxDiffLength);
  const longest = Math.max(2, ...[...diff.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `<details><summary>Changed files</summary>\n\n${fence}text\n${diff}\n${fence}\n\n</details>`;
}

/** Whole lines only. */
function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const end = text.lastIndexOf('\n', maxLength);
  return `${text.slice(0, Math.max(0, end))}\n…`;
}
