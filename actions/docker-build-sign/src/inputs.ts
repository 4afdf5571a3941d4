import { choice, defineInputs, flag, type InputsOf, list, secret, text } from '@slipway/core/inputs';
import type { Exec } from '@slipway/core/ports';
import type { ActionContext } from '@slipway/core/run-action';
import { readAnnotations, readLabels } from './inputs/annotation-records.ts';
import { provenance, sbom } from './inputs/attestation-inputs.ts';
import { readBuildArguments } from './inputs/build-arguments.ts';
import { readSecrets } from './inputs/build-secrets.ts';
import { compression } from './inputs/compression.ts';
import { entitlements } from './inputs/entitlements.ts';
import { extraArguments } from './inputs/extra-arguments.ts';
import { digestList, signatureFormats, tagList } from './inputs/named-lists.ts';
import { platformList } from './inputs/platforms.ts';
import { records, secretRecords } from './inputs/records.ts';

/** The inputs, as `action.yml` describes them; `checkInputs` checks them against each other. */
export const inputs = defineInputs({
  context: text({ default: '.' }),
  file: text(),
  target: text(),
  platforms: platformList(),
  'build-args': records(readBuildArguments),
  secrets: secretRecords(readSecrets),
  labels: records(readLabels),
  annotations: records(readAnnotations),
  'cache-from': list(),
  'cache-to': list(),
  provenance: provenance({ default: 'true' }),
  sbom: sbom(),
  allow: entitlements(),
  compression: compression(),
  'extra-args': extraArguments(),
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

export const outputs = [
  'digest',
  'platforms',
  'tags',
  'references',
  'bundles',
  'verify-commands',
  'result-markdown',
  'visibility',
] as const;

/** What to change about an error, in the names of these inputs. */
export const hints = {
  E_SIGSTORE_ISSUER: 'Set "sign" to "false", or release from a repository on github.com.',
};

export type Inputs = InputsOf<typeof inputs>;
export type Output = (typeof outputs)[number];
/** What the steps of this action get to work with. */
export interface Context extends ActionContext<Inputs, Output> {
  readonly exec: Exec;
  /** The environment of the job, for the programs that it starts. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}
