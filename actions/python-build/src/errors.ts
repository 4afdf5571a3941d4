import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of building distributions. */
export const buildErrors = defineErrors({
  E_BUILD_FAILED: {
    message: 'The build did not produce the expected files.',
    hint: 'See the output of the build above for the cause.',
  },
  E_CONTAINER_ENGINE: {
    message: 'Linux wheels are built in a container, and this machine has no container engine.',
    hint: 'Use a Linux runner that has Docker or Podman, as all GitHub-hosted ones have.',
  },
  E_SMOKE_TEST: {
    message: 'The built wheel does not work in a clean environment.',
    hint: 'Correct the cause named above. Users of the wheel would see the same error.',
  },
  E_SOURCE_INCOMPLETE: {
    message: 'The checkout lacks files that the release contains.',
    hint: 'Set "lfs: true" or "submodules: recursive" on actions/checkout.',
  },
});
