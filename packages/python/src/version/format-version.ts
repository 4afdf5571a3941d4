import type { Version } from './parse-version.ts';

/** The canonical form (PEP 440, "Normalization"). */
export function formatVersion(version: Version): string {
  const { epoch, release, pre, post, dev, local } = version;
  return [
    epoch === 0n ? '' : `${epoch}!`,
    release.join('.'),
    pre === undefined ? '' : `${pre.phase}${pre.number}`,
    post === undefined ? '' : `.post${post}`,
    dev === undefined ? '' : `.dev${dev}`,
    local.length === 0 ? '' : `+${local.join('.')}`,
  ].join('');
}

/** Alpha, beta, candidate and development versions, which installers skip unless asked. */
export function isPrerelease({ pre, dev }: Version): boolean {
  return pre !== undefined || dev !== undefined;
}

/** The width that each part of a release is padded to with zeros, as in `2026.01.09`; 0 for a part without padding. */
export type ZeroPadding = readonly number[];

/**
 * The padding that is the habit of some version texts, newest first: PEP 440 drops leading zeros, files and tags may keep them.
 * With a year in front, months and days share one habit: `2026.10.09` also pads the month.
 */
export function readZeroPadding(texts: readonly string[]): ZeroPadding {
  for (const text of texts) {
    const parts = /^v?(?:\d+!)?(\d+(?:\.\d+)*)/i.exec(text)?.[1]?.split('.') ?? [];
    const isPadded = (part: string | undefined): boolean => part !== undefined && /^0\d/.test(part);
    // `2026.1.9` shows that zeros are not kept, `2026.12.10` shows nothing.
    if (!parts.some(isPadded)) {
      if (parts.slice(1).some((part) => part.length === 1)) return [];
      continue;
    }
    const isDated = /^(?:19|20)\d\d$/.test(parts[0] ?? '');
    const shares = (index: number): boolean =>
      isDated && (index === 1 || index === 2) && parts[index]?.length === 2;
    return parts.map((part, index) => (isPadded(part) || shares(index) ? part.length : 0));
  }
  return [];
}

/** The canonical form with the parts of the release padded: `2026.01.09`. */
export function formatPadded(version: Version, padding: ZeroPadding): string {
  const release = version.release.map((part, index) => String(part).padStart(padding[index] ?? 0, '0'));
  const plain = version.release.join('.');
  const text = formatVersion(version);
  const start = version.epoch === 0n ? 0 : text.indexOf('!') + 1;
  return `${text.slice(0, start)}${release.join('.')}${text.slice(start + plain.length)}`;
}

const semverPhases = { a: 'alpha', b: 'beta', rc: 'rc' } as const;

/**
 * The spelling of Semantic Versioning 2.0.0; undefined for what it cannot express: an epoch, a post-release, a release of more
 * than three parts.
 */
export function toSemver(version: Version): string | undefined {
  return spellSemver(version, '', false);
}

const phaseWord = /-(alpha|a|beta|b|rc|c|pre|preview)([-.]?)\d/i;

/**
 * The spelling of Semantic Versioning in the style of a version that stands there now: `1.3.0-rc1` after `1.2.0-rc1`.
 * @param allowsPost whether a post-release is written as `-post.1`, which Semantic Versioning orders before the release
 */
export function spellSemver(version: Version, sample: string, allowsPost: boolean): string | undefined {
  const { epoch, release, pre, post, dev, local } = version;
  if (epoch !== 0n || (post !== undefined && !allowsPost) || release.length > 3) return undefined;
  const core = [release[0] ?? 0n, release[1] ?? 0n, release[2] ?? 0n].join('.');
  const [, word = '', separator = '.'] = phaseWord.exec(sample) ?? [];
  const isShort = /^(?:a|b|c)$/i.test(word);
  const identifiers = [
    ...(pre === undefined
      ? []
      : [`${isShort ? pre.phase : semverPhases[pre.phase]}${separator}${pre.number}`]),
    ...(post === undefined ? [] : [`post.${post}`]),
    ...(dev === undefined ? [] : [`dev.${dev}`]),
  ];
  const build = local.length === 0 ? '' : `+${local.join('.')}`;
  return `${core}${identifiers.length === 0 ? '' : `-${identifiers.join('.')}`}${build}`;
}

/** The spelling as a tag of an OCI registry (`[A-Za-z0-9_][A-Za-z0-9._-]{0,127}`); undefined with an epoch or if too long. */
export function toImageTag(version: Version): string | undefined {
  if (version.epoch !== 0n) return undefined;
  const tag = formatVersion(version).replace('+', '-');
  return tag.length <= 128 ? tag : undefined;
}
