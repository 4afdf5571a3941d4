import { createExec } from '@slipway/core/exec';
import { runAction } from '@slipway/core/run-action';
import { hints, inputs, outputs } from './inputs.ts';
import { runVersionBump } from './run.ts';

await runAction({
  name: 'version-bump',
  inputs,
  outputs,
  hints,
  main: (context) => runVersionBump(context, { exec: createExec(), path: process.env['PATH'] ?? '' }),
});
