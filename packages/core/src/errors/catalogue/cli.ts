import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Errors of the command line and of rehearsals. */
export const cliErrors = {} as const satisfies Record<string, CatalogueEntry>;
