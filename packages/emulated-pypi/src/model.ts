import type { CoreMetadata } from './metadata/metadata.ts';

/** One file of a release. */
export interface StoredFile {
  readonly filename: string;
  readonly sizeBytes: number;
  /** Lower-case hex, as all digests. */
  readonly md5: string;
  readonly sha256: string;
  readonly blake2b256: string;
  /** Below `/packages/` on the files host; made of the BLAKE2 digest. */
  readonly path: string;
  readonly packageType: 'sdist' | 'bdist_wheel';
  readonly pythonVersion: string;
  readonly comment: string;
  readonly uploadedVia: string;
  readonly uploadedAtMs: number;
  /** Of the `.metadata` file beside a wheel (PEP 658). */
  readonly metadataSha256: string | undefined;
  /** PEP 740: the provenance object of the file. */
  readonly provenance: Provenance | undefined;
}

export interface Provenance {
  readonly version: 1;
  readonly attestation_bundles: readonly {
    readonly publisher: PublisherIdentity;
    readonly attestations: readonly unknown[];
  }[];
}

/** `attestation_identity` of a GitHub publisher. */
export interface PublisherIdentity {
  readonly kind: 'GitHub';
  readonly claims: null;
  readonly repository: string;
  readonly workflow: string;
  readonly environment: string | null;
}

export interface Release {
  /** As it was first uploaded. */
  readonly version: string;
  readonly canonicalVersion: string;
  readonly createdAtMs: number;
  readonly metadata: CoreMetadata;
  readonly files: readonly StoredFile[];
  /** The reason, "" for none; undefined when the release is not yanked. */
  readonly yankedReason: string | undefined;
}

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly normalizedName: string;
  readonly releases: readonly Release[];
  readonly owners: readonly string[];
  readonly lastSerial: number;
  readonly status: 'active' | 'archived' | 'quarantined';
  readonly uploadLimitBytes: number;
  readonly totalLimitBytes: number;
}

/** A trusted publisher of GitHub; the environment is lower case, "" for any. */
export interface Publisher {
  readonly id: string;
  readonly owner: string;
  readonly ownerId: string;
  readonly repositoryName: string;
  readonly workflow: string;
  readonly environment: string;
  /** Normalized names. */
  readonly projects: readonly string[];
}

/** A publisher of a project that is not there yet. */
export interface PendingPublisher extends Omit<Publisher, 'projects'> {
  readonly projectName: string;
  readonly addedBy: string;
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly hasVerifiedEmail: boolean;
  readonly hasTwoFactor: boolean;
}

/** What a token stands for: a user or a publisher. */
export type TokenOwner =
  | { readonly kind: 'user'; readonly user: string }
  | { readonly kind: 'publisher'; readonly publisherId: string };

/** A token the service knows, by the identifier of its macaroon. */
export interface StoredToken {
  readonly identifier: string;
  readonly key: Buffer;
  readonly caveats: readonly string[];
  readonly owner: TokenOwner;
}

/** Switches an administrator of the index has (`AdminFlagValue`). */
export interface AdminFlags {
  readonly readOnly: boolean;
  readonly disallowNewUpload: boolean;
  readonly disallowOidc: boolean;
  readonly disallowNewProjects: boolean;
  readonly disablePep740: boolean;
}
