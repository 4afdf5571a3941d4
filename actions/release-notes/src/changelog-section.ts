import { chooseChangelog } from '@slipway/changelog/changelog/choose-changelog';
import { extractSection } from '@slipway/changelog/changelog/extract-section';
import type { ChangelogFiles, FoundChangelog } from '@slipway/changelog/changelog/find-changelog';
import { isEmptySection } from '@slipway/changelog/changelog/section-content';
import { renderSection } from '@slipway/changelog/changelog/section-markdown';
import { findVersionFile } from '@slipway/changelog/changelog/version-file';
import { readForPeople } from '@slipway/changelog/text/byte-text';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import { versionSpellings } from '@slipway/python/version/compare-spellings';

/** What a changelog says about a version. */
export interface VersionSection {
  /** From the root of the repository. */
  readonly path: string;
  /** Markdown with each paragraph on one line, without the heading of the version. */
  readonly text: string;
}

/** The section of a version, or what to tell a person who asked for one. */
export type SectionSearch = VersionSection | { readonly path: undefined; readonly problem: string };

/**
 * Finds the section of a version in the changelog of a project and reads it as Markdown. What is found and what is passed
 * over is logged.
 * @param files as they are in the tag: the files of the workspace may be different
 * @throws InputError E_CHANGELOG_AMBIGUOUS
 */
export async function findVersionSection(
  files: ChangelogFiles,
  question: { readonly path: string | undefined; readonly folder: string; readonly version: string },
  log: Log,
): Promise<SectionSearch> {
  const { version } = question;
  const extract = ({ path, format }: FoundChangelog, text: string): string | undefined =>
    extractSection(text, version, format, versionSpellings, path);
  const { chosen, suits, passedOver, isMissing } = await chooseChangelog(files, {
    ...{ path: question.path, folder: question.folder },
    suits: (found) => extract(found, found.text) !== undefined,
    otherwise: `has no section for version ${version}`,
  });
  for (const { path, reason } of passedOver)
    log.notice(`${neutralizeLine(path, 200)} is not used: it ${reason}.`);
  if (!suits && question.path === undefined) {
    const file = await findVersionFile(files, cleanFolder(question.folder), version, versionSpellings);
    if (file !== undefined && !isEmptySection(file.text, file.format)) {
      log.info(`Notes are from ${neutralizeLine(file.path, 200)}.`);
      return { path: file.path, text: renderSection(file.text, file.format) };
    }
  }
  if (isMissing)
    return { path: undefined, problem: `"${neutralizeLine(question.path ?? '', 200)}" does not exist` };
  if (chosen === undefined) return { path: undefined, problem: 'no changelog was found' };
  const place = neutralizeLine(chosen.path, 200);
  if (!suits) return { path: undefined, problem: `${place} has no section for version ${version}` };
  const bytes = await files.read(chosen.path);
  const section = extract(chosen, bytes === undefined ? chosen.text : readForPeople(bytes)) ?? '';
  if (isEmptySection(section, chosen.format))
    return { path: undefined, problem: `${place} has an empty section for version ${version}` };
  log.info(`Notes are from the section ${version} of ${place}.`);
  return { path: chosen.path, text: renderSection(section, chosen.format) };
}

const cleanFolder = (folder: string): string =>
  folder
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
