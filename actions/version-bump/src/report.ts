import { linkTo } from '@slipway/core/markdown';
import type { Summary } from '@slipway/core/summary';
import type { ReleasePlan } from './release-plan.ts';
import { renderDiff } from './render-diff.ts';

export interface ReportFacts {
  readonly commitSha?: string;
  readonly runUrl?: string;
  readonly note: string;
}

const shownCharacters = 20_000;

/** One table of what was decided and done, and what changed in the files. */
export async function addReport(summary: Summary, plan: ReleasePlan, facts: ReportFacts): Promise<void> {
  summary.addHeading(`Version ${plan.version}`);
  summary.addTable(
    ['', ''],
    [
      ['Previous version', plan.previousVersion ?? 'none'],
      ['Tag', plan.tag],
      ['From commit', plan.baseSha],
      ['Released commit', facts.commitSha ?? 'none'],
      ['Files', plan.edits.map(({ path }) => path).join(', ') || 'none'],
      [
        'Workflow run',
        facts.runUrl === undefined ? 'none' : linkTo(`release run at ${plan.tag}`, facts.runUrl),
      ],
    ],
  );
  summary.addParagraph(facts.note);
  if (plan.edits.length === 0) return;
  // Indented by four: code, whatever is in it.
  const diff = (await renderDiff(plan.edits)).join('\n');
  const lines = diff.slice(0, shownCharacters).split('\n');
  summary.addDetails('Changes', `\n\n${lines.map((line) => `    ${line}`).join('\n')}\n\n`);
}
