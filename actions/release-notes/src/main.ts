import { runAction } from '@slipway/core/run-action';
import { refuseOtherPart } from '@slipway/handover';
import { hints, inputs, outputs } from './inputs.ts';
import { runReleaseNotes } from './run.ts';

await runAction({
  ...{ name: 'release-notes', inputs, outputs, hints },
  async main(context) {
    await refuseOtherPart(context.inputs.handover, process.argv[1]);
    await runReleaseNotes(context);
  },
});
