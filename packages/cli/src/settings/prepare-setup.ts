import type { RecordedSettings } from '@slipway/github/settings/recorded-settings';
import { readProjectTags } from '@slipway/tags/project-tags';
import { formatTagPattern } from '@slipway/tags/tag-pattern';
import type { Git } from '../machine/git.ts';
import type { ProjectCopy } from '../project/project-copy.ts';
import { applyRecordedSettings } from './recorded-world.ts';
import { formatSampleTag } from './sample-tag.ts';
import { createSetupHelp, type SetupHelp } from './setup-help.ts';
import {
  createDefaultSettings,
  type PublicIndex,
  type TrustedPublisher,
  type WorldSettings,
} from './world-settings.ts';

/** The tags of the project, newest first. */
export async function listTags(
  git: Git,
  { gitDirectory }: Pick<ProjectCopy, 'gitDirectory'>,
): Promise<readonly string[]> {
  const format = '--format=%(refname:strip=2)';
  const text = await git.read(gitDirectory, [
    ...['for-each-ref', '--sort=-version:refname', '--sort=-creatordate', format],
    'refs/tags/',
  ]);
  return text.split('\n').filter((tag) => tag !== '');
}

/** The registered publisher of this workflow; without one, the publisher that the workflow needs. */
function choosePublisher(settings: WorldSettings, defaults: WorldSettings): TrustedPublisher {
  const [wanted] = defaults.publishers;
  if (wanted === undefined) throw new Error('The default settings have no publisher.');
  const own = settings.publishers.find(
    ({ owner, repository, workflow }) =>
      owner === wanted.owner && repository === wanted.repository && workflow === wanted.workflow,
  );
  return own ?? wanted;
}

export interface SetupFacts {
  /** Newest first. */
  readonly tags: readonly string[];
  /** The tag to release, when it was pushed by hand: it tells nothing of the releases before it. */
  readonly ownTag: string | undefined;
  /** Name of the project, empty when it has none. */
  readonly project: string;
  /** The folder of the package that is released; undefined for the project of the whole repository. */
  readonly folder?: string | undefined;
  /** `owner/name`. */
  readonly fullName: string;
  readonly workflowPath: string;
  readonly defaultBranch: string;
  /** Where the release goes; undefined: PyPI. */
  readonly index?: PublicIndex | undefined;
}

/** The world of a release, and how to make it. */
export interface Setup {
  readonly settings: WorldSettings;
  /** Nothing of the project was released before. */
  readonly isFirst: boolean;
  readonly help: SetupHelp;
  /** What recorded settings leave open. */
  readonly notes: readonly string[];
  /** What the recorded settings are judged by; undefined without a recording. */
  readonly judged: JudgedSetup | undefined;
}

/** Recorded settings, and the release that they are for. */
export interface JudgedSetup {
  readonly recorded: RecordedSettings;
  readonly fullName: string;
  readonly project: string;
  readonly tag: string;
  readonly tagPattern: string;
}

/**
 * The settings that the release is rehearsed with, and what the maintainer has to do for them.
 * @throws InputError E_SETTINGS_INVALID
 */
export function prepareSetup(facts: SetupFacts, recorded?: RecordedSettings): Setup {
  const { tags, ownTag, project, fullName, workflowPath, index = 'pypi' } = facts;
  const named = { name: project === '' ? undefined : project, package: facts.folder };
  const read = (known: readonly string[]) =>
    readProjectTags({ ...named, tags: known.map((tag) => ({ name: tag })) });
  const before = read(tags.filter((tag) => tag !== ownTag));
  const isFirst = before.releases.length === 0;
  // Without a release the project is not on PyPI yet. TestPyPI does not get the releases of PyPI.
  const pending = isFirst || index === 'testpypi';
  const tagPattern = formatTagPattern(isFirst ? read(tags).style : before.style);
  const defaults = createDefaultSettings({ fullName, workflowPath, tagPattern, index });
  const { settings: found, notes } =
    recorded === undefined
      ? { settings: defaults, notes: [] }
      : applyRecordedSettings(defaults, recorded, { fullName, defaultBranch: facts.defaultBranch });
  // Recorded publishers are those of PyPI.
  const settings = index === 'pypi' ? found : { ...found, publishers: defaults.publishers };
  const publisher = choosePublisher(settings, defaults);
  const help = createSetupHelp({ publisher, index, fullName, project, pending, tagPattern });
  const tag = ownTag ?? formatSampleTag(before);
  const judged = recorded === undefined ? undefined : { recorded, fullName, project, tag, tagPattern };
  return { settings, isFirst, help, notes, judged };
}
