import { readJobEnvironment } from '@slipway/core/job-environment';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { expect, it } from 'vitest';
import type { Context } from '../src/inputs.ts';
import { policyWithoutToken } from '../src/sign/release-signature.ts';

const contextOf = (variables: Readonly<Record<string, string>>): Context =>
  ({
    job: readJobEnvironment({
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'octo/demo',
      GITHUB_REF: 'refs/tags/v1.2.0',
      ...variables,
    }),
    log: createMemoryLog(),
  }) as unknown as Context;

it('a job whose runner does not name the workflow is told so before any signature is judged', () => {
  expect(() => policyWithoutToken(contextOf({}))).toThrow(
    expect.objectContaining({
      code: 'E_NOT_IN_JOB',
      message: expect.stringContaining('GITHUB_WORKFLOW_REF is not set'),
    }),
  );
});

it('the signer of a job without an ID token is the workflow that the runner names', () => {
  const workflowRef = 'octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0';
  expect(policyWithoutToken(contextOf({ GITHUB_WORKFLOW_REF: workflowRef })).signer).toMatchObject({
    workflow: `https://github.com/${workflowRef}`,
    ref: 'refs/tags/v1.2.0',
  });
});
