import { type BumpKind, bumpVersion } from './bump-version.ts';
import { compareVersions } from './compare-versions.ts';
import type { Version } from './parse-version.ts';

/** What the next version of a project is counted from. */
export interface ProjectVersions {
  /** The version in its files; for a version that comes from git, the one that its tags say. */
  readonly current: Version;
  readonly isFromTags: boolean;
  /** The last release of this line of history; undefined before the first one. */
  readonly last: Version | undefined;
  /** Whether any line has released a version. */
  isReleased(version: Version): boolean;
}

export interface BumpedProject {
  readonly version: Version;
  /** What was counted from. */
  readonly from: Version;
  /** Somebody has raised the files to `version` already. */
  readonly isInFiles: boolean;
}

/**
 * The next version of a project for a kind of bump. Files that are behind the last release are passed over. Files that somebody
 * raised after the last release have what comes next, which is not raised once more, as far as the kind asks for no higher version.
 * Before the first release, the files may have the version that was released before there were tags.
 *
 * | last release | files | kind | next |
 * |---|---|---|---|
 * | 1.2.0 | 1.2.0 | minor | 1.3.0 |
 * | 1.2.0 | 1.0.0 | minor | 1.3.0 |
 * | 1.2.0 | 1.3.0 | patch, minor, release | 1.3.0 |
 * | 1.2.0 | 1.3.0 | major | 2.0.0 |
 * | 1.2.0 | 1.3.0.dev0 | patch, minor | 1.3.0 |
 * | none | 1.1.0 | minor | 1.2.0 |
 *
 * @throws InputError E_VERSION_BUMP as `bumpVersion`
 */
export function bumpProject(kind: BumpKind, versions: ProjectVersions): BumpedProject {
  const { current, last } = versions;
  if (last !== undefined && isRaised(versions, last)) {
    const needed = countNeeded(kind, current, last);
    if (needed !== undefined && compareVersions(current, needed) >= 0)
      return { version: current, from: last, isInFiles: true };
  }
  const from = last !== undefined && compareVersions(last, current) > 0 ? last : current;
  return { version: bumpVersion(from, kind), from, isInFiles: false };
}

/** The files have a final version that nobody has released. */
function isRaised({ current, isFromTags, isReleased }: ProjectVersions, last: Version): boolean {
  const { pre, dev, post } = current;
  const isFinal = pre === undefined && dev === undefined && post === undefined;
  return !isFromTags && isFinal && compareVersions(current, last) > 0 && !isReleased(current);
}

function countNeeded(kind: BumpKind, current: Version, last: Version): Version | undefined {
  if (kind === 'release') return current;
  return kind === 'major' || kind === 'minor' || kind === 'patch' ? bumpVersion(last, kind) : undefined;
}
