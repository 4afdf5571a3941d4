import { createExec } from '@slipway/core/exec';
import { runAction } from '@slipway/core/run-action';
import { inputs, outputs } from './inputs.ts';
import { runPythonBuild } from './run.ts';

await runAction({
  name: 'python-build',
  inputs,
  outputs,
  main: (context) => runPythonBuild(context, createExec(), process.env),
});
