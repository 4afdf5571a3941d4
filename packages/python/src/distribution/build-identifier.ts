import { readWheelTags, type WheelTags } from './wheel-tags.ts';

/**
 * One wheel that cibuildwheel is asked to build, `cp313t-manylinux_x86_64`: an interpreter and a platform.
 * https://cibuildwheel.pypa.io/en/stable/options/#build-skip
 */
export interface BuildIdentifier {
  readonly text: string;
  /** Tag of the interpreter in wheels: `cp313`, `pp311`, `graalpy312`. */
  readonly python: string;
  readonly implementation: 'cp' | 'pp' | 'gp';
  /** 313 for Python 3.13. */
  readonly version: number;
  readonly isFreeThreaded: boolean;
  /** `manylinux_x86_64`, `win32`, `ios_arm64_iphoneos`. */
  readonly platform: string;
}

/** Undefined for a text that is not the identifier of a build. */
export function parseBuildIdentifier(text: string): BuildIdentifier | undefined {
  const form =
    /^(cp|pp|gp)(3)(\d{1,2})(t?)(?:_\d+)?-((?:manylinux|musllinux|macosx|win|android|ios|pyodide)_\w+|win32)$/;
  const [, implementation, major = '', minor = '', free, platform = ''] = form.exec(text) ?? [];
  if (implementation === undefined) return undefined;
  const digits = `${major}${minor}`;
  return {
    text,
    python: `${implementation === 'gp' ? 'graalpy' : implementation}${digits}`,
    implementation: implementation as BuildIdentifier['implementation'],
    version: Number(major) * 100 + Number(minor),
    isFreeThreaded: free === 't',
    platform,
  };
}

/** Whether a wheel is one that a build of this identifier needs: an `abi3` wheel serves all later versions, `none` every one. */
export function coversIdentifier(fileName: string, identifier: BuildIdentifier): boolean {
  const tags = readWheelTags(fileName);
  return tags !== undefined && fitsInterpreter(tags, identifier) && fitsPlatform(tags, identifier.platform);
}

function fitsInterpreter({ pythons, abis }: WheelTags, identifier: BuildIdentifier): boolean {
  const { implementation, version, isFreeThreaded, python } = identifier;
  const generic = pythons.some((tag) => tag === 'py3' || isAtMost(tag, 'py', version));
  if (generic && abis.includes('none')) return true;
  if (implementation !== 'cp') return pythons.includes(python);
  // PEP 703: the free-threaded build has an ABI of its own; PEP 803: a stable one since 3.15.
  const stable = isFreeThreaded ? 'abi3t' : 'abi3';
  if (abis.includes(stable) && pythons.some((tag) => isAtMost(tag, 'cp', version))) return true;
  return (
    pythons.includes(python) &&
    (abis.includes(`${python}${isFreeThreaded ? 't' : ''}`) || abis.includes('none'))
  );
}

/** `cp39` is at most 313, `cp4` and `cp314` are not. */
function isAtMost(tag: string, prefix: string, version: number): boolean {
  const [, minor] = new RegExp(`^${prefix}3(\\d{1,2})$`).exec(tag) ?? [];
  return minor !== undefined && 300 + Number(minor) <= version;
}

function fitsPlatform({ platforms }: WheelTags, platform: string): boolean {
  if (/^win/.test(platform)) return platforms.includes(platform);
  const [, family = '', architecture = ''] = /^([a-z]+)_(.+)$/.exec(platform) ?? [];
  return platforms.some((tag) => {
    if (family === 'pyodide') return /^(?:pyodide|pyemscripten)_.+_wasm32$/.test(tag);
    if (family === 'macosx')
      return isOfFamily(tag, family) && (tag.endsWith(`_${architecture}`) || tag.endsWith('_universal2'));
    return isOfFamily(tag, family) && tag.endsWith(`_${architecture}`);
  });
}

const isOfFamily = (tag: string, family: string): boolean => new RegExp(`^${family}\\d*_`).test(tag);
