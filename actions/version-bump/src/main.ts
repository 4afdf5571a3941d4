import type { Exec } from '@slipway/core/ports';
import { runAction } from '@slipway/core/run-action';
import { readBuildId } from '@slipway/handover/build-id';
import { hints, inputs, outputs } from './inputs.ts';
import { runVersionBump } from './run.ts';

// Only git in a complete checkout is started: what starts it is loaded then.
const exec: Exec = {
  async run(...command) {
    const { createExec } = await import('@slipway/core/exec');
    return createExec().run(...command);
  },
};

await runAction({
  name: 'version-bump',
  inputs,
  outputs,
  hints,
  async main(context) {
    // Every bundle is read for it, and GitHub is asked meanwhile.
    const identified = readBuildId(process.argv[1] ?? '').then((id) => context.setOutput('slipway', id));
    const bumped = runVersionBump(context, { exec, path: process.env['PATH'] ?? '' });
    await Promise.allSettled([identified, bumped]);
    await Promise.all([bumped, identified]);
  },
});
