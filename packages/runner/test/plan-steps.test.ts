import { expect, it } from 'vitest';
import { planSteps } from '../src/steps/plan-steps.ts';
import { parseWorkflowFile } from '../src/workflow/parse-workflow-file.ts';

const text = `on: push
env: { LEVEL: top }
jobs:
  build:
    runs-on: ubuntu-24.04
    env: { NAME: job }
    outputs:
      digest: \${{ steps.image.outputs.digest }}
      other: \${{ steps.never.outputs.digest }}
    steps:
      - id: image
        if: hashFiles('Dockerfile') != ''
        uses: o/image@v1
        with: { name: "\${{ env.LEVEL }}-\${{ env.NAME }}", leg: "\${{ matrix.leg }}" }
      - id: never
        if: failure()
        uses: o/image@v1
      - uses: o/push@v1
        with: { digest: "\${{ steps.image.outputs.digest }}" }
`;

async function plan(hash: string) {
  const workflow = await parseWorkflowFile('.github/workflows/x.yml', text);
  const [job] = workflow.jobs;
  if (job === undefined) throw new Error('the file has a job');
  const scope = { contexts: { github: {}, needs: {}, matrix: { leg: 'arm' } }, functions: new Map() };
  return planSteps(workflow, job, scope, {
    hashFiles: (patterns) => (patterns.join() === 'Dockerfile' ? hash : 'wrong pattern'),
    outputsOf: ({ index }) => ({ digest: `digest ${index}` }),
  });
}

it('a step that would start has the inputs that the steps before it lead to', async () => {
  const { steps, outputs } = await plan('abc');
  expect(steps.map(({ index, inputs }) => [index, inputs])).toEqual([
    [0, { name: 'top-job', leg: 'arm' }],
    [2, { digest: 'digest 0' }],
  ]);
  expect(outputs).toEqual({ digest: 'digest 0' });
});

it('a step that would not start sets no output', async () => {
  const { steps, outputs } = await plan('');
  expect(steps.map(({ index, inputs }) => [index, inputs])).toEqual([[2, { digest: '' }]]);
  expect(outputs).toEqual({});
});
