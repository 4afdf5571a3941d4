import { basename, join } from 'node:path';
import { compareBuilds } from '../checks/judge-distributions.ts';
import type { Context } from '../inputs.ts';
import { buildWheels } from '../native/build-wheels.ts';
import { unpackSdist } from '../native/unpack-sdist.ts';
import type { WheelPorts } from '../native/wheel-request.ts';
import type { SourceFacts } from '../source/check-source.ts';
import { copySources } from '../source/copy-sources.ts';
import { type BuiltDistribution, buildInto, readDistributions } from './build-into.ts';
import { type BuildTool, findBuildTool } from './find-build-tool.ts';

export interface ReleaseSources {
  /** Folder of the project, or of the unpacked sdist that the wheels are built from. */
  readonly source: string;
  /** Input `out-dir`, absolute. */
  readonly output: string;
  readonly facts: SourceFacts;
  /** What the inputs ask for, or for `native: auto` what the sources ask for. */
  readonly formats: 'both' | 'sdist' | 'wheel';
  /** Date of the sources, seconds since the epoch. */
  readonly sourceDate: string | undefined;
  /** Wheels are built on this machine when no container can be started. */
  readonly mayBuildOnHost: boolean;
}

/**
 * Builds the files of this job, and a second time if that is asked for; sorted by name.
 * @throws InputError E_BUILD_FAILED, E_DISTRIBUTION_INVALID, E_INPUT_INVALID; EnvironmentError E_CONTAINER_ENGINE, E_TOOL_MISSING
 */
export async function buildRelease(
  context: Context,
  sources: ReleaseSources,
  ports: WheelPorts,
): Promise<readonly BuiltDistribution[]> {
  const { inputs, log } = context;
  const { facts, source, output } = sources;
  const { temporaryDirectory } = ports;
  const isLeg = inputs.native === 'build';
  // Of a leg, only the sdist is built twice.
  const formats = isLeg ? 'sdist' : sources.formats;
  const find = (): Promise<BuildTool> => findBuildTool(inputs['build-tool'], ports, inputs.python);
  const buildsHere = !isLeg || sources.formats !== 'wheel';
  let built: BuiltDistribution[] = [];
  if (buildsHere) {
    const tool = await find();
    const isRepeated = inputs.reproducible !== 'off';
    // Copied before the build leaves its traces in the sources.
    const copy = isRepeated
      ? await copySources({
          root: facts.checkout ?? source,
          source,
          output,
          temporaryDirectory,
          git: facts.git,
        })
      : undefined;
    const build = async (from: string, name: string): Promise<BuiltDistribution[]> => {
      const request = {
        source: from,
        output: join(temporaryDirectory, name),
        formats,
        configSettings: inputs['config-settings'],
      };
      return canonize(await buildInto(tool, request, ports), context, sources.sourceDate);
    };
    built = await build(source, 'first');
    if (copy !== undefined) {
      compareBuilds(built, await build(copy, 'second'), facts.backend);
      log.info('A second build in a different folder produced the same bytes.');
    }
  }
  if (!isLeg || sources.formats === 'sdist') return built;
  const wheels = await buildLeg(context, sources, built, find, ports);
  return [...built, ...wheels].sort((left, right) => (left.fileName < right.fileName ? -1 : 1));
}

/** With `reproducible: normalize`, files are rewritten in place, by libraries that no other build loads. */
async function canonize(
  built: BuiltDistribution[],
  { inputs, signal }: Context,
  sourceDate: string | undefined,
): Promise<BuiltDistribution[]> {
  if (inputs.reproducible !== 'normalize') return built;
  const [{ normalizeSdist }, { normalizeWheel }] = await Promise.all([
    import('../canonical/normalize-sdist.ts'),
    import('../canonical/normalize-wheel.ts'),
  ]);
  const date = readDate(sourceDate);
  for (const { kind, path } of built) await (kind === 'sdist' ? normalizeSdist : normalizeWheel)(path, date);
  return readDistributions(
    built.map(({ path }) => path),
    signal,
  );
}

const readDate = (text: string | undefined): number | undefined =>
  /^\d{1,11}$/.test(text ?? '') ? Number(text) : undefined;

/** The wheels of this job's platform, from the sdist of the release. */
async function buildLeg(
  context: Context,
  sources: ReleaseSources,
  built: readonly BuiltDistribution[],
  find: () => Promise<BuildTool>,
  ports: WheelPorts,
): Promise<BuiltDistribution[]> {
  const { inputs } = context;
  const sdist = built[0]?.path;
  const source =
    sdist === undefined
      ? sources.source
      : await unpackSdist(sdist, join(ports.temporaryDirectory, 'sdist'), ports);
  if (sdist !== undefined) context.log.info(`The wheels are built from ${basename(sdist)}.`);
  const { platform, archs, legs, python } = inputs;
  const request = {
    ...{ platform, archs, legs, python, source },
    output: join(ports.temporaryDirectory, 'wheels'),
    configSettings: inputs['config-settings'],
    passed: inputs['pass-environment'],
  };
  return buildWheels(request, { onHost: sources.mayBuildOnHost ? find : undefined }, ports);
}
