import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { InputDefinition } from '@slipway/core/inputs';
import { neutralizeLine } from '@slipway/core/neutralize';
import { normalizePlatform } from '@slipway/oci/image/platform';

// Those that Go knows, from which containerd takes its words (containerd/platforms, `isKnownArch`, `isKnownOS`).
const knownArchitectures =
  '386 amd64 arm arm64 armbe arm64be loong64 mips mipsle mips64 mips64le ppc64 ppc64le riscv64 s390x sparc64 wasm'.split(
    ' ',
  );
const knownSystems =
  'aix android darwin dragonfly freebsd illumos ios js linux netbsd openbsd plan9 solaris wasi wasip1 windows'.split(
    ' ',
  );

// `os/architecture/variant`; Windows has its version in brackets behind the first.
const form = /^([a-z][a-z0-9_]*)(?:\([^()\s]+\))?\/([A-Za-z0-9_-]+)(?:\/(v?[0-9][A-Za-z0-9.]*))?$/i;

/** A platform as containerd writes it, in the form of `parsePlatforms`: nobody asks for one version of a system. */
export function comparePlatform(text: string): string {
  const [, os, architecture, variant] = form.exec(text) ?? [];
  return normalizePlatform({ os, architecture, variant }) ?? text;
}

/** Platforms of an input, separated by commas or one per line, in comparable form. @throws InputError E_INPUT_INVALID */
export function parsePlatforms(text: string, input: string): readonly string[] {
  const platforms: string[] = [];
  const words = text
    .split(/\r\n|\r|\n/)
    .filter((line) => !line.trim().startsWith('#'))
    .flatMap((line) => line.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '');
  for (const word of words) {
    const platform = form.test(word) ? comparePlatform(word) : '';
    const [system = '', name = ''] = platform.split('/');
    const isKnown = knownSystems.includes(system) && knownArchitectures.includes(name);
    const problem = !isKnown ? 'is not valid' : platforms.includes(platform) ? 'is repeated' : undefined;
    if (problem !== undefined) {
      throw new InputError(coreErrors.E_INPUT_INVALID, {
        message: `Input "${input}": the platform "${neutralizeLine(word, 100)}" ${problem}.`,
        hint: 'Write platforms like linux/amd64, linux/arm64 or linux/arm/v7.',
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
