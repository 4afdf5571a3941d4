import { type ByteText, decodeBytes } from '../text/byte-text.ts';
import { type Changelog, type ChangelogFormat, parseChangelog } from './parse-changelog.ts';

/** The files of one commit, as far as finding a changelog needs them. */
export interface ChangelogFiles {
  /** Names of the files and folders of a folder, the root being `''`; undefined when there is no such folder. */
  list(folder: string): Promise<readonly { readonly name: string; readonly isFolder: boolean }[] | undefined>;
  /** The bytes of a file; undefined when there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
}

/** A file that is a changelog, read. */
export interface FoundChangelog extends ByteText {
  /** From the root of the repository. */
  readonly path: string;
  readonly format: ChangelogFormat;
  readonly changelog: Changelog;
}

export interface PassedOver {
  readonly path: string;
  /** Continues a sentence: "has no heading that names a version". */
  readonly reason: string;
}

export interface ChangelogSearch {
  readonly found: readonly FoundChangelog[];
  readonly passedOver: readonly PassedOver[];
}

const names = [
  'changelog',
  'changes',
  'history',
  'news',
  'releases',
  'release-notes',
  'versionhistory',
  'whatsnew',
];
const fileName =
  /^(change[-_ ]?logs?|changes|history|news|releases?|release[-_ ]?notes|version[-_ ]?history|what[-_ ]?s?[-_ ]?new)(\.(?:md|markdown|mdown|rst|rest|txt))?$/i;
// Where documentation has its changelog; folders that sites are built from are below `docs` or `doc`.
const docFolder = /^(?:docs?|documentation)$/i;
const innerFolder = /^(?:source|src|en|about|project|dev|development|docs|build|content|reference|pages)$/i;
// One file for all the changes of a project is not larger than this.
const maxBytes = 8 * 1024 * 1024;

/**
 * The changelogs of a project, best first: at its root, then in its documentation. A file without a heading that names a
 * version is passed over, as are files that only include another one.
 * @param folder of the project, `''` for the root of the repository
 */
export async function searchChangelogs(files: ChangelogFiles, folder: string): Promise<ChangelogSearch> {
  const paths = await listCandidates(files, folder);
  const found: FoundChangelog[] = [];
  const passedOver: PassedOver[] = [];
  for (const path of paths) {
    const bytes = await files.read(path);
    if (bytes === undefined) continue;
    const read = readChangelogFile(path, bytes);
    if ('reason' in read) passedOver.push(read);
    else found.push(read);
  }
  return { found, passedOver };
}

/** Reads one file as a changelog, or says why it is none. */
export function readChangelogFile(path: string, bytes: Uint8Array): FoundChangelog | PassedOver {
  if (bytes.byteLength > maxBytes) return { path, reason: `is larger than ${maxBytes / 1024 / 1024} MiB` };
  if (bytes[0] === 0xff || bytes[0] === 0xfe || bytes.includes(0))
    return { path, reason: 'is UTF-16 or no text' };
  const { text, encoding } = decodeBytes(bytes);
  const format = readFormat(path, text);
  const changelog = parseChangelog(text, format);
  if (changelog.sections.some(({ state }) => state !== 'other'))
    return { path, text, encoding, format, changelog };
  return { path, reason: describeEmpty(text, changelog) };
}

function describeEmpty(text: string, { open }: Changelog): string {
  const included =
    /^(?:\.\. (?:include|mdinclude|git_changelog|towncrier-draft-entries|changelog)::\s*(\S*)|```\{include\}\s*(\S*)|\{!\s*(\S+)|--8<--\s*"([^"]+))/m.exec(
      text,
    );
  const target = included?.slice(1).find((name) => name !== undefined && name !== '');
  if (included?.[0].startsWith('.. changelog::') === true)
    return 'has its versions in "changelog" directives, which Slipway does not read';
  if (target !== undefined) return `only includes ${target}`;
  if (open.fence !== undefined) return `has a code fence (${open.fence}) that is never closed`;
  return 'has no heading that names a version';
}

/** The extension decides; a file without one is read as what its headings and links look like. */
export function readFormat(path: string, text: string): ChangelogFormat {
  if (/\.(?:md|markdown|mdown)$/i.test(path)) return 'markdown';
  if (/\.(?:rst|rest)$/i.test(path)) return 'rst';
  if (/^#{1,4} \S/m.test(text)) return 'markdown';
  return /^\.\. |:[a-z]+:`|`_(?:\W|$)|^[^\s=-].*\n([=~^"'*+#-])\1{3,}[ \t]*$/m.test(text)
    ? 'rst'
    : 'markdown';
}

async function listCandidates(files: ChangelogFiles, folder: string): Promise<string[]> {
  const top = (await files.list(folder)) ?? [];
  const paths = rankFiles(folder, top);
  for (const { name } of top.filter((entry) => entry.isFolder && docFolder.test(entry.name))) {
    const docs = join(folder, name);
    const inner = (await files.list(docs)) ?? [];
    paths.push(...rankFiles(docs, inner));
    for (const below of inner.filter((entry) => entry.isFolder && innerFolder.test(entry.name))) {
      const path = join(docs, below.name);
      const pages = (await files.list(path)) ?? [];
      paths.push(...rankFiles(path, pages));
      // `docs/en/docs`, where translations are beside each other.
      const nested = pages.find((entry) => entry.isFolder && entry.name === 'docs');
      if (nested !== undefined)
        paths.push(...rankFiles(join(path, 'docs'), (await files.list(join(path, 'docs'))) ?? []));
    }
  }
  return paths;
}

type Entries = NonNullable<Awaited<ReturnType<ChangelogFiles['list']>>>;

function rankFiles(folder: string, entries: Entries): string[] {
  return entries
    .filter(({ name, isFolder }) => !isFolder && fileName.test(name))
    .toSorted(
      (left, right) => rankName(left.name) - rankName(right.name) || (left.name < right.name ? -1 : 1),
    )
    .map(({ name }) => join(folder, name));
}

function rankName(name: string): number {
  const stem = name.toLowerCase().replace(/\.[a-z]+$/, '');
  const at = names.findIndex((known) => stem.replace(/[-_ ]/g, '') === known.replace('-', ''));
  return at === -1 ? names.length : at;
}

const join = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);
