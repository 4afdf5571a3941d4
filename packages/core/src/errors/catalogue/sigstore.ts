import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Errors of signing and of verification. */
export const sigstoreErrors = {} as const satisfies Record<string, CatalogueEntry>;
