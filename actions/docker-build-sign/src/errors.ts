import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of building, signing and tagging images. */
export const imageErrors = defineErrors({
  E_DOCKER_BUILD: {
    message: 'The image build failed.',
    hint: 'See the output of the build above for the cause.',
  },
  E_DOCKER_BUILDER: {
    message: 'No builder can write the image as an OCI layout.',
    hint: 'Add a docker/setup-buildx-action step before this one, or set "builder" to an existing builder.',
  },
  E_DOCKER_MERGE: {
    message: 'The images of the platforms cannot be joined.',
    hint: 'Set "digests" to one image per platform, all built from the same commit with "mode: stage".',
  },
  E_DOCKER_NOT_REPRODUCIBLE: {
    message: 'The second build produced a different image.',
    hint: 'Common causes are timestamps, random names and unpinned packages. SOURCE_DATE_EPOCH is set to the commit time.',
  },
  E_DOCKER_NOT_VERIFIED: {
    message: 'The stored signatures are not valid.',
    hint: 'Re-run the job. If the problem persists, check the other attachments of the image.',
  },
  E_DOCKER_RESULT: {
    message: 'The image that was built does not match the request.',
    hint: 'Re-run the job. If the problem persists, update BuildKit.',
  },
  E_DOCKER_SECRET: {
    message: 'A build secret is not valid.',
    hint: 'Write ID=VALUE, id=ID,env=NAME or id=ID,src=PATH, one per line. A secret that is not set in the repository is empty.',
  },
  E_DOCKER_TAG: {
    message: 'The version is not a valid image tag.',
    hint: 'Choose a different version.',
  },
  E_DOCKER_TAG_MOVED: {
    message: 'A different job set a tag at the same time.',
    hint: 'Put the jobs that release images in one "concurrency" group, then re-run this job.',
  },
  E_DOCKER_TAG_TAKEN: {
    message: 'The version tag already points to a different image.',
    hint: 'A version tag never moves. Raise the version, or promote the image that has this tag.',
  },
});
