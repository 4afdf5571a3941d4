import { quoteWord } from '@slipway/core/quote-word';
import { bypassesForJobs, coversRef, listActiveRulesets } from '../../settings/rulesets.ts';
import { type Diagnosis, type Fix, failed, notApplicable, passed, unseen } from '../diagnosis.ts';
import { apiPath, ghCommand, look, type SettingsView, settingsPage } from './settings-view.ts';

/** Whether a job pushes to the branch or creates the tag with its own token. */
function findPusher({ subject }: SettingsView): string | undefined {
  const job = subject.workflow.jobs.find(({ steps }) =>
    steps.some(
      ({ uses, with: inputs }) =>
        /\/slipway\/actions\/version-bump@/i.test(uses?.text ?? '') &&
        !['pull-request'].includes(inputs.get('mode')?.text ?? '') &&
        /^$|github\.token|secrets\.GITHUB_TOKEN/i.test(inputs.get('token')?.text ?? ''),
    ),
  );
  return job?.id;
}

const tagRules = {
  id: 'GH07',
  title: 'A ruleset protects the tags of the releases.',
  severity: 'advice',
  source: '/rulesets',
} as const;

function tagRuleset(view: SettingsView): Fix {
  const ruleset = {
    name: 'release tags',
    target: 'tag',
    enforcement: 'active',
    conditions: { ref_name: { include: [`refs/tags/${view.subject.tagPattern}`], exclude: [] } },
    rules: [{ type: 'deletion' }, { type: 'update' }],
  };
  return {
    kind: 'command',
    text: `printf %s ${quoteWord(JSON.stringify(ruleset))} | ${ghCommand('api', apiPath(view, '/rulesets'), '--input', '-')}`,
  };
}

export function judgeTagRules(view: SettingsView): Diagnosis {
  const { recorded, subject } = view;
  const seen = look(view, recorded.rulesets);
  if (seen.kind === 'unseen' && recorded.ruleset.size === 0) return unseen(tagRules, seen.why);
  const own = listActiveRulesets(view.recorded).filter(
    (ruleset) => ruleset.target === 'tag' && coversRef(ruleset, `refs/tags/${subject.tag}`, ''),
  );
  const types = new Set(own.flatMap(({ rules }) => (rules ?? []).map(({ type }) => type)));
  const creation = own.find(({ rules }) => rules?.some(({ type }) => type === 'creation') === true);
  const pusher = findPusher(view);
  if (creation !== undefined && pusher !== undefined && !bypassesForJobs(creation)) {
    if (creation.bypassActors === undefined)
      return unseen(
        tagRules,
        `The ruleset "${creation.name}" restricts the creation of ${subject.tag}, and GitHub does not show who can bypass it.`,
      );
    return failed(tagRules, {
      severity: 'blocks',
      seen: `The ruleset "${creation.name}" restricts the creation of tags such as ${subject.tag}, and the token of the job "${pusher}" cannot bypass it.`,
      otherwise: 'Cannot create ref due to creations being restricted.',
      fix: { kind: 'page', text: settingsPage(view, `/rules/${creation.id}`) },
    });
  }
  if (types.has('deletion') && types.has('update'))
    return passed(tagRules, own.map(({ name }) => name).join(', '));
  return failed(tagRules, {
    seen: `No active ruleset forbids both the deletion and the update of tags such as ${subject.tag}.`,
    otherwise: 'Whoever can push can move a released tag to a different commit.',
    fix: tagRuleset(view),
  });
}

const branchRules = {
  id: 'GH08',
  title: 'The rules of the default branch let the bump push.',
  severity: 'blocks',
} as const;
/** A recording without the repository does not name its default branch. */
const unknownBranch = '{branch}';
const stopping = new Set([
  'pull_request',
  'required_status_checks',
  'merge_queue',
  'workflows',
  'update',
  'creation',
]);

function ways(view: SettingsView): Fix {
  const isUser = view.recorded.repository?.value?.ownerType === 'User';
  // On a repository of a user, the Actions app cannot be a bypass actor: GitHub answers 422.
  const bypass = isUser
    ? 'add a deploy key to the bypass list and push with it'
    : 'add the app "GitHub Actions" to the bypass list';
  return {
    kind: 'edit',
    text: `Set "mode: pull-request" for version-bump, or ${bypass} (${settingsPage(view, '/rules')}), or tag by hand.`,
  };
}

export function judgeBranchRules(view: SettingsView): readonly Diagnosis[] {
  const pusher = findPusher(view);
  const branch = view.recorded.repository?.value?.defaultBranch;
  if (pusher === undefined)
    return [notApplicable(branchRules, 'No job pushes to a branch with its own token.')];
  const source = `/rules/branches/${branch ?? '{branch}'}`;
  const check = { ...branchRules, source };
  const seen = look(
    view,
    branch === undefined ? [...view.recorded.branchRules.values()][0] : view.recorded.branchRules.get(branch),
  );
  const fromLists = listActiveRulesets(view.recorded).filter(
    (ruleset) =>
      ruleset.target === 'branch' &&
      ruleset.rules !== undefined &&
      coversRef(ruleset, `refs/heads/${branch ?? unknownBranch}`, branch ?? unknownBranch),
  );
  const rules = [
    ...(seen.kind === 'value'
      ? seen.value.map(({ type, rulesetId, source: level }) => ({ type, rulesetId, level }))
      : []),
    ...fromLists.flatMap(({ id, name, rules: own }) =>
      (own ?? []).map(({ type }) => ({ type, rulesetId: id, level: name })),
    ),
  ].filter(({ type }) => stopping.has(type));
  const known = new Map(listActiveRulesets(view.recorded).map((ruleset) => [ruleset.id, ruleset]));
  const blocking = rules.find(({ rulesetId }) => {
    const ruleset = rulesetId === undefined ? undefined : known.get(rulesetId);
    return ruleset === undefined || !bypassesForJobs(ruleset);
  });
  // The list has no rules of the organization: without the rules of the branch, they may stop the push.
  if (blocking === undefined && seen.kind === 'unseen') return [unseen(check, seen.why)];
  if (blocking === undefined)
    return [
      passed(check, rules.length === 0 ? 'no rule stops a push' : 'the token of the job can bypass them'),
    ];
  const ruleset = blocking.rulesetId === undefined ? undefined : known.get(blocking.rulesetId);
  if (ruleset?.bypassActors === undefined)
    return [
      unseen(
        check,
        `A ruleset (${blocking.level}) has the rule "${blocking.type}", and GitHub does not show who can bypass it.`,
      ),
    ];
  return [
    failed(check, {
      seen: `The ruleset "${ruleset.name}" has the rule "${blocking.type}", and the token of the job "${pusher}" cannot bypass it.`,
      otherwise: 'Repository rule violations found: neither the commit nor the tag is created.',
      fix: ways(view),
    }),
  ];
}

const protection = {
  id: 'GH09',
  title: 'The protection of the default branch lets the bump push.',
  severity: 'blocks',
} as const;

export function judgeBranchProtection(view: SettingsView): Diagnosis {
  const pusher = findPusher(view);
  if (pusher === undefined) return notApplicable(protection, 'No job pushes to a branch with its own token.');
  const branch =
    view.recorded.repository?.value?.defaultBranch ?? [...view.recorded.branchProtection.keys()][0] ?? 'main';
  const check = { ...protection, source: `/branches/${branch}/protection` };
  const seen = look(view, view.recorded.branchProtection.get(branch), 'Administration');
  if (seen.kind === 'unseen') return unseen(check, seen.why);
  if (seen.kind === 'absent') return passed(check, `${branch} has no classic protection`);
  const { requiresPullRequest, statusChecks, isLocked, pushingApps } = seen.value;
  const found = [
    ...(requiresPullRequest ? ['requires a pull request'] : []),
    ...(statusChecks.length > 0 ? [`requires the status checks ${statusChecks.join(', ')}`] : []),
    ...(isLocked ? ['locks the branch'] : []),
    ...(pushingApps !== undefined && !pushingApps.includes('github-actions')
      ? ['restricts who can push']
      : []),
  ];
  if (found.length === 0) return passed(check, 'nothing stops a push');
  return failed(check, {
    seen: `The protection of ${branch} ${found.join(', ')}.`,
    otherwise: `Protected branch update failed for refs/heads/${branch}.`,
    fix: ways(view),
  });
}

const immutable = {
  id: 'GH10',
  title: 'Published releases are immutable.',
  severity: 'advice',
  source: '/immutable-releases',
} as const;

export function judgeImmutability(view: SettingsView): Diagnosis {
  const seen = look(view, view.recorded.immutableReleases, 'Administration');
  if (seen.kind === 'unseen') return unseen(immutable, seen.why);
  if (seen.kind === 'value' && seen.value) return passed(immutable, 'on');
  return failed(immutable, {
    seen: 'Immutable releases are off.',
    otherwise: 'Whoever can write contents can replace the files of a release later.',
    fix: { kind: 'command', text: ghCommand('api', '-X', 'PUT', apiPath(view, '/immutable-releases')) },
  });
}
