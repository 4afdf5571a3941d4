import {
  choice,
  defineInputs,
  fileList,
  flag,
  type InputsOf,
  integer,
  secret,
  text,
} from '@slipway/core/inputs';
import type { ActionContext } from '@slipway/core/run-action';

/** The inputs, as `action.yml` describes them. */
export const inputs = defineInputs({
  'packages-dir': text({ default: 'dist' }),
  'artifact-name': text(),
  digests: fileList(),
  'repository-url': text({ default: '' }),
  'index-url': text({ default: '' }),
  user: text({ default: '' }),
  password: secret({ default: '' }),
  attestations: choice(['true', 'false', 'reuse'], { default: 'true' }),
  'if-exists': choice(['verify', 'fail'], { default: 'verify' }),
  'wait-minutes': integer({ default: 10, max: 120 }),
  'trusted-root': text(),
  'dry-run': flag({ default: false }),
});

export const outputs = ['files', 'published', 'publication', 'urls', 'result-markdown'] as const;

export type Inputs = InputsOf<typeof inputs>;
export type Output = (typeof outputs)[number];
export type Context = ActionContext<Inputs, Output>;
