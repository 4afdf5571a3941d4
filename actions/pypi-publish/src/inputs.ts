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

export const outputs = ['files', 'published', 'publication', 'urls', 'result-markdown', 'handover'] as const;

/** What to change about an error, in the names of these inputs. */
export const hints = {
  E_PYPI_AUTHENTICATION:
    'Check the trusted publisher of the project, or "user" and "password" for a different index.',
  E_PYPI_REPOSITORY:
    'Leave "repository-url" empty for PyPI, use "testpypi" for TestPyPI, or the https address of an upload API.',
  E_PYPI_FILE_EXISTS: 'To accept a file with the same bytes, set "if-exists" to "verify".',
};

export type Inputs = InputsOf<typeof inputs>;
export type Output = (typeof outputs)[number];
export type Context = ActionContext<Inputs, Output>;
