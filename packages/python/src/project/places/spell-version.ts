import { InputError } from '@slipway/core/errors/action-error';
import { pythonErrors } from '../../errors.ts';
import { compareVersions } from '../../version/compare-versions.ts';
import { formatPadded, formatVersion, readZeroPadding, spellSemver } from '../../version/format-version.ts';
import { tryParseVersion, type Version } from '../../version/parse-version.ts';
import { describeLocation, type Spelling, type VersionLocation } from './version-location.ts';
import { readVersionTuple, writeVersionTuple } from './version-tuple.ts';

/**
 * The version as a place writes it, in the style that the place has now.
 * @param habits version texts of the project that show whether leading zeros are kept, newest first
 * @throws InputError E_VERSION_SPELLING if the place cannot express it
 */
export function spellVersion(
  location: VersionLocation,
  version: Version,
  habits: readonly string[] = [],
): string {
  const text = write(location, version, habits);
  if (text !== undefined) return text;
  throw new InputError(pythonErrors.E_VERSION_SPELLING, {
    message: `${describeLocation(location)} is "${location.version}" and cannot express ${formatVersion(version)}.`,
  });
}

/** Whether a place contains the version, as far as it can express it. */
export function containsVersion(location: VersionLocation, version: Version): boolean {
  const { spelling = { kind: 'pep440' } } = location;
  if (spelling.kind === 'slice') return write(location, version, []) === location.version;
  const found = readVersionAt(location);
  if (found !== undefined && compareVersions(found, version) === 0) return true;
  // A number or a short tuple has no room for a suffix.
  return (
    (spelling.kind === 'hex' || spelling.kind === 'tuple') &&
    write(location, version, []) === location.version
  );
}

/** The version that a place contains; undefined for a part of one, or something else. */
export function readVersionAt({
  version: text,
  spelling = { kind: 'pep440' },
}: VersionLocation): Version | undefined {
  switch (spelling.kind) {
    case 'pep440':
    case 'semver':
      return tryParseVersion(text);
    case 'tuple':
      return tryParseVersion(readVersionTuple(text) ?? '');
    case 'incremental':
      return tryParseVersion(readIncremental(text) ?? '');
    case 'hex':
      return tryParseVersion(readHex(text) ?? '');
    case 'slice':
      return undefined;
  }
}

function write(
  { version: sample, spelling = { kind: 'pep440' } }: VersionLocation,
  version: Version,
  habits: readonly string[],
): string | undefined {
  switch (spelling.kind) {
    case 'pep440':
      return `${/^v(?=\d)/i.exec(sample)?.[0] ?? ''}${formatPadded(version, readZeroPadding([sample, ...habits]))}`;
    case 'semver':
      return spellSemver(version, sample, spelling.allowsPost);
    case 'tuple':
      return writeVersionTuple(version, sample, spelling.candidate);
    case 'incremental':
      return writeIncremental(version, sample);
    case 'hex':
      return writeHex(version, sample);
    case 'slice':
      return writeSlice(version, spelling, sample, habits);
  }
}

function writeSlice(
  version: Version,
  { from, count, suffix }: Extract<Spelling, { kind: 'slice' }>,
  sample: string,
  habits: readonly string[],
): string | undefined {
  const whole = formatPadded(version, readZeroPadding(habits));
  const bare = formatPadded(
    { ...version, pre: undefined, post: undefined, dev: undefined, local: [] },
    readZeroPadding(habits),
  );
  const parts = bare.slice(bare.indexOf('!') + 1).split('.');
  const wanted = count ?? Math.max(parts.length - from, 0);
  while (parts.length < from + wanted) parts.push('0');
  const width = /^0\d/.test(sample) ? sample.length : 0;
  const text = parts
    .slice(from, from + wanted)
    .map((part) => part.padStart(wanted === 1 ? width : 0, '0'))
    .join('.');
  return suffix ? `${text}${whole.slice(bare.length)}` : text;
}

const names = ['release_candidate', 'post', 'dev'] as const;

function readIncremental(text: string): string | undefined {
  const [release = '', ...options] = text.split(/,\s*(?=[a-z])/);
  const numbers = release.split(',').map((part) => part.trim());
  if (numbers.some((part) => !/^\d+$/.test(part))) return undefined;
  const suffixes = options.map((option) => {
    const [, name, number] = /^(\w+)\s*=\s*(\d+|None)\s*,?$/.exec(option.trim()) ?? [];
    if (number === undefined) return '?';
    if (number === 'None') return '';
    return name === 'release_candidate' ? `rc${number}` : `.${name}${number}`;
  });
  return `${numbers.join('.')}${suffixes.sort((left, right) => (left.startsWith('rc') ? -1 : right.startsWith('rc') ? 1 : 0)).join('')}`;
}

function writeIncremental(
  { epoch, release, pre, post, dev, local }: Version,
  sample: string,
): string | undefined {
  if (epoch !== 0n || release.length > 3 || local.length > 0 || (pre !== undefined && pre.phase !== 'rc'))
    return undefined;
  const [major, minor = 0n, micro = 0n] = release;
  const numbers = [pre?.number, post, dev];
  const options = names.flatMap((name, index) =>
    numbers[index] === undefined ? [] : [`${name}=${numbers[index]}`],
  );
  const separator = /,(\s*)\S/.exec(sample)?.[1] ?? ' ';
  return [major, minor, micro, ...options].join(`,${separator}`);
}

// 0x022001 is 2.32.1: two digits for each part of the release.
function readHex(text: string): string | undefined {
  const digits = /^0[xX]([0-9a-fA-F]{4,8})$/.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const padded = digits.padStart(Math.ceil(digits.length / 2) * 2, '0');
  return (padded.match(/../g) ?? [])
    .map((pair) => (/^\d\d$/.test(pair) ? Number(pair) : Number.NaN))
    .join('.');
}

function writeHex({ release }: Version, sample: string): string | undefined {
  const width = sample.length - 2;
  const parts = [...release];
  while (parts.length < Math.ceil(width / 2)) parts.push(0n);
  if (parts.length > Math.ceil(width / 2) || parts.some((part) => part > 99n)) return undefined;
  return `${sample.slice(0, 2)}${parts
    .map((part) => String(part).padStart(2, '0'))
    .join('')
    .slice(-width)}`;
}
