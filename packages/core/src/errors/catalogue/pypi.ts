import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Errors of trusted publishing and of package indexes. */
export const pypiErrors = {} as const satisfies Record<string, CatalogueEntry>;
