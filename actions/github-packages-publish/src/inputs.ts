import {
  choice,
  defineInputs,
  fileList,
  flag,
  type InputsOf,
  integer,
  list,
  secret,
  text,
} from '@slipway/core/inputs';
import type { ActionContext } from '@slipway/core/run-action';

/** The inputs, as `action.yml` describes them. */
export const inputs = defineInputs({
  'packages-dir': text({ default: 'dist' }),
  'artifact-name': list(),
  digests: fileList(),
  handover: text(),
  mode: choice(['ghcr', 'index'], { default: 'ghcr' }),
  registry: text({ default: '' }),
  namespace: text(),
  'repository-url': text({ default: '' }),
  'index-url': text({ default: '' }),
  user: text({ default: '' }),
  password: secret({ default: '' }),
  visibility: choice(['warn', 'require-public', 'require-private', 'ignore'], { default: 'warn' }),
  verify: flag({ default: true }),
  'wait-minutes': integer({ default: 5, max: 120 }),
  'dry-run': flag({ default: false }),
  token: secret({ default: '' }),
});

export const outputs = [
  'files',
  'index-digest',
  'package-url',
  'visibility',
  'install-command',
  'install-markdown',
  'result-markdown',
] as const;

/** What to change about an error, in the names of these inputs. */
export const hints = {
  E_PYPI_AUTHENTICATION: 'Check "user" and "password".',
  E_PYPI_REPOSITORY: 'Set "repository-url" to the https address of an upload API.',
};

export type Inputs = InputsOf<typeof inputs>;
export type Output = (typeof outputs)[number];
export type Context = ActionContext<Inputs, Output>;
