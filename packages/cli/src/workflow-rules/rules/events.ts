import { isSequence } from '@slipway/runner/workflow/github-parser';
import { readMapping } from '@slipway/runner/workflow/workflow-model';
import type { WorkflowRule } from '../rule.ts';
import { listEvents } from './start.ts';

// They run, with the rights of the repository, for what people outside of it send (GitHub Docs, "Events that trigger workflows").
const foreignEvents = new Set([
  ...['pull_request', 'pull_request_target', 'workflow_run', 'issue_comment', 'issues', 'fork', 'watch'],
  ...['discussion', 'discussion_comment', 'pull_request_review', 'pull_request_review_comment'],
]);

/** Only people who may write start a release, and a push only by its tag or a branch that is named. */
export const eventRule: WorkflowRule = {
  name: 'only those who may write start a release',
  find({ model }) {
    const on = model.properties.get('on');
    if (on === undefined) return [];
    const events = listEvents(on);
    const findings = events
      .filter((event) => foreignEvents.has(event))
      .map((event) => `"${event}" starts the workflow`);
    if (!events.includes('push')) return findings;
    const push = readMapping(readMapping(on).get('push'));
    const branches = push.get('branches');
    const isAny = push.has('branches')
      ? branches !== undefined &&
        isSequence(branches) &&
        Array.from(branches, String).some((name) => /^\*+$/.test(name))
      : !push.has('tags') || push.has('branches-ignore');
    if (isAny) findings.push('a push to any branch starts the workflow');
    const tags = push.get('tags');
    // `nightly` and `latest` are tags too, and their releases would fail half-way or be taken for versions.
    if (tags !== undefined && isSequence(tags) && Array.from(tags, String).some((name) => /^\*+$/.test(name)))
      findings.push(
        'a push of any tag starts the workflow; name those of releases, such as "v*" or "[0-9]*"',
      );
    return findings;
  },
};
