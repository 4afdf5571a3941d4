import type { Git } from '../git.ts';
import type { ProjectCopy } from '../project-copy.ts';
import { createSetupHelp, type SetupHelp } from './setup-help.ts';
import { findTagStyle } from './tag-style.ts';
import { createDefaultSettings, type WorldSettings } from './world-settings.ts';

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

export interface SetupFacts {
  /** Newest first. */
  readonly tags: readonly string[];
  /** The tag to release, when it was pushed by hand: it tells nothing of the releases before it. */
  readonly ownTag: string | undefined;
  /** Name of the project, empty when it has none. */
  readonly project: string;
  /** `owner/name`. */
  readonly fullName: string;
  readonly workflowPath: string;
}

/** The settings that the release is rehearsed with, and what the maintainer has to do for them. */
export function prepareSetup(facts: SetupFacts): { settings: WorldSettings; help: SetupHelp } {
  const { tags, ownTag, project, fullName, workflowPath } = facts;
  const before = findTagStyle(
    tags.filter((tag) => tag !== ownTag),
    project,
  );
  const style = before.isAssumed ? findTagStyle(tags, project) : before;
  const settings = createDefaultSettings({ fullName, workflowPath, tagPattern: style.pattern });
  const [publisher] = settings.publishers;
  if (publisher === undefined) throw new Error('The default settings have no publisher.');
  // Nothing was released before: the project is not on PyPI yet.
  const pending = before.isAssumed;
  const help = createSetupHelp({ publisher, fullName, project, pending, tagPattern: style.pattern });
  return { settings, help };
}
