import { choice, defineInputs, fileList, flag, type InputsOf, list, text } from '@slipway/core/inputs';
import type { ActionContext } from '@slipway/core/run-action';

/** The inputs, as `action.yml` describes them. */
export const inputs = defineInputs({
  path: text({ default: '.' }),
  'out-dir': text({ default: 'dist' }),
  version: text(),
  formats: choice(['both', 'sdist', 'wheel'], { default: 'both' }),
  'build-tool': choice(['auto', 'uv', 'build'], { default: 'auto' }),
  python: text(),
  'config-settings': list(),
  reproducible: choice(['off', 'check', 'normalize'], { default: 'off' }),
  smoke: flag({ default: false }),
  'artifact-name': text({ default: 'python-dist', mayBeEmpty: true }),
  native: choice(['refuse', 'auto', 'collect', 'build'], { default: 'refuse' }),
  platform: choice(['auto', 'linux', 'macos', 'windows', 'android', 'ios', 'pyodide'], { default: 'auto' }),
  archs: list(),
  legs: list(),
  'sdist-artifact': text(),
  'sdist-digests': fileList(),
  index: choice(['pypi', 'other'], { default: 'pypi' }),
  'pass-environment': list(),
  sbom: flag({ default: false }),
});

export const outputs = [
  'files',
  'name',
  'version',
  'is-prerelease',
  'native',
  'artifact-name',
  'artifact-id',
  'artifact-digest',
] as const;

export type Inputs = InputsOf<typeof inputs>;
export type Output = (typeof outputs)[number];
export type Context = ActionContext<Inputs, Output>;
