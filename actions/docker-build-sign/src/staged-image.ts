import type { Digest } from '@slipway/oci/digest';

/** An image that the registry has by its digest. */
export interface StagedImage {
  readonly digest: Digest;
  /** How it came to be, as a sentence. */
  readonly origin: string;
  /** It was pushed by this job, and a registry may need some seconds to show it. */
  readonly isNew: boolean;
}
