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
  'tag-format': text({ default: 'auto' }),
  'tag-prefix': text({ default: 'auto', mayBeEmpty: true }),
  'extra-files': list(),
  'release-branches': list(),
  changelog: text(),
  mode: choice(['direct', 'pull-request'], { default: 'direct' }),
  dispatch: text(),
  'dispatch-inputs': keyValues(),
  'commit-message': text({ default: 'chore(release): {version}' }),
  'dry-run': flag({ default: false }),
  token: secret(),
});

export const outputs = [
  'version',
  'previous-version',
  'tag',
  'path',
  'commit',
  'changed',
  'released',
  'reason',
  'is-prerelease',
  'plan',
] as const;

export type Inputs = InputsOf<typeof inputs>;
export type Output = (typeof outputs)[number];
export type Context = ActionContext<Inputs, Output>;
