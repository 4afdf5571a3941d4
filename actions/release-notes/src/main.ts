import { runAction } from '@slipway/core/run-action';
import { hints, inputs, outputs } from './inputs.ts';
import { runReleaseNotes } from './run.ts';

await runAction({ name: 'release-notes', inputs, outputs, hints, main: runReleaseNotes });
