import type { ChannelKind, ServedChannel } from '@slipway/sigstore/passport/compare-channels';

/** What is known of one thing in one channel. */
export type VerifiedResult = 'same' | 'absent' | 'differs' | 'unsigned' | 'other signer' | 'unreachable';

/** Something that is wrong with one item beside its digest. */
export interface ItemFault {
  readonly result: 'differs' | 'other signer';
  readonly reason: string;
}

/** What was seen of a channel. */
export interface ObservedChannel extends ServedChannel {
  /** Why the channel could not be read. */
  readonly reason?: string | undefined;
  /** The service shows nothing of it to this user, who may lack the right to see it. */
  readonly isHidden?: boolean;
  /** By the name of the item. */
  readonly faults: ReadonlyMap<string, ItemFault>;
  /** The index asks installers not to choose these files. */
  readonly isYanked?: boolean;
}

export interface VerifiedItem {
  /** Of a file; `index` or the platform (`linux/amd64`) of an image. */
  readonly name: string;
  readonly result: VerifiedResult;
  /** Hex SHA-256 of the passport; undefined for what it does not list. */
  readonly expected: string | undefined;
  /** Hex SHA-256 of the bytes that were served; undefined for what is absent, or was not read. */
  readonly served: string | undefined;
  /** One sentence; undefined where the result says everything. */
  readonly reason: string | undefined;
}

export interface VerifiedChannel {
  readonly kind: ChannelKind;
  /** As a person calls it: `PyPI`. */
  readonly name: string;
  readonly result: VerifiedResult;
  readonly items: readonly VerifiedItem[];
  readonly reason: string | undefined;
  readonly isHidden: boolean;
}

/** What was verified, as it is shown and written. */
export interface Verification {
  /** As a person calls it: `octo/demo v1.2.0`. */
  readonly title: string;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly commit: string | undefined;
  /** URI of the workflow file that signed; undefined if nothing valid was signed. */
  readonly signer: string | undefined;
  readonly channels: readonly VerifiedChannel[];
  /** Why the release should not be used; undefined: it may. */
  readonly withdrawn: string | undefined;
}
