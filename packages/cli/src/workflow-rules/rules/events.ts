import { isSequence } from '@slipway/runner/workflow/github-parser';
import { type JobModel, readMapping } from '@slipway/runner/workflow/workflow-model';
import { hasAncestor, listOwnActions } from '../ancestors.ts';
import type { WorkflowRule } from '../rule.ts';
import type { WorkflowTree } from '../workflow-tree.ts';
import { listEvents } from './start.ts';

// They run, with the rights of the repository, for what people outside of it send (GitHub Docs, "Events that trigger workflows").
const foreignEvents = new Set([
  ...['pull_request', 'pull_request_target', 'workflow_run', 'issue_comment', 'issues', 'fork', 'watch'],
  ...['discussion', 'discussion_comment', 'pull_request_review', 'pull_request_review_comment'],
]);

/** A step that knows which tags are releases comes before every build. */
function readsTags({ model: { jobs }, calls }: WorkflowTree): boolean {
  const reads = (job: JobModel): boolean => listOwnActions(job, calls).includes('version-bump');
  const builds = jobs.filter((job) => listOwnActions(job, calls).some((action) => action !== 'version-bump'));
  const isRead = (job: JobModel): boolean => {
    const called = calls.get(job.id);
    return hasAncestor(jobs, job, reads) || (called !== undefined && readsTags(called));
  };
  return builds.length > 0 && builds.every(isRead);
}

/** Only people who may write start a release, and a push only by its tag or a branch that is named. */
export const eventRule: WorkflowRule = {
  name: 'only users with write access can start a release',
  isOfWhole: true,
  find({ model, calls }) {
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
    const isAnyTag =
      tags !== undefined && isSequence(tags) && Array.from(tags, String).some((name) => /^\*+$/.test(name));
    if (isAnyTag && !readsTags({ model, calls }))
      findings.push(
        'a push of any tag starts the workflow; list only release tags, such as "v*" or "[0-9]*", or let every job need one that runs version-bump, which reads the tag',
      );
    return findings;
  },
};
