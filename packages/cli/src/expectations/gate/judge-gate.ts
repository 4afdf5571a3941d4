import type { Check } from '../../report/check.ts';
import { judgeImage, judgeRegistry } from '../judge-image.ts';
import { judgeIndexes } from '../judge-index.ts';
import { judgePackages } from '../judge-packages.ts';
import { judgeRelease } from '../judge-release.ts';
import type { Gate, Outcome } from '../judgement.ts';
import { judgePassport } from '../passport/judge-passport.ts';

const before = 'until a person published the draft, nothing but the draft was there';
const afterwards = 'publishing the draft started the workflow at its tag';

/** Everything as it is for a release that stays a draft. */
function judgeDraft(outcome: Outcome, { expected }: Gate, after: Outcome['after']): readonly Check[] {
  const { subject } = outcome;
  const draft: Outcome = {
    ...{ ...outcome, expected, after },
    subject: { ...subject, cell: { ...subject.cell, draft: true } },
  };
  return [judgeRelease, judgeIndexes, judgePackages, judgeImage, judgeRegistry, judgePassport].flatMap(
    (judge) => judge(draft),
  );
}

/** A release that waits for a person: its draft is complete, and nothing is public before. */
export function judgeGate(outcome: Outcome): readonly Check[] {
  const { gate } = outcome;
  if (gate === undefined) return [];
  if (gate.after === undefined) return [{ name: before, ok: false, detail: 'no run left a draft' }];
  const wrong = judgeDraft(outcome, gate, gate.after).filter(({ ok }) => !ok);
  const detail = wrong.map((check) => `${check.name}: ${check.detail}`).join('; ');
  return [
    {
      name: before,
      ok: wrong.length === 0,
      detail: detail || 'the draft has every file, and no channel has one',
    },
    {
      name: afterwards,
      ok: gate.isHeard,
      detail: gate.isHeard ? outcome.workflowPath : `"on" of ${outcome.workflowPath} does not list "release"`,
    },
  ];
}
