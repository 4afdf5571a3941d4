import { parseVersion, type Version } from '@slipway/python/version/parse-version';
import type { ProjectTags } from '@slipway/tags/project-tags';
import { formatTag } from '@slipway/tags/tag-style';

/** The version that a tag of the project is shown with: the one that is asked for, the newest release, or any. */
const sampleVersion = (tags: ProjectTags, wanted?: Version, current?: Version): Version =>
  wanted ?? tags.releases[0]?.version ?? current ?? parseVersion('1.0.0');

/** A tag in the style of the project. */
export const formatSampleTag = (tags: ProjectTags, wanted?: Version, current?: Version): string =>
  formatTag(tags.style, sampleVersion(tags, wanted, current));
