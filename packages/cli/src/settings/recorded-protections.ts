import { InputError } from '@slipway/core/errors/action-error';
import type { RefProtection } from '@slipway/emulated-github/model';
import { githubErrors } from '@slipway/github/errors';
import type { RecordedSettings } from '@slipway/github/settings/recorded-settings';
import type { BranchProtectionAnswer } from '@slipway/github/settings/repository-answers';
import type { RuleAnswer, RulesetAnswer } from '@slipway/github/settings/ruleset-answers';
import { actionsApp, bypassesForJobs, expandRefPattern, listActiveRulesets } from './rulesets.ts';

/** Rules of rulesets that a rehearsal enforces. */
const enforced = new Set([
  'creation',
  'update',
  'deletion',
  'non_fast_forward',
  'required_signatures',
  'pull_request',
  'required_status_checks',
]);

function convertRules(rules: readonly RuleAnswer[]): Partial<RefProtection> {
  const has = (type: string): boolean => rules.some((rule) => rule.type === type);
  return {
    creation: has('creation'),
    update: has('update'),
    deletion: has('deletion'),
    nonFastForward: has('non_fast_forward'),
    requireSignatures: has('required_signatures'),
    requirePullRequest: has('pull_request'),
    requiredStatusChecks: rules.flatMap(({ statusChecks }) => statusChecks),
  };
}

function convertRuleset(ruleset: RulesetAnswer, defaultBranch: string): RefProtection[] {
  const { id, name, target, enforcement, rules, include, exclude } = ruleset;
  if (enforcement !== 'active' || (target !== 'branch' && target !== 'tag')) return [];
  if (rules === undefined)
    throw new InputError(githubErrors.E_SETTINGS_INVALID, {
      message: `The ruleset "${name}" is active, but the file does not contain its rules.`,
      hint: `Add the response of "GET /repos/{owner}/{repo}/rulesets/${id}".`,
    });
  const expand = (patterns: readonly string[]): string[] =>
    patterns.map((pattern) => expandRefPattern(pattern, target, defaultBranch));
  return [
    {
      id,
      name,
      source: 'ruleset',
      pattern: expand(include),
      exclude: expand(exclude),
      ...convertRules(rules),
      ...(bypassesForJobs(ruleset) ? { bypass: [actionsApp.login] } : {}),
    },
  ];
}

function convertBranchProtection(branch: string, answer: BranchProtectionAnswer): RefProtection {
  const mayPush = answer.pushingApps?.includes(actionsApp.slug) ?? true;
  return {
    pattern: [`refs/heads/${branch}`],
    source: 'branch-protection',
    deletion: !answer.allowsDeletions,
    nonFastForward: !answer.allowsForcePushes,
    requirePullRequest: answer.requiresPullRequest,
    requiredStatusChecks: answer.statusChecks,
    requireSignatures: answer.requiresSignatures,
    locked: answer.isLocked,
    restrictPushes: !mayPush,
  };
}

function noteRules({ name, rules, bypassActors }: RulesetAnswer): string[] {
  const left = [...new Set((rules ?? []).map(({ type }) => type).filter((type) => !enforced.has(type)))];
  return [
    ...(left.length === 0
      ? []
      : [`The ruleset "${name}" has rules that are not rehearsed: ${left.join(', ')}.`]),
    ...(bypassActors === undefined
      ? [`GitHub did not show who can bypass the ruleset "${name}". The rehearsal assumes that nobody can.`]
      : []),
  ];
}

/** Rulesets and branch protections as the emulated GitHub enforces them. @throws InputError E_SETTINGS_INVALID */
export function convertProtections(
  recorded: RecordedSettings,
  defaultBranch: string,
): { readonly protections: readonly RefProtection[]; readonly notes: readonly string[] } {
  const active = listActiveRulesets(recorded).filter(({ target }) => target === 'branch' || target === 'tag');
  return {
    protections: [
      ...active.flatMap((ruleset) => convertRuleset(ruleset, defaultBranch)),
      ...[...recorded.branchProtection].flatMap(([branch, { value }]) =>
        value === undefined ? [] : [convertBranchProtection(branch, value)],
      ),
    ],
    notes: active.flatMap(noteRules),
  };
}
