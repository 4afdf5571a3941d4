import type { JobIdentity } from '@slipway/emulated-github/jobs/identity';

/** `sha256:<hex>` or `sha512:<hex>`. */
export type Digest = string;

export interface ManifestRecord {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly createdAtMs: number;
  /** What it is attached to. */
  readonly subject: Digest | undefined;
}

/** One package of the container registry: a repository in the words of the specification. */
export interface Package {
  readonly name: string;
  readonly createdAtMs: number;
  visibility: 'public' | 'private';
  /** `owner/name` of the repository whose workflows may write. */
  linkedRepository: string | undefined;
  /** "Manage Actions access": further repositories and their role. */
  readonly actionsAccess: Map<string, 'read' | 'write'>;
  /** The first manifest is there: before that nobody sees the package. */
  published: boolean;
  readonly tags: Map<string, Digest>;
  readonly manifests: Map<Digest, ManifestRecord>;
  /** Blobs that were pushed to or mounted into it. */
  readonly blobs: Set<Digest>;
}

/** Who asks. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'job'; readonly identity: JobIdentity }
  | { readonly kind: 'personal'; readonly login: string; readonly scopes: readonly string[] };

/** A token the registry gave out. */
export interface RegistryToken {
  readonly caller: Caller;
  /** Repository → actions it may be used for; undefined for all. */
  readonly grants: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  readonly expiresAtMs: number;
}

/** What differs between registries, and what a test wants to see. The defaults are those of ghcr.io. */
export interface RegistryBehavior {
  /**
   * `GET /v2/<name>/referrers/<digest>`: ghcr.io has none. `unlisted` answers with an empty list whatever was attached and never says
   * `OCI-Subject` (reported in sbomify/sbomify#1530).
   */
  readonly referrersApi: boolean | 'unlisted';
  /** ghcr.io takes deletions by its REST API alone. */
  readonly deletes: boolean;
  /** A tag that is there cannot be moved: as Amazon's registry has it, or as Harbor. ghcr.io has no such rule. */
  readonly immutableTags: boolean | 'harbor';
  /** Whether a first publication takes its visibility from the repository; the documentation says private. */
  readonly firstVisibility: 'private' | 'public';
  readonly tokenLifetimeMs: number;
  /** Names of the token in the answer of the token service. */
  readonly tokenFields: readonly ('token' | 'access_token')[];
  /** Most bytes of one request with `Content-Range`; ghcr.io takes 4 MiB. */
  readonly chunkLimitBytes: number;
  /** Most tags of one page. */
  readonly tagPage: number;
  /** How the address of an upload is written. */
  readonly uploadLocation: (path: string) => string;
  /** How the address of the next page is written. */
  readonly pageLink: (path: string) => string;
}
