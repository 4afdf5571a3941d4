import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of changelogs and release notes. */
export const changelogErrors = defineErrors({
  E_CHANGELOG_AMBIGUOUS: {
    message: 'The changelog does not say clearly what is released.',
    hint: 'Keep one section for each version and one heading for unreleased changes, above all versions.',
  },
  E_CHANGELOG_ENCODING: {
    message: 'The changelog is not UTF-8 and cannot hold the new text.',
    hint: 'Convert the file to UTF-8, or set "changelog: none" and edit it yourself.',
  },
  E_CHANGELOG_FRAGMENT: {
    message: 'The fragments of the changelog cannot be collected.',
    hint: 'Rename the files to "<issue>.<type>", list them under "ignore" of towncrier, or remove the section that is there.',
  },
  E_NOTES_EVIDENCE: {
    message: 'The evidence from the publishing jobs is not valid.',
    hint: 'Pass the outputs of the publishing jobs as JSON, unchanged, under "pypi", "github-packages", "image" and "provenance".',
  },
  E_NOTES_TEMPLATE: {
    message: 'The notes template has an unknown placeholder.',
    hint: 'Compare the placeholders with the README of release-notes.',
  },
  E_NOTES_TOO_LONG: {
    message: 'The release notes are longer than GitHub accepts.',
    hint: 'Shorten the header, the footer or the template.',
  },
});
