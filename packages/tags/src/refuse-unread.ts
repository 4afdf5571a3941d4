import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { tagErrors } from './errors.ts';
import { cleanFolder } from './project-names.ts';
import type { ProjectTags, TagQuestion } from './project-tags.ts';

const maxNamedTags = 5;

/**
 * Stops where the repository has version tags and none of them is the project's: a first release beside them would most likely
 * start again at the beginning. A new package beside packages with tags of their own is a first release.
 * @throws InputError E_TAG_UNREAD, which names the tags
 */
export function refuseUnreadTags(found: ProjectTags, question: Omit<TagQuestion, 'tags'>): void {
  const { releases, developments, strangers, kinds } = found;
  if (releases.length + developments.length > 0 || question.format !== undefined) return;
  const isMember = cleanFolder(question.package) !== undefined;
  const unread = isMember ? strangers.filter((tag) => kinds.get(tag) === 'unread') : strangers;
  if (unread.length === 0) return;
  const named = unread.slice(0, maxNamedTags).map((tag) => `"${neutralizeLine(tag, 80)}"`);
  const rest = unread.length > maxNamedTags ? ` and ${unread.length - maxNamedTags} more` : '';
  const project = question.name === undefined ? 'the project' : neutralizeLine(question.name, 80);
  throw new InputError(tagErrors.E_TAG_UNREAD, {
    message: `No tag of the repository has the form of a release of ${project}: ${named.join(', ')}${rest}. Nothing was written.`,
  });
}
