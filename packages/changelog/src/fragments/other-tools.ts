import type { ChangelogFiles } from '../changelog/find-changelog.ts';
import { joinPath } from './find-fragments.ts';

/** A tool whose fragments are there and are not read. */
export interface FragmentTool {
  readonly name: string;
  readonly folder: string;
  /** What collects them. */
  readonly command: string;
}

const tools: readonly (FragmentTool & { readonly pattern: RegExp })[] = [
  { name: 'scriv', folder: 'changelog.d', command: 'scriv collect', pattern: /\.(?:md|rst)$/ },
  { name: 'changie', folder: '.changes/unreleased', command: 'changie batch', pattern: /\.ya?ml$/ },
  { name: 'reno', folder: 'releasenotes/notes', command: 'reno report', pattern: /\.ya?ml$/ },
  { name: 'jmeslog', folder: '.changes/next-release', command: 'jmeslog new-release', pattern: /\.json$/ },
  { name: 'blurb', folder: 'Misc/NEWS.d/next', command: 'blurb release', pattern: /./ },
  { name: 'changesets', folder: '.changeset', command: 'changeset version', pattern: /^(?!readme).*\.md$/i },
];

/** Fragments of other tools, found by the folder each of them uses. @param folder of the project */
export async function findOtherFragments(
  files: ChangelogFiles,
  folder: string,
): Promise<FragmentTool | undefined> {
  for (const { pattern, ...tool } of tools) {
    const place = joinPath(folder, tool.folder);
    const entries = await files.list(place);
    if (entries?.some(({ name, isFolder }) => isFolder || pattern.test(name)) === true)
      return { ...tool, folder: place };
  }
  return undefined;
}
