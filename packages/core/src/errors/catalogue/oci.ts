import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Errors of registries and images. */
export const ociErrors = {} as const satisfies Record<string, CatalogueEntry>;
