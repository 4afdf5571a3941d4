/** A mutant that changes nothing that a test could see. */
export interface Equivalent {
  readonly path: string;
  /** As the list of survivors shows them, not cut. */
  readonly original: string;
  readonly replacement: string;
  /** Why nobody can tell. */
  readonly reason: string;
}

/** Reviewed one by one. */
export const equivalents: readonly Equivalent[] = [];
