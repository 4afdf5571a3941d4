/** One wheel or sdist, as a release in a registry describes it. */
export interface PackageFile {
  readonly fileName: string;
  /** 64 lower-case hex digits; with `sha256:` in front it is the digest of the blob. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly requiresPython: string | undefined;
  /** SHA-256 of METADATA, hex, for a wheel. */
  readonly metadataSha256: string | undefined;
  /** Label and address of each `Project-URL`. */
  readonly projectUrls: Readonly<Record<string, string>>;
}

/** A file with its bytes. */
export interface PackageSource extends PackageFile {
  /** Opens the bytes from an offset on, again for every attempt. */
  open(start: number): AsyncIterable<Uint8Array>;
}

/** What is said about a whole release. */
export interface ReleaseFacts {
  /** As the metadata spells it. */
  readonly project: string;
  /** Canonical. */
  readonly version: string;
  /** ISO 8601 with whole seconds; the same for every run that publishes this release, so that its manifests are too. */
  readonly created: string;
  /** Further annotations, with names of the OCI specification (`org.opencontainers.image.*`). */
  readonly annotations: Readonly<Record<string, string>>;
}
