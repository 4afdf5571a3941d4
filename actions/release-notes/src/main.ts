import { runAction } from '@slipway/core/run-action';
import { refuseOtherBuild } from '@slipway/handover';
import { readBuildId } from '@slipway/handover/build-id';
import { hints, inputs, outputs } from './inputs.ts';
import { runReleaseNotes } from './run.ts';

await runAction({
  ...{ name: 'release-notes', inputs, outputs, hints },
  async main(context) {
    const { handover } = context.inputs;
    if (handover !== undefined) refuseOtherBuild(handover, await readBuildId(process.argv[1] ?? ''));
    await runReleaseNotes(context);
  },
});
