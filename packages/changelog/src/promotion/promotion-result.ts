export type PromotionRefusal =
  | 'no-unreleased'
  | 'several-unreleased'
  | 'unreleased-not-first'
  | 'unreleased-empty'
  | 'version-exists'
  | 'not-safe';

export interface Refused {
  readonly ok: false;
  readonly refusal: PromotionRefusal;
  readonly message: string;
}

export type PromotionResult =
  | {
      readonly ok: true;
      /** The new file. */
      readonly text: string;
      /** Nothing is under the new heading. */
      readonly isEmpty: boolean;
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
