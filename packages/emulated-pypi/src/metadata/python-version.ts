/** A version after PEP 440, as `packaging.version.Version` reads it. */
export interface PythonVersion {
  readonly epoch: bigint;
  readonly release: readonly bigint[];
  readonly pre: readonly ['a' | 'b' | 'rc', bigint] | undefined;
  readonly post: bigint | undefined;
  readonly dev: bigint | undefined;
  readonly local: string | undefined;
}

// PEP 440, appendix B, anchored; the flags of `packaging`: verbose, ignore case, ASCII digits only.
const pattern =
  /^\s*v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\.[0-9]+)*)(?<pre>[-_.]?(?<preKind>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<preNumber>[0-9]+)?)?(?<post>-(?<postShort>[0-9]+)|[-_.]?(?:post|rev|r)[-_.]?(?<postNumber>[0-9]+)?)?(?<dev>[-_.]?dev[-_.]?(?<devNumber>[0-9]+)?)?(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$/i;

const preKinds: Readonly<Record<string, 'a' | 'b' | 'rc'>> = {
  a: 'a',
  alpha: 'a',
  b: 'b',
  beta: 'b',
  c: 'rc',
  rc: 'rc',
  pre: 'rc',
  preview: 'rc',
};

/** Reads a version; undefined when `packaging` raises `InvalidVersion`. */
export function parseVersion(text: string): PythonVersion | undefined {
  const groups = pattern.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const preKind = preKinds[(groups['preKind'] ?? '').toLowerCase()];
  return {
    epoch: BigInt(groups['epoch'] ?? 0),
    release: (groups['release'] ?? '0').split('.').map(BigInt),
    pre: preKind === undefined ? undefined : [preKind, BigInt(groups['preNumber'] ?? 0)],
    post: groups['post'] === undefined ? undefined : BigInt(groups['postShort'] ?? groups['postNumber'] ?? 0),
    dev: groups['dev'] === undefined ? undefined : BigInt(groups['devNumber'] ?? 0),
    local: groups['local']
      ?.toLowerCase()
      .split(/[-_.]/)
      .map((part) => (/^\d+$/.test(part) ? String(BigInt(part)) : part))
      .join('.'),
  };
}

function render(version: PythonVersion, release: readonly bigint[]): string {
  const { epoch, pre, post, dev, local } = version;
  return [
    epoch === 0n ? '' : `${epoch}!`,
    release.join('.'),
    pre === undefined ? '' : pre.join(''),
    post === undefined ? '' : `.post${post}`,
    dev === undefined ? '' : `.dev${dev}`,
    local === undefined ? '' : `+${local}`,
  ].join('');
}

/** `str(Version(…))`. */
export function versionText(version: PythonVersion): string {
  return render(version, version.release);
}

/** `packaging.utils.canonicalize_version`: without trailing zeros of the release. */
export function canonicalVersion(version: PythonVersion): string {
  return render(version, strip(version.release));
}

function strip(release: readonly bigint[]): readonly bigint[] {
  let end = release.length;
  while (end > 1 && release[end - 1] === 0n) end -= 1;
  return release.slice(0, end);
}

/** Whether a version is a pre-release or a development release. */
export function isPrerelease(version: PythonVersion): boolean {
  return version.pre !== undefined || version.dev !== undefined;
}

type Key = readonly (bigint | string)[];

function compareKeys(left: Key, right: Key): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const a = left[index];
    const b = right[index];
    if (a === b) continue;
    if (a === undefined) return -1;
    if (b === undefined) return 1;
    // In a local version a number is greater than a word.
    if (typeof a !== typeof b) return typeof a === 'bigint' ? 1 : -1;
    return a < b ? -1 : 1;
  }
  return 0;
}

const rank = { a: 0n, b: 1n, rc: 2n } as const;

function preKey({ pre, post, dev }: PythonVersion): Key {
  if (pre !== undefined) return [rank[pre[0]], pre[1]];
  // 1.0.dev1 comes before 1.0a1; without any suffix it comes after 1.0rc1.
  return post === undefined && dev !== undefined ? [-1n] : [3n];
}

/** Orders two versions as `packaging` does: negative when `left` is lower. */
export function compareVersions(left: PythonVersion, right: PythonVersion): number {
  const keys = (version: PythonVersion): readonly Key[] => [
    [version.epoch],
    strip(version.release),
    preKey(version),
    [version.post ?? -1n],
    version.dev === undefined ? [1n] : [0n, version.dev],
    version.local === undefined
      ? []
      : version.local.split('.').map((part) => (/^\d+$/.test(part) ? BigInt(part) : part)),
  ];
  const rightKeys = keys(right);
  for (const [index, key] of keys(left).entries()) {
    const order = compareKeys(key, rightKeys[index] ?? []);
    if (order !== 0) return order;
  }
  return 0;
}
