import {
  choice,
  defineInputs,
  fileList,
  flag,
  type InputsOf,
  list,
  secret,
  text,
} from '@slipway/core/inputs';
import type { ActionContext } from '@slipway/core/run-action';

/** The inputs, as `action.yml` describes them. */
export const inputs = defineInputs({
  mode: choice(['sign', 'adopt', 'verify'], { default: 'sign' }),
  digests: fileList(),
  'extra-digests': fileList(),
  image: list(),
  platforms: text({ default: '' }),
  'out-dir': text({ default: 'passport' }),
  'artifact-name': text({ default: 'release-passport', mayBeEmpty: true }),
  'dist-artifact': text({ default: 'python-dist' }),
  attestations: choice(['auto', 'true', 'false'], { default: 'auto' }),
  transparency: choice(['auto', 'public', 'private'], { default: 'auto' }),
  evidence: text({ default: '{}' }),
  'dry-run': flag({ default: false }),
  token: secret({ default: '' }),
});

export const outputs = [
  'files',
  'path',
  'artifact-id',
  'distributions',
  'image',
  'attestation-url',
  'signer',
  'verification',
  'result-markdown',
] as const;

/** What to change about an error, in the names of these inputs. */
export const hints = {
  E_GITHUB_AUTHENTICATION:
    'Leave "token" unset to use the token of the job, or pass one that has not expired.',
};

export type Inputs = InputsOf<typeof inputs>;
export type Output = (typeof outputs)[number];
export type Context = ActionContext<Inputs, Output>;
