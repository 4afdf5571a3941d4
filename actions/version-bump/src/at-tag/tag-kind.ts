import { neutralizeLine } from '@slipway/core/neutralize';
import { compareVersions } from '@slipway/python/version/compare-versions';
import type { ProjectTags, ReleaseTag } from '@slipway/tags/project-tags';
import { describeStyle } from '@slipway/tags/tag-style';

/** What a run at a tag is for: a release, or nothing and why. */
export type TagVerdict =
  | { readonly release: ReleaseTag; readonly previous: ReleaseTag | undefined }
  | { readonly release: undefined; readonly why: string; readonly isDoubtful: boolean };

/**
 * Says what a tag is.
 * @param isAsked the run was started at the tag, which a push of it does not say
 */
export function judgeTag(found: ProjectTags, tag: string, isAsked: boolean): TagVerdict {
  const release = findRelease(found, tag, isAsked);
  if (release !== undefined) {
    const previous = found.releases.find(({ version }) => compareVersions(version, release.version) < 0);
    return { release, previous };
  }
  const name = `"${neutralizeLine(tag, 120)}"`;
  const form = `tags of releases are like "${describeStyle(found.style)}"`;
  switch (found.kinds.get(tag)) {
    case 'floating':
      return nothing(`${name} is a floating tag, which moves with the releases`);
    case 'line':
      return nothing(`${name} is the name of a line of versions`);
    case 'development':
      return nothing(`${name} marks where the development of a version began`);
    case 'foreign':
      return nothing(`${name} is a tag of something else; ${form}`);
    case 'unread':
      return { ...nothing(`${name} contains a version in another form; ${form}`), isDoubtful: true };
    case 'release':
    case 'other':
    case undefined:
      return nothing(`${name} is not the tag of a version`);
  }
}

function nothing(why: string): Extract<TagVerdict, { release: undefined }> {
  return { release: undefined, why, isDoubtful: false };
}

function findRelease(found: ProjectTags, tag: string, isAsked: boolean): ReleaseTag | undefined {
  const release = found.releases.find(({ name }) => name === tag);
  if (release !== undefined) return release;
  // `1.3.0.dev0` marks a beginning; a later number, or a run that was started there, is for a development release.
  const development = found.developments.find(({ name }) => name === tag);
  const isRelease = isAsked || (development?.version.dev ?? 0n) > 0n;
  return isRelease ? development : undefined;
}
