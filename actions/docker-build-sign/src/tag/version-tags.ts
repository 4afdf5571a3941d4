import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { formatVersion, isPrerelease } from '@slipway/python/version/format-version';
import { tryParseVersion, type Version } from '@slipway/python/version/parse-version';
import { imageErrors } from '../errors.ts';

const maxTagLength = 128;

/** A version as a tag has it, however long: canonical, with `-` for what no tag may hold. */
export function formatTag(version: Version): string {
  return formatVersion(version).replaceAll(/[^\w.-]+/g, '-');
}

/**
 * The tag of exactly one version (`1!2.0` is `1-2.0`, `1.0+cpu.1` is `1.0-cpu.1`).
 * @throws InputError E_DOCKER_TAG when it has more than the 128 characters of a tag
 */
export function tagOfVersion(version: Version): string {
  const tag = formatTag(version);
  if (tag.length <= maxTagLength) return tag;
  throw new InputError(imageErrors.E_DOCKER_TAG, {
    message: `The version "${neutralizeLine(tag, 160)}" has ${tag.length} characters; a tag has at most ${maxTagLength}.`,
    hint: 'Choose a shorter version. Its local part (after "+") is usually the long one.',
  });
}

/** A final or a post-release, and no local one: what a tag that others follow may point at. */
export function isStable(version: Version): boolean {
  return !isPrerelease(version) && version.local.length === 0;
}

/** A part of a release; those that are not written are 0 (PEP 440, "Final releases"). */
export const partOf = ({ release }: Version, index: number): bigint => release[index] ?? 0n;

/** The tags that follow the major, and the major and minor, number. Each epoch has its own. */
export function seriesOf(version: Version): readonly string[] {
  const epoch = version.epoch === 0n ? '' : `${version.epoch}-`;
  const major = `${epoch}${partOf(version, 0)}`;
  return [`${major}.${partOf(version, 1)}`, major];
}

/**
 * The version that an existing tag stands for; undefined for a tag that stands for none, or could stand for anything.
 * A number alone is a date or a build as often as a version, `2024-11` is a month as well as a post-release or an epoch:
 * they count only where `released` is written in the same way. Nothing is lost, since whoever releases `2` sets `2.0` too.
 */
export function readVersionTag(tag: string, released: Version): Version | undefined {
  const usesEpochs = released.epoch > 0n;
  const separator = tag.indexOf('-');
  if (separator < 0 || !/^-\d/.test(tag.slice(separator))) {
    const version = tryParseVersion(tag);
    const isNumber = /^v?\d+$/i.test(tag);
    return isNumber && released.release.length > 1 ? undefined : version;
  }
  const version = tryParseVersion(`${tag.slice(0, separator)}!${tag.slice(separator + 1)}`);
  if (version === undefined || (version.release.length < 2 && !usesEpochs)) return undefined;
  return formatVersion(version).replace('!', '-') === tag ? version : undefined;
}

/**
 * Whether the version parsed from a tag is compared with the version to release. `17-1.2.0` has the form of epoch 17,
 * and is as often a build for Java 17; `8-12.1` is the tag of 8+12.1 too. Only the image under `latest` tells them
 * apart, so where the images behind the tags that move are known, a tag counts within the epoch that is released, and a
 * higher epoch by that image alone. Where they are not known every reading counts: that moves nothing back.
 */
export function isComparable(read: Version, released: Version, knowsHolders: boolean): boolean {
  return !knowsHolders || read.epoch === 0n || read.epoch === released.epoch;
}
