import { InputError } from '@slipway/core/errors/action-error';
import type { InputDefinition } from '@slipway/core/inputs';
import { neutraliseLine } from '@slipway/core/neutralise';

/** `platform` of a descriptor or fields of a config (image-spec, "Platform"). */
export interface PlatformFields {
  readonly os?: unknown;
  readonly architecture?: unknown;
  readonly variant?: unknown;
}

// Other spellings, as containerd reads them (containerd/platforms, database.go).
const architectures: Readonly<Record<string, string>> = {
  aarch64: 'arm64',
  armel: 'arm/v6',
  armhf: 'arm/v7',
  i386: '386',
  x86_64: 'amd64',
  'x86-64': 'amd64',
};

// Those that Go knows, from which containerd takes its words (containerd/platforms, `isKnownArch`, `isKnownOS`).
const knownArchitectures =
  '386 amd64 arm arm64 armbe arm64be loong64 mips mipsle mips64 mips64le ppc64 ppc64le riscv64 s390x sparc64 wasm'.split(
    ' ',
  );
const knownSystems =
  'aix android darwin dragonfly freebsd illumos ios js linux netbsd openbsd plan9 solaris wasi wasip1 windows'.split(
    ' ',
  );

/** Writes a platform in the one form in which two can be compared: without the variant that is the default, `arm` with it. */
function formatPlatform(os: string, architecture: string, variant = ''): string {
  const [name = '', implied = ''] = (
    architectures[architecture.toLowerCase()] ?? architecture.toLowerCase()
  ).split('/');
  const given = (variant === '' ? implied : variant).toLowerCase();
  const number = given === '' || given.startsWith('v') ? given : `v${given}`;
  const isDefault = (name === 'arm64' && number === 'v8') || (name === 'amd64' && number === 'v1');
  const shown = isDefault ? '' : name === 'arm' && number === '' ? 'v7' : number;
  return [os.toLowerCase() === 'macos' ? 'darwin' : os.toLowerCase(), name, shown]
    .filter((part) => part !== '')
    .join('/');
}

/** The platform of a descriptor or a config; undefined for what is for none (`unknown/unknown` are BuildKit's attestations). */
export function readPlatform({ os, architecture, variant }: PlatformFields): string | undefined {
  if (typeof os !== 'string' || typeof architecture !== 'string') return undefined;
  if (os === '' || architecture === '' || os === 'unknown') return undefined;
  return formatPlatform(os, architecture, typeof variant === 'string' ? variant : '');
}

// `os/architecture/variant`; Windows has its version in brackets behind the first.
const form = /^([a-z][a-z0-9_]*)(?:\([^()\s]+\))?\/([A-Za-z0-9_-]+)(?:\/(v?[0-9][A-Za-z0-9.]*))?$/i;

/** Platforms of an input, between commas or one a line, in comparable form. @throws InputError E_INPUT_INVALID */
export function parsePlatforms(text: string, input: string): readonly string[] {
  const platforms: string[] = [];
  const words = text
    .split(/\r\n|\r|\n/)
    .filter((line) => !line.trim().startsWith('#'))
    .flatMap((line) => line.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '');
  for (const word of words) {
    const [, os = '', architecture = '', variant = ''] = form.exec(word) ?? [];
    const platform = formatPlatform(os, architecture, variant);
    const [system = '', name = ''] = platform.split('/');
    const isKnown = knownSystems.includes(system) && knownArchitectures.includes(name);
    const problem = !isKnown ? 'is not one' : platforms.includes(platform) ? 'is there twice' : undefined;
    if (problem !== undefined) {
      throw new InputError('E_INPUT_INVALID', {
        message: `Input "${input}": the platform "${neutraliseLine(word, 100)}" ${problem}.`,
        hint: 'Write a platform as in linux/amd64, linux/arm64 or linux/arm/v7.',
      });
    }
    platforms.push(platform);
  }
  return platforms;
}

/** An input of platforms. */
export function platformList(): InputDefinition<readonly string[]> {
  return { kind: 'list', default: undefined, required: false, parse: parsePlatforms };
}
