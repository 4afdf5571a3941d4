import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Errors of changelogs and release notes. */
export const changelogErrors = {
  E_CHANGELOG_AMBIGUOUS: {
    message: 'The changelog says two things about one version.',
    hint: 'Keep one section for the version, or rename the heading that is wrong.',
  },
} as const satisfies Record<string, CatalogueEntry>;
