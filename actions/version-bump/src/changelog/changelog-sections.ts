import { chooseChangelog } from '@slipway/changelog/changelog/choose-changelog';
import type { ChangelogFiles, FoundChangelog } from '@slipway/changelog/changelog/find-changelog';
import { tryParseVersion } from '@slipway/python/version/parse-version';
import type { Inputs } from '../inputs.ts';
import type { ReleasedSection } from '../pull-request/landed-release.ts';

/** The sections of a project's changelog that are for a version, in its order; none without a changelog. */
export async function readReleasedSections(
  files: ChangelogFiles,
  { changelog: path, path: folder }: Pick<Inputs, 'changelog' | 'path'>,
): Promise<readonly ReleasedSection[]> {
  if (path === 'none') return [];
  const { chosen } = await chooseChangelog(files, {
    ...{ path, folder },
    suits: (found) => listSections(found).length > 0,
    otherwise: 'has no section for a version',
  });
  return chosen === undefined ? [] : listSections(chosen);
}

function listSections({ changelog }: FoundChangelog): readonly ReleasedSection[] {
  return changelog.sections.flatMap(({ state, isUpcoming, heading, dateLine }) => {
    const version = state === 'version' && !isUpcoming ? tryParseVersion(heading.label) : undefined;
    const isDated = heading.date !== undefined || dateLine?.date !== undefined;
    return version === undefined ? [] : [{ version, isDated }];
  });
}
