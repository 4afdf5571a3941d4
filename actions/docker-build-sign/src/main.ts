import { createExec } from '@slipway/core/exec';
import { runAction } from '@slipway/core/run-action';
import { checkInputs } from './check-inputs.ts';
import { inputs, outputs } from './inputs.ts';
import { runImage } from './run.ts';

await runAction({
  name: 'docker-build-sign',
  inputs,
  outputs,
  main: async (context) => {
    checkInputs(context.inputs);
    await runImage({ ...context, exec: createExec(), variables: process.env });
  },
});
