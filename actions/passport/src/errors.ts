import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of the release passport. */
export const passportErrors = defineErrors({
  E_PASSPORT_ABSENT: {
    message: 'The published release has no passport.',
    hint: 'Without it, nobody can tell whether these are the drafted files. Attach it again from the artifact "release-passport" of the run that made the draft, and re-run this job. If the artifact has expired, release a new version.',
  },
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
  E_PASSPORT_RELEASE: {
    message: 'The published release does not have the files that were drafted.',
    hint: 'Somebody changed the assets of the draft. Restore them and re-run this job. If that is not possible, delete the release and start the workflow at the tag to draft it again; if the release is immutable, release a new version.',
  },
  E_PASSPORT_UNPUBLISHED: {
    message: 'There is no published release of this tag.',
    hint: 'Publish the draft of the tag. Its publication starts the workflow.',
  },
  E_PASSPORT_DIFFERS: {
    message: 'This run already has a passport for different bytes.',
    hint: 'Use "Re-run failed jobs", which keeps the files that were built. If no channel has them yet, start a new run at the tag.',
  },
});
