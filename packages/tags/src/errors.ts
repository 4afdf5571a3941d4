import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of tag names and their formats. */
export const tagErrors = defineErrors({
  E_TAG_FORMAT: {
    message: 'The tag format cannot be used.',
    hint: 'Write it with {version} at its end, such as "v{version}" or "{name}-v{version}".',
  },
  E_TAG_UNREAD: {
    message: "The repository has version tags that are not the project's.",
    hint: 'Set "tag-format" to the form of the project\'s tags, such as "{name}-v{version}". With "v{version}" the first release starts a new series.',
  },
});
