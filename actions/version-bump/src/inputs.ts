import {
  choice,
  defineInputs,
  flag,
  type InputsOf,
  keyValues,
  list,
  secret,
  text,
} from '@slipway/core/inputs';
import type { ActionContext } from '@slipway/core/run-action';
import { bumpKinds } from '@slipway/python/version/bump-version';

/** The inputs, as `action.yml` describes them. */
export const inputs = defineInputs({
  bump: choice(['auto', ...bumpKinds, 'none']),
  version: text(),
  'pre-major': choice(['minor', 'major'], { default: 'minor' }),
  'bump-types': keyValues(),
  path: text({ default: '.' }),
  package: text(),
  'shared-paths': list(),
  'tag-format': text({ default: 'auto' }),
  'tag-prefix': text({ default: 'auto', mayBeEmpty: true }),
  'version-file': text(),
  'extra-files': list(),
  'release-branches': list(),
  'require-checks': choice(['auto', 'all', 'none'], { default: 'auto' }),
  changelog: text(),
  mode: choice(['direct', 'pull-request'], { default: 'direct' }),
  dispatch: text(),
  'dispatch-inputs': keyValues(),
  'commit-message': text({ default: 'chore(release): {version}' }),
  'dry-run': flag({ default: false }),
  token: secret(),
});

export const outputs = [
  'name',
  'version',
  'previous-version',
  'tag',
  'path',
  'commit',
  'changed',
  'released',
  'reason',
  'is-prerelease',
  'from-release',
  'plan',
  'slipway',
] as const;

/** What to change about an error, in the names of these inputs. */
export const hints = {
  E_GITHUB_AUTHENTICATION:
    'Leave "token" unset to use the token of the job, or pass one that has not expired.',
  E_GITHUB_RULES: 'Use "mode: pull-request", or allow the app of the token to bypass the rule.',
};

export type Inputs = InputsOf<typeof inputs>;
export type Output = (typeof outputs)[number];
export type Context = ActionContext<Inputs, Output>;
