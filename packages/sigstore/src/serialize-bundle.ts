import { type Bundle, bundleToJSON, type SerializedBundle } from '@sigstore/bundle';

/** A bundle as JSON. What it has no entries of any log in has an empty list: the library's own form leaves that out, against its type. */
export function serializeBundle(bundle: Bundle): SerializedBundle {
  const serialized = bundleToJSON(bundle);
  const { tlogEntries = [] } = serialized.verificationMaterial as Partial<
    SerializedBundle['verificationMaterial']
  >;
  return { ...serialized, verificationMaterial: { ...serialized.verificationMaterial, tlogEntries } };
}
