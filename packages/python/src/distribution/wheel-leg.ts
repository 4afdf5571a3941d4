import { readWheelTags } from './wheel-tags.ts';

/**
 * The part of a release that one job builds: `linux-x86_64`, `macos-universal2`, `windows-amd64`, or `any` for the sdist and
 * wheels for every platform. Words after a further dash tell legs of one platform apart: `linux-x86_64-cp315`.
 */
export interface WheelLeg {
  readonly name: string;
  /** Whether a platform tag belongs to the leg. */
  readonly accepts: (platformTag: string) => boolean;
}

const architecture = /^[a-z0-9_]+$/;

// Tags by system: each gets the architecture, and returns the form of its platform tags.
const systems: Readonly<Record<string, (architecture: string) => RegExp>> = {
  linux: (arch) => new RegExp(`^(?:manylinux|musllinux)\\w*_${arch}$|^linux_${arch}$`),
  // A universal2 wheel contains both.
  macos: (arch) => new RegExp(`^macosx_\\d+_\\d+_(?:${arch}|universal2)$`),
  windows: (arch) => (arch === 'x86' ? /^win32$/ : new RegExp(`^win_${arch}$`)),
  android: (arch) => new RegExp(`^android_\\d+_${arch}$`),
  ios: (arch) => new RegExp(`^ios_\\d+_\\d+_${arch}$`),
  pyodide: (arch) => new RegExp(`^(?:pyodide|pyemscripten)_\\w+_${arch}$`),
};

/** Undefined for a name that is not a leg's. */
export function parseWheelLeg(name: string): WheelLeg | undefined {
  if (name === 'any') return { name, accepts: (tag) => tag === 'any' };
  const [system = '', arch = '', ...more] = name.split('-');
  const form = Object.hasOwn(systems, system) ? systems[system] : undefined;
  if (form === undefined || !architecture.test(arch) || more.some((word) => word === '')) return undefined;
  const expected = form(arch);
  return { name, accepts: (tag) => expected.test(tag) };
}

/** Platform tags of a file that do not belong to a leg; an sdist belongs to `any`. */
export function listForeignTags(leg: WheelLeg, fileName: string): readonly string[] {
  const platforms = readWheelTags(fileName)?.platforms ?? ['any'];
  return platforms.filter((tag) => !leg.accepts(tag));
}
