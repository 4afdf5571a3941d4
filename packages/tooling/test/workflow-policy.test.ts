import { describe, expect, it } from 'vitest';
import { parseActionMetadata } from '../src/pages/action-metadata.ts';
import { checkWorkflow } from '../src/rules/workflow-policy.ts';

const sha = '3d3c42e5aac5ba805825da76410c181273ba90b1';
const good = `on: { push: { tags: ['v*'] } }
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read
    outputs:
      files: \${{ steps.dist.outputs.files }}
    steps:
      - uses: actions/checkout@${sha} # v7.0.1
        with:
          persist-credentials: false
      - uses: $/actions/build
        id: dist
        with:
          path: .
      - run: echo "$NAME"
        env:
          NAME: \${{ github.ref_name }}
  publish:
    needs: [build]
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: write
    steps:
      - uses: someone/slipway/actions/release@v1
        with:
          digests: \${{ needs.build.outputs.files }}
  called:
    uses: $/.github/workflows/other.yml
    permissions: {}
`;
const actions = new Map([
  [
    'build',
    parseActionMetadata(
      'inputs: { path: { required: true }, token: { required: true, default: x } }\noutputs: { files: {} }',
    ),
  ],
  ['release', parseActionMetadata('inputs: { digests: {} }')],
]);
const check = (text: string) => checkWorkflow('w.yml', text, actions);

describe('checkWorkflow', () => {
  it('a workflow that follows the policy is accepted', () => {
    expect(check(good)).toEqual([]);
  });

  const mutants: readonly (readonly [string, string, string, string])[] = [
    [
      'a permission for the whole file',
      'permissions: {}\njobs',
      'permissions: { contents: read }\njobs',
      'top level',
    ],
    ['a missing top-level permissions key', 'permissions: {}\njobs', 'jobs', 'top level'],
    [
      'a job without permissions',
      '    permissions:\n      contents: read\n',
      '',
      'job "build" has no map of permissions',
    ],
    [
      'a job with every permission',
      '    permissions:\n      contents: read\n',
      '    permissions: write-all\n',
      'no map',
    ],
    ['a job without a timeout', '    timeout-minutes: 10\n', '', 'job "build" has no timeout-minutes'],
    [
      'an expression in a script',
      'echo "$NAME"',
      'echo "${{ github.ref_name }}"',
      'an expression inside "run"',
    ],
    ['a moving tag', `checkout@${sha} # v7.0.1`, 'checkout@v7', 'not pinned'],
    ['a short SHA', `checkout@${sha}`, `checkout@${sha.slice(0, 12)}`, 'not pinned'],
    ['a pin without a version comment', ' # v7.0.1', '', 'without a comment'],
    ['an action from the workspace', '$/actions/build', './actions/build', 'not pinned'],
    ['a container image as an action', '$/actions/build', 'docker://alpine:3', 'not pinned'],
    ['a token left in the checkout', 'persist-credentials: false', 'fetch-depth: 0', 'persist-credentials'],
    [
      'an output that no job declares',
      'needs.build.outputs.files',
      'needs.build.outputs.file',
      'not declared',
    ],
    ['an output of a job that is not needed', 'needs: [build]', 'needs: []', 'does not need it'],
    [
      'an output that the action does not set',
      'steps.dist.outputs.files',
      'steps.dist.outputs.file',
      'does not set',
    ],
    ['an output of a missing step', 'steps.dist.outputs', 'steps.dits.outputs', 'does not have'],
    ['an input that the action does not have', 'digests: $', 'digest: $', 'sets the input "digest"'],
    ['a missing required input', '        with:\n          path: .\n', '', 'does not set the input "path"'],
    [
      'publishing after a failure',
      "if: github.event_name == 'push'",
      'if: always()',
      'even when a job before',
    ],
    [
      'publishing because of a failure',
      "if: github.event_name == 'push'",
      'if: failure()',
      'even when a job',
    ],
    [
      'a cache',
      'persist-credentials: false',
      'persist-credentials: false\n          cache: npm',
      'uses a cache',
    ],
    [
      'untrusted code with permissions',
      'on: { push',
      'on: { pull_request_target: {}, push',
      'code from outside',
    ],
    ['a text that is not YAML', 'on: {', 'on: {{', 'not YAML'],
  ];

  it.each(mutants)('%s is rejected', (_name, from, to, reason) => {
    const mutant = good.replace(from, () => to);
    expect(mutant).not.toBe(good);
    expect(check(mutant).join('\n')).toContain(reason);
  });

  it('a publishing job may continue after a skipped job', () => {
    const skipping = good.replace("if: github.event_name == 'push'", "if: '!failure() && !cancelled()'");
    expect(check(skipping)).toEqual([]);
  });
});
