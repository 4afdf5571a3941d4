import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of the release passport. */
export const passportErrors = defineErrors({
  E_PASSPORT_ATTESTATIONS: {
    message: 'GitHub has no attestations for this repository.',
    hint: 'Make the repository public, use GitHub Enterprise Cloud, or set "attestations" to "auto".',
  },
  E_PASSPORT_CONTENTS: {
    message: 'The passport cannot cover what it was given.',
    hint: 'Pass the outputs of the building jobs unchanged: "files" as "digests", and "references" and "platforms" of the image.',
  },
  E_PASSPORT_EVIDENCE: {
    message: 'The outputs of the publishing jobs cannot be read.',
    hint: 'Pass the outputs of the publishing jobs as JSON, unchanged, under "release", "pypi", "github-packages" and "image".',
  },
  E_PASSPORT_MISMATCH: {
    message: 'A channel does not serve what the passport lists.',
    hint: 'Somebody changed the channel, or a job published different bytes. Find out which, and yank or withdraw what is wrong.',
  },
  E_PASSPORT_DIFFERS: {
    message: 'This run already has a passport for different bytes.',
    hint: 'Use "Re-run failed jobs", which keeps the files that were built. If no channel has them yet, start a new run at the tag.',
  },
});
