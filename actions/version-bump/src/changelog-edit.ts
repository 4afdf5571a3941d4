import { changelogErrors } from '@slipway/changelog/errors';
import { promoteUnreleased } from '@slipway/changelog/promote-unreleased';
import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { Log } from '@slipway/core/ports';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { tryParseVersion } from '@slipway/python/version/parse-version';
import type { FileEdit } from './release-plan.ts';
import type { RepositoryFiles } from './repository-files.ts';

export interface ChangelogFacts {
  /** The input; undefined: `CHANGELOG.md` when it is there. */
  readonly path: string | undefined;
  readonly version: string;
  readonly previousVersion: string | undefined;
  readonly tagPrefix: string;
  readonly repositoryUrl: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
}

function isSameVersion(label: string, version: string): boolean {
  const [parsed, released] = [tryParseVersion(label), tryParseVersion(version)];
  return parsed !== undefined && released !== undefined && compareVersions(parsed, released) === 0;
}

/**
 * The changelog with its Unreleased section under the new version; undefined when there is nothing to change. An empty
 * Unreleased is allowed: the notes come from the commits then.
 * @throws InputError E_CHANGELOG_AMBIGUOUS, E_INPUT_INVALID for a named file that is not there
 */
export async function planChangelogEdit(
  files: RepositoryFiles,
  facts: ChangelogFacts,
  log: Log,
): Promise<FileEdit | undefined> {
  const path = facts.path ?? 'CHANGELOG.md';
  const before = await files.read(path);
  if (before === undefined) {
    if (facts.path === undefined) return undefined;
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: `The changelog "${path}" is not in the repository.`,
    });
  }
  const { version, previousVersion, tagPrefix, repositoryUrl, date } = facts;
  const text = Buffer.from(before).toString('utf8');
  const shared = { version, date, tagPrefix, repositoryUrl, previousVersion, isSameVersion };
  const strict = promoteUnreleased(text, shared);
  const result =
    !strict.ok && strict.refusal === 'unreleased-empty'
      ? promoteUnreleased(text, { ...shared, allowEmpty: true })
      : strict;
  if (!strict.ok) log.notice(`${path}: ${strict.message}`);
  if (result.ok) return { path, before, after: Buffer.from(result.text, 'utf8') };
  // Without an Unreleased heading the file is kept by other means, or says the version already.
  if (result.refusal === 'no-unreleased' || result.refusal === 'version-exists') return undefined;
  throw new InputError(changelogErrors.E_CHANGELOG_AMBIGUOUS, { message: `${path}: ${result.message}` });
}
