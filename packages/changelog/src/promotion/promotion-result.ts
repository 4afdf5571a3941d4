export type PromotionRefusal =
  | 'no-unreleased'
  | 'unreleased-not-first'
  | 'unreleased-empty'
  | 'version-exists'
  | 'not-safe';

export interface Refused {
  readonly ok: false;
  readonly refusal: PromotionRefusal;
  readonly message: string;
}

/** Where unreleased changes are. */
export interface UnreleasedHeading {
  readonly label: string;
  /** Counted from 1. */
  readonly line: number;
  /** It announces a version. */
  readonly isUpcoming: boolean;
}

export type PromotionResult =
  | {
      readonly ok: true;
      /** The new file. */
      readonly text: string;
      /** Nothing is under the new heading. */
      readonly isEmpty: boolean;
      /** Further headings for unreleased changes, which stay as they are, and the one that was used. */
      readonly passedOver: readonly UnreleasedHeading[];
      readonly used: UnreleasedHeading | undefined;
      /** Labels of the pre-releases whose entries are now under the version. */
      readonly gathered: readonly string[];
      /** Whether the sections of those pre-releases stay. */
      readonly keepsPrereleases: boolean;
      /** The version that the unreleased part was under, when it is a different one. */
      readonly renamedFrom: string | undefined;
    }
  | Refused;

/** A promotion that is not made. */
export function refuse(refusal: PromotionRefusal, message: string): Refused {
  return { ok: false, refusal, message };
}
