import { evaluateToken, isTruthy, type Scope } from '@slipway/runner/workflow/expressions';
import { isMapping } from '@slipway/runner/workflow/github-parser';
import { readMapping } from '@slipway/runner/workflow/workflow-model';
import type { WrittenValue } from '../constant-text.ts';
import type { WorkflowRule } from '../rule.ts';

/** A run as the expressions of `concurrency` see it. */
function scopeOf(ref: string, runId: string): Scope {
  const name = ref.split('/').slice(2).join('/');
  const type = ref.startsWith('refs/tags/') ? 'tag' : 'branch';
  const github = {
    ...{ ref, ref_name: name, ref_type: type, run_id: runId, run_number: runId, run_attempt: '1' },
    ...{ sha: runId.padStart(40, '0'), workflow: 'release', event_name: 'workflow_dispatch', job: '' },
    ...{ actor: 'octocat', repository: 'octo-org/demo', repository_owner: 'octo-org', event: {} },
  };
  return { contexts: { github, inputs: {}, vars: {} }, functions: new Map() };
}

function readGroup(concurrency: WrittenValue, scope: Scope): string {
  const group = isMapping(concurrency) ? readMapping(concurrency).get('group') : concurrency;
  return group === undefined ? '' : String(evaluateToken(group, scope) ?? '').toLowerCase();
}

/** What only a job knows may be true. */
function mayBeTrue(token: WrittenValue, scope: Scope): boolean {
  try {
    return isTruthy(evaluateToken(token, scope));
  } catch {
    return true;
  }
}

/** Two runs for one tag must not work at the same time, and none may end one that has begun. */
export const concurrencyRule: WorkflowRule = {
  name: 'two runs for the same tag wait for each other',
  isOfWhole: true,
  find({ model }) {
    const concurrency = model.properties.get('concurrency');
    if (concurrency === undefined)
      return ['the workflow has no "concurrency", so two runs can release the same tag at the same time'];
    const first = scopeOf('refs/tags/v1.0.0', '1');
    const group = readGroup(concurrency, first);
    const findings: string[] = [];
    if (group === '' || group !== readGroup(concurrency, scopeOf('refs/tags/v1.0.0', '2')))
      findings.push('two runs for the same tag are in different concurrency groups, so both can release it');
    // A group keeps one waiting run; a third takes its place, and the second is cancelled.
    else if (group === readGroup(concurrency, scopeOf('refs/tags/v2.0.0', '3')))
      findings.push(
        'runs for different tags share a concurrency group, so a waiting release is canceled by the next one',
      );
    for (const each of [concurrency, ...model.jobs.map(({ properties }) => properties.get('concurrency'))]) {
      if (each === undefined || !isMapping(each)) continue;
      const cancels = readMapping(each).get('cancel-in-progress');
      if (cancels !== undefined && mayBeTrue(cancels, first))
        findings.push('"cancel-in-progress" lets a new run cancel a release halfway');
    }
    return findings;
  },
};
