import type { RecordedSettings } from '@slipway/github/settings/recorded-settings';
import type { WorkflowText } from '@slipway/runner/workflow-text/workflow-text';
import type { Diagnosis } from '../diagnosis.ts';
import { findPublishingJobs } from '../publishing-job.ts';
import { judgeApp, judgePackages, judgeWorkflowTrees } from './access-checks.ts';
import { judgeActions, judgeDefaultRights } from './actions-checks.ts';
import { judgeEnvironments } from './environment-checks.ts';
import {
  judgeIdentity,
  judgeIndexProject,
  judgeListing,
  judgeName,
  judgeNextVersion,
  judgePublisher,
} from './index-checks.ts';
import {
  judgeDrafts,
  judgeHandover,
  judgeReporting,
  judgeRepository,
  judgeWorkflowState,
} from './repository-checks.ts';
import { judgeBranchProtection, judgeBranchRules, judgeImmutability, judgeTagRules } from './rules-checks.ts';
import { judgeSecrets } from './secret-checks.ts';
import type { ReleaseSubject, SettingsView } from './settings-view.ts';

/** Ids of these checks. */
export const settingsCheckIds: readonly string[] = [
  ...[
    'GH01',
    'GH02',
    'GH03',
    'GH04',
    'GH05',
    'GH06',
    'GH07',
    'GH08',
    'GH09',
    'GH10',
    'GH11',
    'GH13',
    'GH14',
    'GH15',
    'GH16',
  ],
  ...['GH17', 'GH18', 'GH19', 'PY01', 'PY02', 'PY03', 'PY05', 'PY06', 'PY07'],
];

/** Where the publishing job runs: at the tag, unless nothing in the file starts it there. */
function chooseRef(workflow: WorkflowText, tag: string, branch: string): string {
  const push = workflow.triggers.get('push');
  const filters = typeof push === 'object' && push !== null ? Object.keys(push) : undefined;
  const atTag =
    workflow.triggers.has('release') ||
    workflow.triggers.has('workflow_call') ||
    (workflow.triggers.has('push') &&
      (filters === undefined || !filters.includes('branches') || filters.includes('tags'))) ||
    /\/slipway\/actions\/version-bump@/i.test(workflow.text);
  return atTag ? `refs/tags/${tag}` : `refs/heads/${branch}`;
}

/**
 * Judges the settings of GitHub and PyPI for a release, from recorded answers. The rules and the words are those of the emulated
 * services, so that a rehearsal with the same recording stops for the same reasons.
 */
export function judgeSettings(recorded: RecordedSettings, subject: ReleaseSubject): readonly Diagnosis[] {
  const branch = recorded.repository?.value?.defaultBranch ?? 'main';
  const view: SettingsView = {
    recorded,
    subject,
    jobs: findPublishingJobs(subject.workflow, subject.called),
    ref: chooseRef(subject.workflow, subject.tag, branch),
  };
  return [
    judgeRepository(view),
    ...judgeActions(view),
    judgeDefaultRights(view),
    ...judgeEnvironments(view),
    judgeTagRules(view),
    ...judgeBranchRules(view),
    judgeBranchProtection(view),
    judgeImmutability(view),
    judgeSecrets(view),
    judgeWorkflowState(view),
    judgeHandover(view),
    judgePackages(view),
    judgeDrafts(view),
    judgeReporting(view),
    judgeWorkflowTrees(view),
    judgeApp(view),
    judgeListing(view),
    judgeIndexProject(view),
    judgeName(view),
    ...judgePublisher(view),
    judgeNextVersion(view),
    judgeIdentity(view),
  ];
}
