import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Errors of repositories, releases and artifacts on GitHub. */
export const githubErrors = {} as const satisfies Record<string, CatalogueEntry>;
