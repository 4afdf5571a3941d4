import { InputError } from '@slipway/core/errors/action-error';
import { pythonErrors } from '../../errors.ts';
import type { TomlDocument } from '../places/toml-document.ts';
import type { ReadProjectFile, VersionLocation } from '../places/version-location.ts';

/** Where a backend reads the version: places in files, or git, in which case no file changes. */
export type VersionOrigin =
  | {
      readonly kind: 'file';
      /** The whole version. */
      readonly version: string;
      /** The places that make it up; one, mostly. */
      readonly locations: readonly VersionLocation[];
    }
  | { readonly kind: 'tag'; readonly tool: string };

/** What a search reads. */
export interface ProjectFiles {
  readonly read: ReadProjectFile;
  readonly pyproject: TomlDocument | undefined;
}

/** A version that stands in one place. */
export function fromPlace(location: VersionLocation | undefined): VersionOrigin | undefined {
  return location === undefined
    ? undefined
    : { kind: 'file', version: location.version, locations: [location] };
}

/** The value if it is a string with something in it. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** E_VERSION_SOURCE: what the project points to, and why it is not followed. */
export function refuseSource(message: string): InputError {
  return new InputError(pythonErrors.E_VERSION_SOURCE, { message });
}
