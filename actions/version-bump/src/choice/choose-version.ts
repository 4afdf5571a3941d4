import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { bumpProject } from '@slipway/python/version/bump-project';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion } from '@slipway/python/version/format-version';
import { parseVersion, type Version } from '@slipway/python/version/parse-version';
import { bumpErrors } from '../errors.ts';
import { chooseAutomatically } from './choose-automatically.ts';
import type { Choice, VersionFacts, VersionWish } from './version-facts.ts';

/**
 * The version to release, and why; or why there is nothing to release. Only `auto` finds nothing.
 * @throws InputError E_INPUT_INVALID, E_BUMP_VERSION, E_VERSION_INVALID, E_VERSION_BUMP
 */
export function chooseVersion(inputs: VersionWish, facts: VersionFacts): Choice {
  if (inputs.version !== undefined && inputs.bump !== undefined) {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: '"bump" and "version" are both set.',
      hint: 'Set one of them: "version" names the version itself.',
    });
  }
  const isAsItIs = inputs.bump === 'none';
  // A local part ("1.2.0+dev") marks a state of development, and no release has it.
  const current = isAsItIs ? facts.current : { ...facts.current, local: [] };
  const settled = { ...facts, current };
  const choice =
    inputs.version === undefined
      ? chooseByBump(inputs, settled)
      : { version: parseVersion(inputs.version, 'The input "version"'), why: 'asked for by "version"' };
  if (choice.version !== undefined) assertPublishable(choice.version, isAsItIs, settled);
  return choice;
}

function chooseByBump(inputs: VersionWish, facts: VersionFacts): Choice {
  const { bump = 'auto' } = inputs;
  if (bump === 'auto') return chooseAutomatically(inputs, facts);
  const { current, last } = facts;
  if (bump === 'none') return { version: current, why: 'the version in the project, as it is' };
  const { version, from, isInFiles } = bumpProject(bump, { ...facts, last: last?.version });
  if (!isInFiles) return { version, why: `"${bump}" of ${describeOrigin(from, facts)}` };
  return {
    version,
    why: `already in the project, and "${bump}" of ${formatVersion(from)}, the last release, asks for no more than ${formatVersion(version)}. To release a higher one, set "version"`,
  };
}

function describeOrigin(from: Version, { last, isFromTags }: VersionFacts): string {
  const text = formatVersion(from);
  if (last !== undefined && compareVersions(from, last.version) === 0) return `${text}, the last release`;
  if (isFromTags && last === undefined) return `${text}, as there is no release yet`;
  if (isFromTags) return `${text}, which a tag marks as in development`;
  // A master far ahead of the releases of other branches: what is on them does not count here.
  const past =
    last === undefined ? 'nothing was released from here' : `${last.name} is the last release here`;
  return `${text}, the version in the project (${past})`;
}

function assertPublishable(chosen: Version, isAsItIs: boolean, facts: VersionFacts): void {
  const text = formatVersion(chosen);
  if (chosen.local.length > 0) {
    throw new InputError(bumpErrors.E_BUMP_VERSION, {
      message: `${text} has a local part ("+…"), which package indexes do not accept.`,
    });
  }
  if (isAsItIs) return;
  const { current, last } = facts;
  const highest = last !== undefined && compareVersions(last.version, current) > 0 ? last.version : current;
  // The version in the project may be the one to come, as long as it was not tagged.
  const isCurrent =
    compareVersions(chosen, current) === 0 &&
    (last === undefined || compareVersions(last.version, current) < 0);
  if (compareVersions(chosen, highest) > 0 || isCurrent) return;
  throw new InputError(bumpErrors.E_BUMP_VERSION, {
    message: `${text} is not later than ${formatVersion(highest)}, which this branch already has.`,
  });
}
