import { recommendBump } from '@slipway/changelog/conventional';
import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import type { CommitSummary } from '@slipway/github/repository';
import { bumpVersion } from '@slipway/python/version/bump-version';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion } from '@slipway/python/version/format-version';
import { parseVersion, type Version } from '@slipway/python/version/parse-version';
import { bumpErrors } from './errors.ts';
import type { Inputs } from './inputs.ts';

export interface VersionFacts {
  /** What the tree says now. */
  readonly current: Version;
  /** The highest version tagged in this history. */
  readonly last: Version | undefined;
  /** Since then. */
  readonly commits: readonly CommitSummary[];
}

const shownReasons = 20;

/**
 * The version to release; undefined when `auto` finds no commit that asks for one.
 * @throws InputError E_BUMP_VERSION, E_VERSION_INVALID, E_VERSION_BUMP
 */
export function chooseVersion(inputs: Inputs, facts: VersionFacts, log: Log): Version | undefined {
  if (inputs.version !== undefined && inputs.bump !== undefined) {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: '"bump" and "version" are both set.',
      hint: 'Set one of them: "version" names the version itself.',
    });
  }
  const chosen =
    inputs.version === undefined
      ? chooseByBump(inputs.bump ?? 'auto', facts, log)
      : parseVersion(inputs.version, 'The input "version"');
  if (chosen !== undefined) assertPublishable(chosen, inputs.bump === 'none' ? undefined : facts);
  return chosen;
}

function chooseByBump(
  bump: NonNullable<Inputs['bump']>,
  { current, commits }: VersionFacts,
  log: Log,
): Version | undefined {
  if (bump === 'none') return current;
  if (bump !== 'auto') return bumpVersion(current, bump);
  const { bump: kind, reasons } = recommendBump(commits);
  for (const { sha, bump: asked, text } of reasons.slice(0, shownReasons)) {
    log.info(`${asked}: ${neutralizeLine(text, 200)} (${sha.slice(0, 7)})`);
  }
  if (kind === undefined) return undefined;
  // A pre-release is finished by hand; until then further changes make the next one.
  return bumpVersion(current, current.pre === undefined ? kind : 'pre');
}

function assertPublishable(chosen: Version, facts: VersionFacts | undefined): void {
  const text = formatVersion(chosen);
  if (chosen.local.length > 0) {
    throw new InputError(bumpErrors.E_BUMP_VERSION, {
      message: `${text} has a local part ("+…"), which package indexes do not take.`,
    });
  }
  if (facts === undefined) return;
  const { current, last } = facts;
  const highest = last !== undefined && compareVersions(last, current) > 0 ? last : current;
  // The version in the tree may be the one to come, as long as it was not tagged.
  const isCurrent =
    compareVersions(chosen, current) === 0 && (last === undefined || compareVersions(last, current) < 0);
  if (compareVersions(chosen, highest) > 0 || isCurrent) return;
  throw new InputError(bumpErrors.E_BUMP_VERSION, {
    message: `${text} is not later than ${formatVersion(highest)}, which this branch has already.`,
  });
}
