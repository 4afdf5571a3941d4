import { choice, defineInputs, flag, type InputsOf, list, text } from '@slipway/core/inputs';
import type { ActionContext } from '@slipway/core/run-action';

/** The inputs, as `action.yml` describes them. */
export const inputs = defineInputs({
  path: text({ default: '.' }),
  'out-dir': text({ default: 'dist' }),
  version: text(),
  'build-tool': choice(['auto', 'uv', 'build'], { default: 'auto' }),
  reproducible: choice(['off', 'check'], { default: 'off' }),
  'artifact-name': text({ default: 'python-dist', mayBeEmpty: true }),
  native: choice(['refuse', 'collect'], { default: 'refuse' }),
  index: choice(['pypi', 'other'], { default: 'pypi' }),
  'pass-environment': list(),
  sbom: flag({ default: false }),
});

export const outputs = [
  'files',
  'name',
  'version',
  'is-prerelease',
  'artifact-id',
  'artifact-digest',
] as const;

export type Inputs = InputsOf<typeof inputs>;
export type Output = (typeof outputs)[number];
export type Context = ActionContext<Inputs, Output>;
