import { setFlagsFromString } from 'node:v8';
import { runAction } from '@slipway/core/run-action';
import { burnTokens } from './burn-tokens.ts';
import { hints, inputs, outputs } from './inputs.ts';
import { runPart } from './run-part.ts';

// Large wheels stream through in chunks. A young generation that grows keeps tens of MiB of them as garbage; it starts
// small and remains small.
setFlagsFromString('--semi-space-growth-factor=1');
await runAction({
  name: 'pypi-publish',
  inputs,
  outputs,
  hints,
  main: (context) => runPart(context, process.argv[1] ?? ''),
  post: burnTokens,
});
