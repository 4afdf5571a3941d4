import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import { listTags, type Repository } from '@slipway/github/repository';
import {
  type NamedTag,
  type ProjectTags,
  readProjectTags,
  type TagQuestion,
} from '@slipway/tags/project-tags';
import { refuseUnreadTags } from '@slipway/tags/refuse-unread';
import { describeStyle } from '@slipway/tags/tag-style';

/** All tags of a repository, through the API. @throws as GitHubClient.rest */
export async function listNamedTags(repository: Repository): Promise<readonly NamedTag[]> {
  return (await listTags(repository)).map(({ ref, sha, type }) => ({
    name: ref.slice('refs/tags/'.length),
    // What an annotated tag points at would take a request for each of them.
    commitSha: type === 'commit' ? sha : undefined,
  }));
}

/**
 * The tags of the project: its releases, highest first, and the style of the next one.
 * @throws InputError E_TAG_UNREAD where the version tags of the repository are none of the project's
 */
export function readVersionTags(question: TagQuestion, log: Log): ProjectTags {
  const found = readProjectTags(question);
  refuseUnreadTags(found, question);
  const { style, contradicted, releases } = found;
  if (contradicted !== undefined) {
    log.warning(
      `The tag format is "${describeStyle(style)}", and the newest releases are tagged like "${describeStyle(contradicted)}", such as "${neutralizeLine(releases[0]?.name ?? '', 120)}".`,
    );
  }
  return found;
}
