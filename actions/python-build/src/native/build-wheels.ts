import { join } from 'node:path';
import type { BuildIdentifier } from '@slipway/python/distribution/build-identifier';
import { findCompiledParts } from '@slipway/python/project/compiled/find-compiled-parts';
import { openFolderTree } from '@slipway/python/project/places/folder-tree';
import { parseToml, readTable, type TomlValue } from '@slipway/python/project/places/toml-document';
import { type BuiltDistribution, readBuilt } from '../build/build-into.ts';
import type { BuildTool } from '../build/find-build-tool.ts';
import { runCibuildwheel } from './cibuildwheel.ts';
import { findEngineProblem, refuseWithoutEngine } from './container-engine.ts';
import { buildOnHost } from './host-wheel.ts';
import { judgeLeg } from './judge-leg.ts';
import { runMaturin } from './maturin.ts';
import { chooseSystem, type WheelPorts, type WheelRequest } from './wheel-request.ts';

export interface WheelTools {
  /** Builds Linux wheels on this machine instead of in a container; undefined starts one. */
  readonly onHost: (() => Promise<BuildTool>) | undefined;
}

/**
 * Builds the wheels of one leg and checks that they are the ones that were asked for; sorted by name.
 * @throws InputError E_BUILD_FAILED, E_DISTRIBUTION_INVALID; EnvironmentError E_CONTAINER_ENGINE, E_TOOL_MISSING
 */
export async function buildWheels(
  request: WheelRequest,
  { onHost }: WheelTools,
  ports: WheelPorts,
): Promise<BuiltDistribution[]> {
  const tree = openFolderTree(request.source);
  const isMaturin = (await findCompiledParts(tree))?.tool === 'maturin';
  let identifiers: readonly BuildIdentifier[] = [];
  if (isMaturin) identifiers = await runMaturin(request, ports);
  else {
    const system = chooseSystem(request.platform, ports.machine);
    const isOnHost = onHost !== undefined && system === 'linux' && ports.machine === 'linux';
    const problem = system === 'linux' && !isOnHost ? await findEngineProblem(ports) : undefined;
    if (problem !== undefined) throw refuseWithoutEngine(problem);
    if (isOnHost) {
      ports.log.warning(
        'SLIPWAY_WITHOUT_CONTAINERS is set, so one wheel is built with the Python and the C library of this machine. It is not what a runner builds: cibuildwheel builds one for each Python, for older systems.',
      );
      await buildOnHost(await onHost(), request, ports);
    } else identifiers = await runCibuildwheel(request, await readPassedNames(request.source), ports);
  }
  const wheels = await readBuilt(request.output, ports.signal);
  // Without identifiers, the Pythons of this machine decided.
  judgeLeg(wheels, identifiers);
  return wheels;
}

/** `environment-pass` of [tool.cibuildwheel] and [tool.cibuildwheel.linux]. */
async function readPassedNames(source: string): Promise<string[]> {
  const text = await openFolderTree(source).read('pyproject.toml');
  if (text === undefined) return [];
  const { data } = parseToml(text, join(source, 'pyproject.toml'));
  const read = (value: TomlValue | undefined): string[] =>
    Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(/\s+/) : [];
  const linux = read(readTable(data, 'tool', 'cibuildwheel', 'linux')['environment-pass']);
  return linux.length > 0 ? linux : read(readTable(data, 'tool', 'cibuildwheel')['environment-pass']);
}
