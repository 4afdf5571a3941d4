import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of drafting and publishing a release. */
export const releaseErrors = defineErrors({
  E_CHANGELOG_MISSING: {
    message: 'The changelog has no section for this version.',
    hint: 'Add a section for the version to the changelog, or set "source" to "commits".',
  },
  E_RELEASE_ASSETS: {
    message: 'The release assets do not match the files of this job.',
    hint: 'Compare "assets" with the files that the build job produced. Each asset needs a unique name.',
  },
  E_RELEASE_DISCUSSION: {
    message: 'The discussion category does not exist.',
    hint: 'Use one of the categories of the repository, or create the category in its discussions.',
  },
  E_RELEASE_PUBLISHED: {
    message: 'The release is already published, with different content.',
    hint: 'A published release is never changed. Release a new version.',
  },
  E_RELEASE_TAG: {
    message: 'The tag cannot be released.',
    hint: 'Run the workflow at the tag, or set "tag" to an existing tag.',
  },
});
