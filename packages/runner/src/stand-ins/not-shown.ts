import type { FunctionStandIn } from './stand-in.ts';

/** A stand-in for what a rehearsal cannot do: it takes the inputs of the action, does nothing, and says what is not shown. */
function createNotShown(
  inputs: readonly string[],
  notShown: string,
  outputs: Readonly<Record<string, string>> = {},
): FunctionStandIn {
  return {
    inputs,
    notShown,
    async main({ log, setOutput }) {
      log(`Not shown: ${notShown}`);
      for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
    },
  };
}

/** Replaces docker/setup-qemu-action, with the inputs and outputs of v4. */
export const setUpQemuStandIn: FunctionStandIn = createNotShown(
  ['image', 'platforms', 'cache-image', 'reset'],
  'QEMU is not installed, so that images of other platforms are built only if this machine can build them.',
  { platforms: '' },
);

/** Replaces docker/setup-buildx-action, with the inputs of v4: images are built by the builder of the rehearsal. */
export const setUpBuildxStandIn: FunctionStandIn = createNotShown(
  [
    ...['version', 'name', 'driver', 'driver-opts', 'buildkitd-flags', 'buildkitd-config'],
    ...['buildkitd-config-inline', 'use', 'endpoint', 'platforms', 'append', 'cache-binary', 'cleanup'],
    'keep-state',
  ],
  'No builder is created, and the one of the rehearsal is used.',
  { name: '', driver: '', platforms: '' },
);

/** Replaces the action of cibuildwheel, with the inputs of v4. It has no outputs. */
export const cibuildwheelStandIn: FunctionStandIn = createNotShown(
  ['package-dir', 'output-dir', 'config-file', 'only', 'extras'],
  'cibuildwheel builds no wheels here, so that its folder is not filled.',
);
