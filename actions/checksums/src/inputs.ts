import { choice, defineInputs, fileLists, flag, type InputsOf, list, text } from '@slipway/core/inputs';

/** The inputs, as `action.yml` describes them. */
export const inputs = defineInputs({
  files: list(),
  manifest: text({ default: 'SHA256SUMS' }),
  algorithm: list({ default: 'sha256' }),
  mode: choice(['write', 'verify', 'collect'], { default: 'write' }),
  'base-dir': text({ default: '.' }),
  'artifact-name': list(),
  digests: fileLists(),
  expected: list(),
  sign: flag({ default: false }),
  transparency: choice(['auto', 'public', 'private'], { default: 'auto' }),
});

export const outputs = ['manifest', 'files', 'bundle'] as const;

export type Inputs = InputsOf<typeof inputs>;
export type Output = (typeof outputs)[number];
