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

/** The inputs, as `action.yml` describes them. */
export const inputs = defineInputs({
  tag: text(),
  version: text(),
  path: text({ default: '.' }),
  'tag-format': text({ default: 'auto' }),
  'tag-prefix': text({ default: 'auto', mayBeEmpty: true }),
  source: choice(['auto', 'changelog', 'commits', 'pull-requests'], { default: 'auto' }),
  changelog: text(),
  assets: list(),
  'extra-assets': list(),
  'extra-artifacts': list(),
  'extra-digests': fileList(),
  digests: fileList(),
  evidence: text(),
  handover: text(),
  draft: flag({ default: false }),
  prerelease: choice(['auto', 'true', 'false'], { default: 'auto' }),
  index: choice(['pypi', 'testpypi', 'none'], { default: 'pypi' }),
  phase: choice(['all', 'draft', 'publish', 'notes-only'], { default: 'all' }),
  title: text({ default: '{{tag}}' }),
  header: text(),
  footer: text(),
  template: text(),
  'discussion-category': text(),
  'release-branches': list(),
  'dry-run': flag({ default: false }),
  token: secret({ required: true }),
});

export const outputs = [
  'release-id',
  'url',
  'draft',
  'prerelease',
  'image-digest',
  'assets',
  'notes',
  'notes-path',
  'summary',
  'result-markdown',
] as const;

/** What to change about an error, in the names of these inputs. */
export const hints = {
  E_GITHUB_AUTHENTICATION:
    'Leave "token" unset to use the token of the job, or pass one that has not expired.',
};

export type Inputs = InputsOf<typeof inputs>;
export type Output = (typeof outputs)[number];
