import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Errors of project files, versions and distributions. */
export const pythonErrors = {} as const satisfies Record<string, CatalogueEntry>;
