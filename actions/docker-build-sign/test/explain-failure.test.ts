import { describe, expect, it } from 'vitest';
import { explainFailure } from '../src/build/explain-failure.ts';

const failedStep = [
  '#5 [2/2] RUN make',
  '#5 ERROR: process "/bin/sh -c make" did not complete successfully: exit code: 2',
  '------',
  ' > [2/2] RUN make:',
  '0.063 first line',
  ...Array.from({ length: 6 }, (_, index) => `0.1 line ${index}`),
  '0.2 the reason',
  '------',
  'Dockerfile:3',
  '--------------------',
  '   1 |     FROM scratch',
  '   3 | >>> RUN make',
  '--------------------',
  'ERROR: failed to build: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 2',
];

describe('explainFailure', () => {
  it('a failed build is explained by its error, its location and the last lines of the step', () => {
    expect(explainFailure(failedStep)).toEqual({
      message:
        'The build failed at Dockerfile:3: process "/bin/sh -c make" did not complete successfully: exit code: 2. Failed step: [2/2] RUN make: / 0.1 line 1 / 0.1 line 2 / 0.1 line 3 / 0.1 line 4 / 0.1 line 5 / 0.2 the reason',
      hint: undefined,
    });
  });

  it('a failed build is explained without an error, a step or any output', () => {
    expect(explainFailure(['killed']).message).toBe('The build failed: killed.');
    expect(explainFailure([]).message).toBe('The build failed: it produced no output.');
  });

  it('the explanation is one inert line of bounded length', () => {
    const { message } = explainFailure([
      `ERROR: ::set-output name=a::b ##[error] ${'x'.repeat(5000)}\u001B[31m`,
    ]);
    expect(message.length).toBeLessThanOrEqual(1500);
    for (const harmful of ['::', '##[', '\u001B', '\n']) expect(message).not.toContain(harmful);
  });

  // Words of BuildKit 0.34, buildx 0.38, runc and registries.
  it.each([
    ['write /var/lib/buildkit/x: no space left on device', 'disk'],
    ['exec /bin/sh: exec format error', 'setup-qemu-action'],
    [
      'failed to resolve source metadata for docker.io/library/python:3: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit',
      'limits',
    ],
    [
      'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      'login-action',
    ],
    [
      'failed to fetch oauth token: unexpected status from GET request to https://ghcr.io/token: 403 Forbidden',
      'login-action',
    ],
    ['failed to solve: python:3: no match for platform in manifest: not found', 'base image does not exist'],
    [
      'failed to parse platform abacus: "abacus": unknown operating system or architecture: invalid argument',
      'Correct the platform',
    ],
    ['failed to read dockerfile: open Dockerfile: no such file or directory', 'relative to the workspace'],
    ['dockerfile parse error on line 2: unknown instruction: COPI (did you mean COPY?)', 'names the line'],
    ['target stage "none" could not be found', '"target"'],
    ['exporter "oci" could not be found', 'setup-buildx-action'],
    ['OCI exporter is not supported for the docker driver.', 'setup-buildx-action'],
    [
      'failed to compute cache key: failed to calculate checksum of ref a::b: "/x": not found',
      '.dockerignore',
    ],
    ['secret absent: not found', '"secrets"'],
  ])('a hint is given for: %s', (words, hint) => {
    expect(explainFailure([`ERROR: failed to build: failed to solve: ${words}`]).hint).toContain(hint);
  });

  it('the hint depends only on the output of the failed step', () => {
    const printed = failedStep.map((line) => line.replace('the reason', 'write /x: no space left on device'));
    expect(explainFailure(printed).hint).toContain('disk');
    expect(explainFailure(['#1 0.1 no space left on device', ...failedStep]).hint).toBeUndefined();
  });
});
