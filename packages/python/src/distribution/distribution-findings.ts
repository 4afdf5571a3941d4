import type { Distribution } from './inspect-distribution.ts';

/** Sentences about one distribution, in addition to those of its inspection. */
export interface DistributionFindings {
  /** Why it cannot be published. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** Problems of the inspection that do not matter for the destination; they become warnings. */
  readonly accepted?: readonly string[];
}

/** Everything about one distribution, for its destination: what the inspection found, and `own`. */
export function joinFindings(
  distribution: Pick<Distribution, 'problems' | 'warnings'>,
  own: DistributionFindings,
): { readonly problems: readonly string[]; readonly warnings: readonly string[] } {
  const accepted = new Set(own.accepted);
  return {
    problems: [...distribution.problems.filter((problem) => !accepted.has(problem)), ...own.problems],
    warnings: [...accepted, ...distribution.warnings, ...own.warnings],
  };
}
