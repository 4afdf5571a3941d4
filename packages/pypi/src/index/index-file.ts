/** One file as the index serves it (PEP 691, 700, 714, 740). */
export interface IndexFile {
  readonly name: string;
  /** Absolute. */
  readonly url: string;
  /** Hex, lower case; undefined if the index lists no SHA-256. */
  readonly sha256: string | undefined;
  readonly size: number | undefined;
  /** Milliseconds since the epoch. */
  readonly uploadedAtMs: number | undefined;
  readonly yanked: boolean;
  /** SHA-256 of the separate metadata file (PEP 658), when there is one. */
  readonly metadataSha256: string | undefined;
  /** Address of the provenance object (PEP 740). */
  readonly provenanceUrl: string | undefined;
}
