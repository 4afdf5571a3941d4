import { readObject, readOptional, readString, type Value } from './value-reader.ts';

/** A package of the container registry. */
export interface PackageAnswer {
  /** `public`, `private`, `internal`. */
  readonly visibility: string;
  /** `owner/name` of the repository that it is linked to; undefined without one. */
  readonly repository: string | undefined;
}

/** The answer to `GET /{orgs,users}/{owner}/packages/container/{package_name}`. @throws InputError E_SETTINGS_INVALID */
export function readPackage(at: Value): PackageAnswer {
  const field = readObject(at);
  return {
    visibility: readString(field('visibility')),
    repository: readOptional(field('repository'), (value) => readString(readObject(value)('full_name'))),
  };
}
