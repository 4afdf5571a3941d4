import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Errors of building container images. */
export const dockerErrors = {
  E_DOCKER_BUILD: {
    message: 'The image could not be built.',
    hint: 'The output of the build above says why.',
  },
  E_DOCKER_BUILDER: {
    message: 'There is no builder that can write the image as an OCI layout.',
    hint: 'Add a step with docker/setup-buildx-action before this one, or name a builder of yours in "builder".',
  },
  E_DOCKER_MERGE: {
    message: 'The images of the platforms cannot be joined.',
    hint: 'Give "digests" one image for each platform, all built from the same commit in "mode: stage".',
  },
  E_DOCKER_NOT_REPRODUCIBLE: {
    message: 'A second build gave another image.',
    hint: 'Times, random names, and packages that are fetched without a pinned version are the usual causes; SOURCE_DATE_EPOCH is set to the time of the commit.',
  },
  E_DOCKER_NOT_VERIFIED: {
    message: 'The signatures do not verify as they are stored.',
    hint: 'Run the job again; if it stays so, look at what else is attached to the image.',
  },
  E_DOCKER_RESULT: {
    message: 'The image that was built is not the one that was asked for.',
    hint: 'Run the job again; if it stays so, use a newer BuildKit.',
  },
  E_DOCKER_SECRET: {
    message: 'A secret of the build cannot be used.',
    hint: 'Write ID=VALUE, id=ID,env=NAME or id=ID,src=PATH, one a line. A secret that is not set in the repository is empty.',
  },
  E_DOCKER_TAG: {
    message: 'The version cannot be a tag.',
    hint: 'Choose another version.',
  },
  E_DOCKER_TAG_MOVED: {
    message: 'Another job set a tag at the same time.',
    hint: 'Give the jobs that release images one "concurrency" group, and run this one again.',
  },
  E_DOCKER_TAG_TAKEN: {
    message: 'The tag of this version is another image already.',
    hint: 'The tag of a version does not move: raise the version, or promote the image that has the tag.',
  },
} as const satisfies Record<string, CatalogueEntry>;
