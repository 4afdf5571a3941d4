import { choice, defineInputs, flag, type InputsOf, list, secret, text } from '@slipway/core/inputs';
import type { Exec } from '@slipway/core/ports';
import type { ActionContext } from '@slipway/core/run-action';
import { digestList, signatureFormats, tagList } from './named-lists.ts';
import { platformList } from './platforms.ts';
import { records, secretRecords } from './records.ts';

/** The inputs, as `action.yml` describes them; `readSettings` checks what they say together. */
export const inputs = defineInputs({
  context: text({ default: '.' }),
  file: text(),
  target: text(),
  platforms: platformList(),
  'build-args': records(),
  secrets: secretRecords(),
  labels: records(),
  annotations: records(),
  'cache-from': list(),
  'cache-to': list(),
  provenance: text({ default: 'true' }),
  sbom: text(),
  'extra-args': list(),
  reproducible: choice(['off', 'check'], { default: 'off' }),
  builder: text(),
  image: text(),
  version: text(),
  tags: tagList(),
  latest: choice(['auto', 'true', 'false'], { default: 'auto' }),
  prerelease: choice(['auto', 'true'], { default: 'auto' }),
  mode: choice(['all', 'stage', 'merge', 'promote'], { default: 'all' }),
  digests: digestList(),
  sign: flag({ default: true }),
  'signature-formats': signatureFormats({ default: 'bundle,legacy' }),
  transparency: choice(['auto', 'public', 'private'], { default: 'auto' }),
  'rekor-version': choice(['1', '2'], { default: '1' }),
  token: secret({ default: '' }),
});

export const outputs = ['digest', 'platforms', 'tags', 'references', 'bundles', 'verify-commands'] as const;

export type Inputs = InputsOf<typeof inputs>;
export type Output = (typeof outputs)[number];
export type Context = ActionContext<Inputs, Output> & { readonly exec: Exec };
