import { joinMarkdown, linkTo, type Markdown } from '@slipway/core/markdown';
import { count } from '@slipway/core/text/count';
import type { Context } from './inputs.ts';
import { commitPage, tagPage } from './pages.ts';
import type { ReleasePlan } from './release-plan.ts';
import { renderDiff } from './render-diff.ts';

export interface ReportFacts {
  readonly state: 'Tagged' | 'Proposed' | 'Dry run for';
  readonly commitSha?: string;
  readonly runUrl?: string;
  readonly note: string;
}

const shownCharacters = 20_000;

const linkCommit = (job: Context['job'], sha: string): Markdown =>
  linkTo(sha.slice(0, 7), commitPage(job, sha));

const describeEdits = ({ edits }: ReleasePlan): string =>
  edits.length === 0 ? '' : `, ${count(edits.length, 'file')} changed`;

/** One table of what was decided and done, and what changed in the files. */
export async function addReport(
  { summary, job }: Pick<Context, 'summary' | 'job'>,
  plan: ReleasePlan,
  facts: ReportFacts,
): Promise<void> {
  const { commitSha, runUrl, state } = facts;
  const step =
    plan.previousVersion === undefined ? plan.version : `${plan.previousVersion} → ${plan.version}`;
  summary.setTitle(`${state} ${step}`);
  summary.addTable(
    ['', ''],
    [
      ['Tag', state !== 'Tagged' ? plan.tag : linkTo(plan.tag, tagPage(job, plan.tag))],
      [
        'Commit',
        joinMarkdown(linkCommit(job, commitSha ?? plan.baseSha), ` on ${plan.branch}${describeEdits(plan)}`),
      ],
      ...(runUrl === undefined ? [] : [['Next', linkTo(`release run at ${plan.tag}`, runUrl)]]),
    ],
  );
  summary.addParagraph(facts.note);
  if (plan.edits.length === 0) return;
  // Indented by four: code, whatever is in it.
  const diff = (await renderDiff(plan.edits)).join('\n');
  const lines = diff.slice(0, shownCharacters).split('\n');
  summary.addDetails('Changes', `\n\n${lines.map((line) => `    ${line}`).join('\n')}\n\n`);
}
