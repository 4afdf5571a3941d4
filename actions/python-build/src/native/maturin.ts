import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import { type BuildIdentifier, parseBuildIdentifier } from '@slipway/python/distribution/build-identifier';
import { fetchTool } from '../build/fetch-tool.ts';
import { findPython, listPythonNames } from '../build/find-python.ts';
import { runBuild } from '../build/run-build.ts';
import { chooseSystem, type WheelPorts, type WheelRequest } from './wheel-request.ts';

const version = 'maturin==1.16.0';
// Links against an old glibc without a container.
const zig = 'ziglang==0.15.2';
/** manylinux version that is claimed, and that zig links against. */
const compatibility = 'manylinux2014';

// Rust's triples by architecture.
const triples: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  linux: {
    x86_64: 'x86_64-unknown-linux-gnu',
    aarch64: 'aarch64-unknown-linux-gnu',
    i686: 'i686-unknown-linux-gnu',
    armv7l: 'armv7-unknown-linux-gnueabihf',
    ppc64le: 'powerpc64le-unknown-linux-gnu',
    s390x: 's390x-unknown-linux-gnu',
  },
  macos: {
    x86_64: 'x86_64-apple-darwin',
    arm64: 'aarch64-apple-darwin',
    universal2: 'universal2-apple-darwin',
  },
  windows: {
    AMD64: 'x86_64-pc-windows-msvc',
    x86: 'i686-pc-windows-msvc',
    ARM64: 'aarch64-pc-windows-msvc',
  },
};

/**
 * Builds the wheels of one leg with maturin, without a container: on Linux, zig links against an old glibc.
 * @returns the identifiers that were asked for; none if maturin chose the Pythons
 * @throws InputError E_BUILD_FAILED, E_INPUT_INVALID; EnvironmentError E_TOOL_MISSING
 */
export async function runMaturin(
  request: WheelRequest,
  ports: WheelPorts,
): Promise<readonly BuildIdentifier[]> {
  const system = chooseSystem(request.platform, ports.machine);
  refuseForeignSystem(system, request, ports.machine);
  const identifiers = request.legs.map((leg) => readLeg(leg, system));
  const calls = describeMaturinCalls(request, system, identifiers);
  const python = await findPython(listPythonNames(request.python), 9, ports, request.python);
  const requirements = system === 'linux' ? [version, zig] : [version];
  const folder = await fetchTool({ name: 'maturin', requirements }, python, ports);
  await mkdir(request.output, { recursive: true });
  const environment = { ...ports.environment, PYTHONPATH: folder };
  for (const args of calls) {
    const file = join(folder, 'bin', ports.machine === 'win32' ? 'maturin.exe' : 'maturin');
    const command = { file, args, cwd: request.source, subject: 'maturin' };
    await ports.log.group(`Building with ${version}`, () => runBuild(command, { ...ports, environment }));
  }
  return identifiers;
}

/** Without a target, maturin builds for the machine that it runs on, whatever the input says. */
export function refuseForeignSystem(
  system: string,
  { archs }: Pick<WheelRequest, 'archs'>,
  machine: NodeJS.Platform,
): void {
  if (!Object.hasOwn(triples, system)) {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: `Input "platform" is "${system}", which maturin does not build for without cibuildwheel.`,
      hint: `Configure [tool.cibuildwheel] in pyproject.toml, even as an empty table, which is then used instead of maturin. maturin builds for ${Object.keys(triples).join(', ')}.`,
    });
  }
  const own = chooseSystem('auto', machine);
  if (system === own || archs.length > 0) return;
  throw new InputError(coreErrors.E_INPUT_INVALID, {
    message: `Input "platform" is "${system}", and this runner is ${own}: maturin would build for ${own}.`,
    hint: `Use a ${system} runner, or name the architectures to cross-compile for in "archs".`,
  });
}

function readLeg(leg: string, system: string): BuildIdentifier {
  const identifier = parseBuildIdentifier(leg);
  const isFit =
    identifier?.platform.startsWith(
      system === 'macos' ? 'macosx_' : system === 'linux' ? 'manylinux_' : 'win',
    ) === true;
  if (identifier !== undefined && isFit) return identifier;
  throw new InputError(coreErrors.E_INPUT_INVALID, {
    message: `Input "legs" contains "${neutralizeLine(leg, 100)}", which maturin cannot build on ${system}.`,
    hint: 'List identifiers without wildcards, such as cp313-manylinux_x86_64. For musllinux and other platforms, configure [tool.cibuildwheel], which is then used instead of maturin.',
  });
}

/** One call for each architecture. */
export function describeMaturinCalls(
  { archs, configSettings, output }: Pick<WheelRequest, 'archs' | 'configSettings' | 'output'>,
  system: string,
  identifiers: readonly BuildIdentifier[],
): string[][] {
  if (configSettings.length > 0) {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: 'Input "config-settings" is not used by maturin.',
      hint: 'Set the options in [tool.maturin] of pyproject.toml.',
    });
  }
  const interpreters = [...new Set(identifiers.map(nameInterpreter))];
  return (archs.length === 0 ? [undefined] : archs).map((arch) => [
    'build',
    '--release',
    ...(system === 'linux' ? ['--zig', '--compatibility', compatibility] : []),
    ...(arch === undefined ? [] : ['--target', nameTarget(system, arch)]),
    ...(interpreters.length === 0 ? ['--find-interpreter'] : ['--interpreter', ...interpreters]),
    '--out',
    output,
  ]);
}

function nameInterpreter({ implementation, version: number, isFreeThreaded }: BuildIdentifier): string {
  const text = `3.${number - 300}${isFreeThreaded ? 't' : ''}`;
  return implementation === 'cp' ? `python${text}` : `${implementation === 'pp' ? 'pypy' : 'graalpy'}${text}`;
}

function nameTarget(system: string, arch: string): string {
  const known = triples[system] ?? {};
  const target = Object.hasOwn(known, arch) ? known[arch] : undefined;
  if (target !== undefined) return target;
  throw new InputError(coreErrors.E_INPUT_INVALID, {
    message: `Input "archs" contains "${neutralizeLine(arch, 60)}". On ${system}, maturin builds ${Object.keys(known).join(', ') || 'nothing'}.`,
  });
}
