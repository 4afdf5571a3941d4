import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readWorkflow } from '@slipway/cli/findings/read-workflow';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { repositoryRoot } from '../../src/bundles/bundles.ts';
import { releaseWorkflow, writeWorkflow } from '../../src/workflow-model/index.ts';
import {
  afterSuccessOf,
  explained,
  fileExists,
  off,
  when,
} from '../../src/workflow-model/model/condition.ts';
import { expression, folded, text } from '../../src/workflow-model/model/expression.ts';
import { defineJob, type Job } from '../../src/workflow-model/model/job.ts';
import { read } from '../../src/workflow-model/model/permissions.ts';
import { outputOf, passOn } from '../../src/workflow-model/model/reference.ts';
import { noted, own } from '../../src/workflow-model/model/step.ts';

const build = defineJob({
  id: 'build',
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 5,
  permissions: { contents: read('the sources') },
  outputs: passOn('build', 'files', 'name'),
  steps: [
    {
      id: 'build',
      uses: own('python-build'),
      with: { 'artifact-name': noted('dist', 'Above the value.') },
    },
  ],
});

const draft = { kind: 'input', input: 'draft' } as const;

const publish = defineJob({
  id: 'publish',
  comment: ['Above the job,', 'in two lines.'],
  needs: [build],
  condition: explained(when(...afterSuccessOf(build), off(draft)), 'Above the condition.'),
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 5,
  permissions: {},
  steps: [
    {
      name: 'Say it',
      condition: when(fileExists('Dockerfile')),
      run: 'echo "$FILES"\n',
      env: {
        FILES: outputOf(build, 'files'),
        CHOICE: expression`
          ${outputOf(build, 'name')} == 'x'
          || ${draft} && 'draft'
        `,
        JSON: folded`
          {"files": ${outputOf(build, 'files')},
          "draft": ${draft}}
        `,
        LIST: text`
          one ${draft}
          two
        `,
        FLAG: 'true',
        EMPTY: '',
        NUMBER: 1,
      },
    },
  ],
});

const write = (...jobs: readonly Job[]): string => writeWorkflow({ ...releaseWorkflow, jobs });

describe('a written workflow', () => {
  it("GitHub's parser accepts the release workflow and finds the jobs and needs of the model", async () => {
    const read = (path: string): Promise<string> => readFile(join(repositoryRoot, path), 'utf8');
    const { workflow } = await readWorkflow('release.yml', writeWorkflow(releaseWorkflow), {
      ...{ repository: 'slipway-actions/slipway', readFile: read, readOwnFile: read },
    });
    expect(workflow.jobs.map(({ id, needs }) => [id, needs])).toEqual(
      releaseWorkflow.jobs.map(({ id, needs = [] }) => [id, needs.map((need) => need.id)]),
    );
  });

  it('comments, conditions, permissions and values have the house form', () => {
    expect(write(build, publish).split('jobs:\n')[1]).toBe(`  build:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read # the sources
    outputs:
      files: \${{ steps.build.outputs.files }}
      name: \${{ steps.build.outputs.name }}
    steps:
      - id: build
        uses: slipway-actions/slipway/actions/python-build@v0
        with:
          # Above the value.
          artifact-name: dist

  # Above the job,
  # in two lines.
  publish:
    needs: build
    # Above the condition.
    if: \${{ !failure() && !cancelled() && needs.build.result == 'success' && !inputs.draft }}
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions: {}
    steps:
      - name: Say it
        if: hashFiles('Dockerfile') != ''
        run: |
          echo "$FILES"
        env:
          FILES: \${{ needs.build.outputs.files }}
          CHOICE: >-
            \${{ needs.build.outputs.name == 'x'
            || inputs.draft && 'draft' }}
          JSON: >-
            {"files": \${{ needs.build.outputs.files }},
            "draft": \${{ inputs.draft }}}
          LIST: |
            one \${{ inputs.draft }}
            two
          FLAG: "true"
          EMPTY: ""
          NUMBER: 1
`);
  });

  it('an expression on several lines reads as one line', () => {
    const { jobs } = parse(write(build, publish)) as {
      jobs: { publish: { steps: [{ env: Record<string, unknown> }] } };
    };
    expect(jobs.publish.steps[0].env).toMatchObject({
      CHOICE: "${{ needs.build.outputs.name == 'x' || inputs.draft && 'draft' }}",
      JSON: '{"files": ${{ needs.build.outputs.files }}, "draft": ${{ inputs.draft }}}',
    });
  });

  it('a long condition is broken only between its terms', () => {
    const long = when(...afterSuccessOf(build, build, build), off(draft));
    expect(write(build, { ...publish, condition: long })).toContain(`    if: >-
      \${{ !failure() && !cancelled() && needs.build.result == 'success' && needs.build.result == 'success' &&
      needs.build.result == 'success' && !inputs.draft }}
`);
  });
});
