import type { ChangelogFiles } from '@slipway/changelog/changelog/find-changelog';
import { changelogErrors } from '@slipway/changelog/errors';
import { type CollectedNews, collectNews } from '@slipway/changelog/fragments/collect-news';
import { findOtherFragments } from '@slipway/changelog/fragments/other-tools';
import { readTowncrierConfig, type TowncrierConfig } from '@slipway/changelog/fragments/towncrier-config';
import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import { parseToml } from '@slipway/python/project/places/toml-document';
import type { FileEdit } from '../release-plan.ts';

/** What a release needs to know about its fragments. */
export interface FragmentFacts {
  /** Folder of the project, without `.`. */
  readonly folder: string;
  readonly version: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
}

const maxNamed = 10;

/**
 * The news file with the text of towncrier's fragments, and the fragments deleted; undefined when the project has none.
 * Fragments of other tools are named.
 * @throws InputError E_CHANGELOG_FRAGMENT, E_CHANGELOG_ENCODING
 */
export async function planFragmentEdits(
  files: ChangelogFiles,
  facts: FragmentFacts,
  log: Log,
): Promise<readonly FileEdit[] | undefined> {
  const { folder, version } = facts;
  const config = await readConfig(files, folder);
  if (config === undefined) {
    const other = await findOtherFragments(files, folder);
    if (other !== undefined)
      log.notice(
        `${neutralizeLine(other.folder, 200)} has fragments of ${other.name}, which Slipway does not read. Run "${other.command}" and merge the result before the release.`,
      );
    return undefined;
  }
  const news = await collectNews(files, folder, config, facts);
  tellUnread(news, config, log);
  if (news.fragments.length === 0) {
    log.notice(`There are no fragments for ${version} in ${neutralizeLine(config.folder, 200)}.`);
    return undefined;
  }
  const path = neutralizeLine(news.path, 200);
  if (news.problem === 'version-exists') {
    throw new InputError(changelogErrors.E_CHANGELOG_FRAGMENT, {
      message: `${path} has the title of ${version} already, and there are ${news.fragments.length} fragments.`,
    });
  }
  if (news.after === undefined) {
    throw new InputError(changelogErrors.E_CHANGELOG_ENCODING, {
      message: `${path} is not UTF-8 and cannot hold the text of the fragments.`,
    });
  }
  if (config.template !== undefined)
    log.notice(
      `The template ${neutralizeLine(config.template, 200)} is not evaluated: ${path} gets the layout of towncrier's default template.`,
    );
  const count = news.fragments.length;
  log.notice(
    `${path} has the text of ${count === 1 ? '1 fragment, which is' : `${count} fragments, which are`} deleted.`,
  );
  const removed = await Promise.all(
    news.fragments.map(async (fragment) => ({
      path: fragment.path,
      before: await files.read(fragment.path),
      after: undefined,
    })),
  );
  return [{ path: news.path, before: news.before, after: news.after }, ...removed];
}

async function readConfig(files: ChangelogFiles, folder: string): Promise<TowncrierConfig | undefined> {
  const read = async (name: string) => {
    const path = folder === '' ? name : `${folder}/${name}`;
    const bytes = await files.read(path);
    return bytes === undefined ? undefined : parseToml(new TextDecoder().decode(bytes), path).data;
  };
  return readTowncrierConfig(await read('pyproject.toml'), await read('towncrier.toml'));
}

/** towncrier passes over a file whose name has no type, unless the project lists what may be ignored. */
function tellUnread({ unread }: CollectedNews, config: TowncrierConfig, log: Log): void {
  if (unread.length === 0) return;
  const named = neutralizeLine(unread.slice(0, maxNamed).join(', '), 400);
  const types = config.types.map(({ key }) => key).join(', ');
  const message = `No type of fragment is in the name of ${named}; the types are ${neutralizeLine(types, 300)}.`;
  if (config.isStrict) throw new InputError(changelogErrors.E_CHANGELOG_FRAGMENT, { message });
  log.notice(`${message} These files stay.`);
}
