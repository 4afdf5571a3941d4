import { runAction } from '@slipway/core/run-action';
import { hints, inputs, outputs } from './inputs.ts';
import { runPassport } from './run.ts';

await runAction({ name: 'passport', inputs, outputs, hints, main: runPassport });
