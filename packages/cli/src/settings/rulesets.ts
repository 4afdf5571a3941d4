import { matchesRefPattern } from '@slipway/emulated-github/settings/ref-pattern';
import type { RecordedSettings } from '@slipway/github/settings/recorded-settings';
import type { RulesetAnswer } from '@slipway/github/settings/ruleset-answers';

/** The app behind `GITHUB_TOKEN`: what bypasses for it bypasses for every job. */
export const actionsApp = { id: 15_368, login: 'github-actions[bot]', slug: 'github-actions' };

/** Every active ruleset: the list, with the responses of single rulesets, which have the rules. */
export function listActiveRulesets(recorded: RecordedSettings): readonly RulesetAnswer[] {
  const all = new Map((recorded.rulesets?.value ?? []).map((ruleset) => [ruleset.id, ruleset]));
  for (const { value } of recorded.ruleset.values()) if (value !== undefined) all.set(value.id, value);
  return [...all.values()].filter(({ enforcement }) => enforcement === 'active');
}

/** Whether the token of a job bypasses a ruleset for a push; false where GitHub does not show who does. */
export const bypassesForJobs = ({ bypassActors }: RulesetAnswer): boolean =>
  bypassActors?.some(
    ({ type, id, mode }) => type === 'Integration' && id === actionsApp.id && mode !== 'pull_request',
  ) === true;

/** `~DEFAULT_BRANCH` and `~ALL` as patterns of full refs. */
export function expandRefPattern(pattern: string, target: string, defaultBranch: string): string {
  if (pattern === '~DEFAULT_BRANCH') return `refs/heads/${defaultBranch}`;
  if (pattern === '~ALL') return target === 'branch' ? 'refs/heads/**/*' : 'refs/tags/**/*';
  return pattern;
}

/** Whether the conditions of a ruleset include a full ref. */
export function coversRef(ruleset: RulesetAnswer, ref: string, defaultBranch: string): boolean {
  const { include, exclude, target } = ruleset;
  const matches = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => matchesRefPattern(expandRefPattern(pattern, target, defaultBranch), ref));
  return matches(include) && !matches(exclude);
}
