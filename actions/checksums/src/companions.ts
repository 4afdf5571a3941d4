import type { FileList } from '@slipway/core/files/file-list';

/** Behind the name of a manifest: its signature. */
export const bundleEnding = '.sigstore.json';

/** Signatures and signed statements: they cover the manifest, or are different each time they are made. */
const signature = /\.(?:asc|sig|sigstore(?:\.json)?|attestation|intoto\.jsonl|provenance)$/;

/** Documents about the files, which a build may or may not hand on with them. */
const document = /\.(?:cdx|spdx)\.(?:json|xml)$|(?:^|\/)sbom\.json$/;

/** A manifest never lists it. */
export const isSignature = (name: string): boolean => signature.test(name);

/**
 * The files to list. A bill of materials that the build did not hand on is beside the files and not one of them.
 * @param names relative to the folder of the manifest
 */
export function leaveOutCompanions(names: readonly string[], promised: FileList | undefined): string[] {
  if (promised === undefined) return [...names];
  const listed = new Set(promised.map(({ name }) => name));
  return names.filter((name) => listed.has(name.split('/').at(-1) ?? '') || !document.test(name));
}
