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

const semverPhases = { a: 'alpha', b: 'beta', rc: 'rc' } as const;

/**
 * The spelling of Semantic Versioning 2.0.0; undefined for what it cannot express: an epoch, a post-release, a release of more
 * than three parts.
 */
export function toSemver(version: Version): string | undefined {
  const { epoch, release, pre, post, dev, local } = version;
  if (epoch !== 0n || post !== undefined || release.length > 3) return undefined;
  const core = [release[0] ?? 0n, release[1] ?? 0n, release[2] ?? 0n].join('.');
  const identifiers = [
    ...(pre === undefined ? [] : [semverPhases[pre.phase], String(pre.number)]),
    ...(dev === undefined ? [] : ['dev', String(dev)]),
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
