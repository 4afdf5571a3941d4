import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { ociErrors } from '../errors.ts';

/**
 * Type of the index, of its manifests and of their one layer in the layout of PyOCI
 * (https://github.com/AllexVeldman/pyoci/blob/main/docs/design.md).
 */
export const packageType = 'application/pyoci.package.v1';

const maxTagLength = 128;

/**
 * Repository of a project: installers ask for the name of PEP 503, in which PyOCI writes `_` for `-`.
 * @param namespace path below the registry, of any depth
 */
export function packageRepository(namespace: string, project: string): string {
  return `${namespace}/${project.replace(/[-_.]+/g, '_')}`.toLowerCase();
}

/**
 * Tag of a version in canonical form: `+` is not allowed in a tag and becomes `-`, which no canonical version holds.
 * @throws InputError E_GHP_VERSION_TAG for an epoch, or for more than 128 characters
 */
export function tagOfVersion(version: string): string {
  const shown = neutralizeLine(version, 200);
  if (version.includes('!')) {
    throw new InputError(ociErrors.E_GHP_VERSION_TAG, {
      message: `Version ${shown} has an epoch, which a registry tag cannot express.`,
      hint: 'Publish it to an index ("mode: index"), or remove the epoch.',
    });
  }
  if (version.length > maxTagLength) {
    throw new InputError(ociErrors.E_GHP_VERSION_TAG, {
      message: `Version ${shown} has ${version.length} characters; a registry tag has at most ${maxTagLength}.`,
      hint: 'Shorten the local part of the version.',
    });
  }
  return version.replaceAll('+', '-');
}

/** The version a tag stands for; whether it is one at all is for the caller to judge. */
export function versionOfTag(tag: string): string {
  return tag.replaceAll('-', '+');
}

/** What tells the files of one version apart: what follows `name-version-` in a wheel's name, `.tar.gz` for an sdist. */
export function architectureOf(fileName: string): string {
  return fileName.endsWith('.tar.gz') ? '.tar.gz' : fileName.split('-').slice(2).join('-');
}

/** The name of a file that was published without it being written down, as PEP 427 and PEP 625 spell it. */
export function fileNameOf(project: string, version: string, architecture: string): string {
  const stem = `${project.replace(/[-_.]+/g, '_').toLowerCase()}-${version}`;
  return architecture.startsWith('.') ? `${stem}${architecture}` : `${stem}-${architecture}`;
}

/**
 * Whether a wheel or an sdist is named after a project and a version. The project may be spelled in any way (PEP 503), since
 * older sdists are; the version is compared as it stands.
 */
export function isFileOf(fileName: string, project: string, version: string): boolean {
  const normalize = (name: string): string => name.replace(/[-_.]+/g, '-').toLowerCase();
  // The name of a project may hold a dash in an sdist; in a wheel it never does.
  const [, named = '', versioned = ''] =
    /^(.+)-([^-]+)\.tar\.gz$/.exec(fileName) ?? /^([^-]+)-([^-]+)-.+\.whl$/.exec(fileName) ?? [];
  return normalize(named) === normalize(project) && versioned === version;
}
