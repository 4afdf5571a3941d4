import type { ReleaseFacts } from '@slipway/oci/pyoci/package-file';
import type { ReleasePlan } from '@slipway/oci/pyoci/plan-release';
import type { Release } from './group-releases.ts';

/** A release that is in the registry now. */
export interface PublishedRelease extends Release {
  readonly plan: ReleasePlan;
  readonly facts: ReleaseFacts;
  /** Below the registry. */
  readonly repositoryName: string;
  readonly indexDigest: string;
}

/** Who can read a package: everybody, or those GitHub lets. */
export type Visibility = 'public' | 'private';

/** How a release was read back. */
export interface ReadBack {
  readonly visibility: Visibility;
  /** Whether `oras pull` writes every file under its name; one that another program published may have none. */
  readonly isTitled: boolean;
}
