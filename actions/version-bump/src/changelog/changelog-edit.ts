import { chooseChangelog } from '@slipway/changelog/changelog/choose-changelog';
import type { ChangelogFiles, FoundChangelog } from '@slipway/changelog/changelog/find-changelog';
import { changelogErrors } from '@slipway/changelog/errors';
import { type PromotionOptions, promoteUnreleased } from '@slipway/changelog/promotion/promote-unreleased';
import type { PromotionResult, UnreleasedHeading } from '@slipway/changelog/promotion/promotion-result';
import { encodeBytes } from '@slipway/changelog/text/byte-text';
import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import { versionSpellings } from '@slipway/python/version/compare-spellings';
import type { FileEdit } from '../release-plan.ts';
import { planFragmentEdits } from './fragment-edits.ts';

export interface ChangelogFacts {
  /** The input: a file, `none` to leave every changelog alone, undefined to look for one. */
  readonly path: string | undefined;
  /** Folder of the project. */
  readonly folder: string;
  /** Canonical. */
  readonly version: string;
  /** The tag released before. */
  readonly previousTag: string | undefined;
  readonly formatTag: (version: string) => string;
  readonly repositoryUrl: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
}

/**
 * What a release changes in the changelog: the text of fragments where the project has them, else the unreleased part under
 * its version.
 * @throws InputError as planFragmentEdits and planChangelogEdit
 */
export async function planChangelogEdits(
  files: ChangelogFiles,
  facts: ChangelogFacts,
  log: Log,
): Promise<readonly FileEdit[]> {
  if (facts.path === 'none') return [];
  const folder = facts.folder
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
  // A file that the input names is kept by hand.
  const fragments =
    facts.path === undefined ? await planFragmentEdits(files, { ...facts, folder }, log) : undefined;
  if (fragments !== undefined) return fragments;
  const edit = await planChangelogEdit(files, facts, log);
  return edit === undefined ? [] : [edit];
}

/**
 * The changelog with its unreleased part under the new version; undefined when there is nothing to change, which is said.
 * An empty unreleased part is allowed: the notes come from the commits then.
 * @throws InputError E_CHANGELOG_AMBIGUOUS, E_CHANGELOG_ENCODING, E_INPUT_INVALID for a named file that is not there
 */
async function planChangelogEdit(
  files: ChangelogFiles,
  facts: ChangelogFacts,
  log: Log,
): Promise<FileEdit | undefined> {
  const promote = promoteOnce(facts);
  const { chosen, passedOver, isMissing } = await chooseChangelog(files, {
    ...{ path: facts.path, folder: facts.folder },
    suits: (found) => promote(found).ok || isDone(promote(found)),
    otherwise: 'has no heading for unreleased changes',
  });
  if (isMissing) {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: `The changelog "${neutralizeLine(facts.path ?? '', 200)}" is not in the repository.`,
    });
  }
  for (const { path, reason } of passedOver)
    log.notice(`${neutralizeLine(path, 200)} is not used: it ${reason}.`);
  if (chosen === undefined) return undefined;
  return toEdit(chosen, promote(chosen), facts, log);
}

/** Promotes a file when it is first asked for: whether it can be is told by doing it. */
function promoteOnce(facts: ChangelogFacts): (found: FoundChangelog) => PromotionResult {
  const results = new Map<FoundChangelog, PromotionResult>();
  const { version, previousTag, formatTag, repositoryUrl, date } = facts;
  return (found) => {
    const options: PromotionOptions = {
      ...{ version, previousTag, formatTag, repositoryUrl, date },
      ...{ format: found.format, versions: versionSpellings, allowEmpty: true },
    };
    const result = results.get(found) ?? promoteUnreleased(found.text, options);
    results.set(found, result);
    return result;
  };
}

const maxNamed = 5;
const showHeading = ({ label, line }: UnreleasedHeading): string =>
  `"${neutralizeLine(label, 80)}" (line ${line})`;

/** The file has the version already. */
const isDone = (result: PromotionResult): boolean => !result.ok && result.refusal === 'version-exists';

function toEdit(
  found: FoundChangelog,
  result: PromotionResult,
  { version }: ChangelogFacts,
  log: Log,
): FileEdit | undefined {
  const path = neutralizeLine(found.path, 200);
  if (!result.ok) {
    // A file without a heading for unreleased changes is kept by other means, or has the version already.
    if (result.refusal !== 'no-unreleased' && result.refusal !== 'version-exists')
      throw new InputError(changelogErrors.E_CHANGELOG_AMBIGUOUS, { message: `${path}: ${result.message}` });
    log.notice(`${path} is not changed. ${result.message}`);
    return undefined;
  }
  const after = encodeBytes(result.text, found.encoding);
  if (after === undefined) {
    throw new InputError(changelogErrors.E_CHANGELOG_ENCODING, {
      message: `${path} is not UTF-8 and cannot hold the new heading.`,
    });
  }
  if (result.isEmpty) log.notice(`${path} has no entries for ${version}: the new section is empty.`);
  if (result.used !== undefined && result.passedOver.length > 0) {
    const passed = result.passedOver.slice(0, maxNamed).map(showHeading).join(', ');
    const isForOthers = result.passedOver.every(({ isUpcoming }) => isUpcoming);
    log[isForOthers ? 'notice' : 'warning'](
      `${path} has several headings for unreleased changes. ${showHeading(result.used)} is used for ${version}, and not ${passed}.`,
    );
  }
  if (result.renamedFrom !== undefined)
    log.notice(
      `${path} announced ${neutralizeLine(result.renamedFrom, 80)}; its entries are released as ${version}.`,
    );
  if (result.gathered.length > 0) {
    const from = neutralizeLine(result.gathered.join(', '), 200);
    const kept = result.keepsPrereleases ? 'whose sections stay' : 'whose sections go';
    log.notice(`${path}: ${version} has the entries of ${from}, ${kept}.`);
  }
  return { path: found.path, before: encodeBytes(found.text, found.encoding), after };
}
