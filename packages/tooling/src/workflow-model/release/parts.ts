import type { Job } from '../model/job.ts';
import type { PartOfRelease } from '../model/workflow.ts';
import { inputs } from './inputs.ts';
import { buildDockerImage } from './jobs/build-docker-image.ts';
import { buildPlatformImages } from './jobs/build-platform-images.ts';
import { buildPythonPackage } from './jobs/build-python-package.ts';
import { buildWheels } from './jobs/build-wheels.ts';
import { createGithubRelease } from './jobs/create-github-release.ts';
import { draftGithubRelease } from './jobs/draft-github-release.ts';
import { notifyFailure } from './jobs/notify-failure.ts';
import { notifySuccess } from './jobs/notify-success.ts';
import { promoteDockerImage } from './jobs/promote-docker-image.ts';
import { publishToGithubPackages } from './jobs/publish-to-github-packages.ts';
import { publishToPypi } from './jobs/publish-to-pypi.ts';
import { signPassport } from './jobs/sign-passport.ts';
import { verifyRelease } from './jobs/verify-release.ts';
import { versionBump } from './jobs/version-bump.ts';

/** `core` is the Python package and the release on GitHub; `full` adds the container image and GitHub Packages. */
export type Edition = 'core' | 'full';

/**
 * A release in three parts, where it is not one file: what comes before PyPI, the job of PyPI, which has to be in the calling file
 * because PyPI looks at the name of that file, and what comes after it.
 */
export type Part = 'prepare' | 'pypi' | 'finalize';

interface PlacedJob {
  readonly job: Job;
  /** `notify-failure` tells of its own part, and is in both. */
  readonly parts: readonly Part[];
  readonly edition: Edition;
}

const place = (job: Job, edition: Edition, ...parts: readonly Part[]): PlacedJob => ({ job, parts, edition });

/** Every job of a release in its order, with the parts and the edition that it belongs to. */
const placedJobs: readonly PlacedJob[] = [
  place(versionBump, 'core', 'prepare'),
  place(buildPythonPackage, 'core', 'prepare'),
  place(buildWheels, 'core', 'prepare'),
  place(buildPlatformImages, 'full', 'prepare'),
  place(buildDockerImage, 'full', 'prepare'),
  place(signPassport, 'core', 'prepare'),
  place(draftGithubRelease, 'core', 'prepare'),
  place(publishToPypi, 'core', 'pypi'),
  place(publishToGithubPackages, 'full', 'finalize'),
  place(createGithubRelease, 'core', 'finalize'),
  place(promoteDockerImage, 'full', 'finalize'),
  place(verifyRelease, 'core', 'finalize'),
  place(notifySuccess, 'core', 'finalize'),
  place(notifyFailure, 'core', 'prepare', 'finalize'),
];

/** All jobs of a release, for a workflow that has them in one file. */
export const allJobs: readonly Job[] = placedJobs.map(({ job }) => job);

/** The jobs of one part. */
export function listPart(part: Part, edition: Edition): readonly Job[] {
  return placedJobs
    .filter((placed) => placed.parts.includes(part) && (edition === 'full' || placed.edition === 'core'))
    .map(({ job }) => job);
}

/** What `prepare` knows of the rest. */
export const describePreparation = (edition: Edition): PartOfRelease => ({
  earlier: [],
  inputs: {},
  later: [...listPart('pypi', edition), ...listPart('finalize', edition)],
});

/** What `finalize` knows of the rest. */
export const describeFinalization = (edition: Edition): PartOfRelease => ({
  earlier: listPart('prepare', edition),
  inputs,
  later: [],
  before: { job: publishToPypi, result: 'pypi' },
});
