import { runAction } from '@slipway/core/run-action';
import { inputs, outputs } from './inputs.ts';
import { runChecksums } from './run-checksums.ts';

await runAction({ name: 'checksums', inputs, outputs, main: runChecksums });
