import type { Check } from '../report/check.ts';

/** What is looked for, each as one check. */
const findingRules = {
  pin: 'every third-party action is pinned to a full commit SHA',
  mint: 'no other step runs in the job that gets a PyPI token',
  digests: 'every file from another job is verified with its digest',
  version: 'the built version is checked against the tag',
  evidence: 'the release notes get the results of the publishing jobs',
  permission: 'no job requests a permission that it does not use',
} as const;

type FindingRule = keyof typeof findingRules;

/** Something about a workflow file that makes its releases less safe. */
export interface Finding {
  readonly rule: FindingRule;
  /** Key of the job; empty for the workflow as a whole. */
  readonly job: string;
  /** A sentence that names the place, the value seen, and what to change. */
  readonly message: string;
  /** It makes the rehearsal fail; else it is only shown. */
  readonly fails: boolean;
}

/** Rules that the file alone decides; the others need what a run did. */
export const fileRules: readonly FindingRule[] = [
  ...(['pin', 'mint', 'digests', 'version', 'evidence'] as const),
];

/** One check for each rule. A finding that is only shown does not fail it. */
export function judgeFindings(
  findings: readonly Finding[],
  rules: readonly FindingRule[] = [...fileRules, 'permission'],
): readonly Check[] {
  return rules.map((rule) => {
    const name = findingRules[rule];
    const own = findings.filter((finding) => finding.rule === rule);
    const detail = own.map(({ message }) => message).join(' ');
    return { name, ok: own.every(({ fails }) => !fails), detail: detail || 'nothing found' };
  });
}
