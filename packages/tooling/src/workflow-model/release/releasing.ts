import { at, equal, type Term, unequal } from '../model/condition.ts';
import { outputOf, type Reference } from '../model/reference.ts';
import { versionBump } from './jobs/version-bump.ts';

/** The run is at the tag of a release. */
const isReleasing: readonly Term[] = [at('tag'), equal(outputOf(versionBump, 'released'), 'true')];

/** A person published the release that an earlier run drafted: its files are verified and published. */
export const hasReleaseFiles: Term = equal(outputOf(versionBump, 'from-release'), 'true');

/** The run is at the tag of a release whose files have to be built. */
export const isBuilding: readonly Term[] = [
  ...isReleasing,
  unequal(outputOf(versionBump, 'from-release'), 'true'),
];

/** The version of the tag, in canonical form. No other job reads it from the name of the tag. */
export const releasedVersion: Reference = outputOf(versionBump, 'version');

/** The tag of the release. */
export const releasedTag: Reference = outputOf(versionBump, 'tag');

/** The folder of the package that the tag names; `.` for the project of the whole repository. */
export const releasedPath: Reference = outputOf(versionBump, 'path');
