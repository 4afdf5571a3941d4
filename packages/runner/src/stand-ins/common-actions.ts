import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { appTokenStandIn } from './app-token.ts';
import { cacheStandIn, restoreCacheStandIn, saveCacheStandIn } from './cache.ts';
import { checkoutStandIn } from './checkout.ts';
import { cibuildwheelStandIn, setUpBuildxStandIn, setUpQemuStandIn } from './not-shown.ts';
import { createSetUp } from './setup-program.ts';
import { setupPythonStandIn } from './setup-python.ts';
import type { StandIn } from './stand-in.ts';

const versionWord = ['--version'];

/** A folder with the interface and the programs of an action. */
const asAction = (folder: string): StandIn => ({
  directory: join(slipwayDirectory, 'packages/runner/src/stand-ins/actions', folder),
});

/** Stand-ins for actions of others that are in many workflows, by the name of the action. */
export const commonStandIns: ReadonlyMap<string, StandIn> = new Map<string, StandIn>([
  ['actions/checkout', checkoutStandIn],
  ['actions/setup-python', setupPythonStandIn],
  ['actions/cache', cacheStandIn],
  ['actions/cache/restore', restoreCacheStandIn],
  ['actions/cache/save', saveCacheStandIn],
  ['actions/upload-artifact', asAction('upload-artifact')],
  ['actions/download-artifact', asAction('download-artifact')],
  ['actions/attest', asAction('attest')],
  ['actions/attest-build-provenance', asAction('attest-build-provenance')],
  ['actions/attest-sbom', asAction('attest-sbom')],
  ['actions/create-github-app-token', appTokenStandIn],
  ['docker/login-action', asAction('docker-login')],
  ['docker/setup-qemu-action', setUpQemuStandIn],
  ['docker/setup-buildx-action', setUpBuildxStandIn],
  ['pypa/cibuildwheel', cibuildwheelStandIn],
  [
    'actions/setup-node',
    createSetUp({
      ...{ file: 'node', arguments: versionWord, output: 'node-version' },
      // Its README: "The installed node version", as node prints it.
      versionPattern: /v\d+(?:\.\d+)+/,
    }),
  ],
  ['actions/setup-go', createSetUp({ file: 'go', arguments: ['version'], output: 'go-version' })],
  ['actions/setup-java', createSetUp({ file: 'java', arguments: versionWord, output: 'version' })],
  ['astral-sh/setup-uv', createSetUp({ file: 'uv', arguments: versionWord, output: 'uv-version' })],
  ['pdm-project/setup-pdm', createSetUp({ file: 'pdm', arguments: versionWord, output: 'pdm-version' })],
]);
