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
    context.setOutput('slipway', await readBuildId(process.argv[1] ?? ''));
    await runVersionBump(context, { exec, path: process.env['PATH'] ?? '' });
  },
});
