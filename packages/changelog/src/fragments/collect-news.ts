import type { ChangelogFiles } from '../changelog/find-changelog.ts';
import { parseChangelog } from '../changelog/parse-changelog.ts';
import { spelledVersions } from '../changelog/version-reading.ts';
import { renderSectionHead } from '../promotion/section-head.ts';
import { decodeBytes, encodeBytes } from '../text/byte-text.ts';
import { type FoundFragments, findFragments, joinPath } from './find-fragments.ts';
import { fillFormat, renderNews } from './render-fragments.ts';
import type { TowncrierConfig } from './towncrier-config.ts';
import { writeNews } from './write-news.ts';

/** What the fragments of a project become in a release. */
export interface CollectedNews extends FoundFragments {
  /** The news file, from the root of the repository. */
  readonly path: string;
  readonly before: Uint8Array | undefined;
  /** Undefined when the file has this version already, or is not UTF-8 and cannot hold the text. */
  readonly after: Uint8Array | undefined;
  readonly problem: 'version-exists' | 'encoding' | undefined;
}

/**
 * Renders the fragments of a project into its news file; nothing is written.
 * @param folder of the project, `''` for the root
 * @param date `YYYY-MM-DD`
 */
export async function collectNews(
  files: ChangelogFiles,
  folder: string,
  config: TowncrierConfig,
  release: { readonly version: string; readonly date: string },
): Promise<CollectedNews> {
  const { version, date } = release;
  const found = await findFragments(files, folder, config);
  const values = { name: config.name, version, project_date: date };
  const path = joinPath(folder, config.isSingleFile ? config.filename : fillFormat(config.filename, values));
  const before = await files.read(path);
  const { text, encoding } = decodeBytes(before ?? new Uint8Array());
  const ownTitle =
    config.rendersTitle || config.titleFormat !== undefined
      ? undefined
      : renderOwnTitle(text, config, release);
  const news = renderNews(found.fragments, config, version, date, ownTitle);
  const written = writeNews(before === undefined ? undefined : text, news, config);
  if (written === undefined) return { ...found, path, before, after: undefined, problem: 'version-exists' };
  const after = encodeBytes(written, encoding);
  return { ...found, path, before, after, problem: after === undefined ? 'encoding' : undefined };
}

/** The heading that a template of the project's own would write, as the file has it for the version before. */
function renderOwnTitle(
  text: string,
  config: TowncrierConfig,
  { version, date }: { readonly version: string; readonly date: string },
): string {
  const changelog = parseChangelog(text.replace(/\r\n?/g, '\n'), config.isMarkdown ? 'markdown' : 'rst');
  if (changelog.sections.some(({ state }) => state === 'version'))
    return renderSectionHead(changelog, undefined, {
      version,
      date,
      url: undefined,
      versions: spelledVersions,
    });
  const title = `${version} (${date})`;
  return config.isMarkdown
    ? `## ${title}`
    : `${title}\n${(config.underlines[0] ?? '=').repeat(title.length)}`;
}
