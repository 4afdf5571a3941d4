import { runAction } from '@slipway/core/run-action';
import { inputs, outputs } from './inputs.ts';
import { runChecksums } from './run.ts';

await runAction({ name: 'checksums', inputs, outputs, main: runChecksums });
