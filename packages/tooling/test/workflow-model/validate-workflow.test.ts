import { beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../src/bundles/bundles.ts';
import { type ActionMetadata, readActions } from '../../src/pages/action-metadata.ts';
import { releaseWorkflow, validateWorkflow } from '../../src/workflow-model/index.ts';
import { expression } from '../../src/workflow-model/model/expression.ts';
import { defineJob, type Job } from '../../src/workflow-model/model/job.ts';
import { read } from '../../src/workflow-model/model/permissions.ts';
import { outputOf, passOn, resultOf, stepOutput } from '../../src/workflow-model/model/reference.ts';
import { own } from '../../src/workflow-model/model/step.ts';
import { input } from '../../src/workflow-model/release/inputs.ts';

const base = {
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 5,
  permissions: {},
  steps: [],
} satisfies Partial<Job>;

const build = defineJob({
  ...base,
  id: 'build',
  outputs: passOn('build', 'files'),
  steps: [{ id: 'build', uses: own('python-build') }],
});

let actions: ReadonlyMap<string, ActionMetadata>;
beforeAll(async () => {
  actions = await readActions(repositoryRoot);
});

const validate = (...jobs: readonly Job[]): string[] =>
  validateWorkflow({ ...releaseWorkflow, path: 'w', jobs }, actions);

const env = (value: Parameters<typeof expression>[1]): Job['steps'] => [
  { run: 'true\n', env: { X: typeof value === 'object' ? value : String(value) } },
];

describe('validating a model', () => {
  it('the model of the release has no finding', () => {
    expect(validateWorkflow(releaseWorkflow, actions)).toEqual([]);
    expect(validate(build)).toEqual([]);
  });

  it('a need that is not an earlier job is rejected', () => {
    const publish = defineJob({ ...base, id: 'publish', needs: [build] });
    expect(validate(build, publish)).toEqual([]);
    const finding = 'w: job "publish" needs "build", which is not an earlier job of this workflow';
    expect(validate(publish)).toEqual([finding]);
    expect(validate(publish, build)).toEqual([finding]);
  });

  it('two jobs with one id are rejected', () => {
    expect(validate(build, { ...build })).toEqual(['w: two jobs are called "build"']);
  });

  it('an output that the needed job does not have is rejected', () => {
    // @ts-expect-error the compiler says so first
    const steps = env(outputOf(build, 'wheels'));
    expect(validate(build, { ...base, id: 'publish', needs: [build], steps })).toEqual([
      'w: job "publish" reads the output "wheels" of job "build", which it does not have',
    ]);
  });

  it('a read from a job that is not needed is rejected', () => {
    expect(validate(build, { ...base, id: 'publish', steps: env(outputOf(build, 'files')) })).toEqual([
      'w: job "publish" reads from job "build" without needing it',
    ]);
    const condition = { terms: [{ is: 'succeeded', result: resultOf(build) }] } as const;
    expect(validate(build, { ...base, id: 'publish', condition })).toEqual([
      'w: job "publish" reads from job "build" without needing it',
    ]);
  });

  it('an output that no step of its job sets is rejected', () => {
    const outputs = { ...build.outputs, fixed: expression`'yes'` };
    expect(validate({ ...build, outputs })).toEqual(['w: output "fixed" of job "build" is set by no step']);
    expect(validate({ ...build, outputs: passOn('build', 'eggs') })).toEqual([
      'w: output "eggs" of job "build" reads the output "eggs", which step "build" does not set',
    ]);
    expect(validate({ ...build, outputs: passOn('pack', 'files') })).toEqual([
      'w: output "files" of job "build" reads from step "pack", which does not run before',
    ]);
  });

  it('two steps of one job with one id are rejected', () => {
    const [step] = build.steps;
    expect(validate({ ...build, steps: step === undefined ? [] : [step, step] })).toEqual([
      'w: job "build" has two steps with the id "build"',
    ]);
  });

  it('a step that reads from a later step is rejected', () => {
    const steps = [...env(stepOutput('build', 'files')), ...build.steps];
    expect(validate({ ...build, steps })).toEqual([
      'w: step "run" of job "build" reads from step "build", which does not run before',
    ]);
  });

  it('a permission without a reason is rejected', () => {
    expect(validate({ ...build, permissions: { contents: read(' ') } })).toEqual([
      'w: job "build" asks for "contents: read" without a reason',
    ]);
    // @ts-expect-error the compiler asks for one, and knows that nobody reads an ID token
    expect(validate({ ...build, permissions: { 'id-token': { access: 'read', reason: '' } } })).toHaveLength(
      1,
    );
  });

  it('an unknown action and an unknown input of an action are rejected', () => {
    const steps = [
      ...build.steps,
      { uses: own('python-bild') },
      { uses: own('checksums'), with: { fiels: '*' } },
    ];
    expect(validate({ ...build, steps })).toEqual([
      'w: step "uses" of job "build" uses the action "python-bild", which does not exist',
      'w: step "uses" of job "build" sets the input "fiels", which "checksums" does not have',
    ]);
  });

  it('an input that the workflow does not have is rejected', () => {
    // @ts-expect-error the compiler says so first
    const steps = env(input('color'));
    expect(validate({ ...build, steps: [...build.steps, ...steps] })).toEqual([
      'w: job "build" reads the input "color", which the workflow does not have',
    ]);
  });

  it('a reference that is hidden in a text is rejected', () => {
    const steps = [...build.steps, ...env('${{ needs.build.outputs.files }}')];
    expect(validate({ ...build, steps })).toEqual([
      'w: job "build" has "needs.build" in a text; make it a reference',
    ]);
  });
});
