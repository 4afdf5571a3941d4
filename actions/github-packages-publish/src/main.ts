import { runAction } from '@slipway/core/run-action';
import { refuseOtherPart } from '@slipway/handover';
import { hints, inputs, outputs } from './inputs.ts';
import { runPackagesPublish } from './run.ts';

await runAction({
  ...{ name: 'github-packages-publish', inputs, outputs, hints },
  async main(context) {
    await refuseOtherPart(context.inputs.handover, process.argv[1]);
    await runPackagesPublish(context);
  },
});
