/** One distribution, ready to be uploaded. */
export interface UploadFile {
  /** File name. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
  readonly kind: 'wheel' | 'sdist';
  /** As the metadata spells it. */
  readonly project: string;
  readonly version: string;
  /** Python tag of a wheel (`py3`, `cp313`); `source` for an sdist. */
  readonly pythonTag: string;
  /** Header fields of METADATA or PKG-INFO in their order, names as written, folded lines joined as the parser joins them. */
  readonly metadata: readonly (readonly [name: string, value: string])[];
  readonly description: string | undefined;
  /** PEP 740 attestation objects, at most one for each predicate type. */
  readonly attestations: readonly object[];
  /** Opens the same bytes again. */
  open(): AsyncIterable<Uint8Array>;
}

/** PEP 503. */
export function normalizeProjectName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}
