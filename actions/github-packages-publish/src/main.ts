import { runAction } from '@slipway/core/run-action';
import { hints, inputs, outputs } from './inputs.ts';
import { runPackagesPublish } from './run.ts';

await runAction({ name: 'github-packages-publish', inputs, outputs, hints, main: runPackagesPublish });
