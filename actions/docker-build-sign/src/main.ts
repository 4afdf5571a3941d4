import { createExec } from '@slipway/core/exec';
import { runAction } from '@slipway/core/run-action';
import { checkInputs } from './check-inputs.ts';
import { hints, inputs, outputs } from './inputs.ts';
import { runImage } from './run.ts';

await runAction({
  name: 'docker-build-sign',
  inputs,
  outputs,
  hints,
  main: async (context) => {
    checkInputs(context.inputs);
    await runImage({ ...context, exec: createExec(), variables: process.env });
  },
});
