import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Errors of changelogs and release notes. */
export const changelogErrors = {
  E_CHANGELOG_AMBIGUOUS: {
    message: 'The changelog says two things about one version.',
    hint: 'Keep one section for the version, or rename the heading that is wrong.',
  },
  E_CHANGELOG_MISSING: {
    message: 'The changelog says nothing about the version.',
    hint: 'Add a section for the version to the changelog, or set "source" to "commits".',
  },
  E_NOTES_EVIDENCE: {
    message: 'The evidence of the channels cannot be used.',
    hint: 'Pass the outputs of the publishing jobs as JSON, unchanged, under "pypi", "github-packages", "image" and "provenance".',
  },
  E_NOTES_TEMPLATE: {
    message: 'The template of the notes has a placeholder that is not known.',
    hint: 'Compare the placeholders with the README of release-notes.',
  },
  E_NOTES_TOO_LONG: {
    message: 'The notes are longer than GitHub takes.',
    hint: 'Shorten "header", "footer" or "template".',
  },
  E_RELEASE_ASSETS: {
    message: 'The assets of the release are not those of this job.',
    hint: 'Compare "assets" with the files the build job made; two of them may not have one name.',
  },
  E_RELEASE_PUBLISHED: {
    message: 'The release is published already and differs.',
    hint: 'A published release is not changed. Release a new version.',
  },
  E_RELEASE_TAG: {
    message: 'The tag is not the one to release.',
    hint: 'Run the workflow at the tag, or set "tag" to an existing tag.',
  },
} as const satisfies Record<string, CatalogueEntry>;
