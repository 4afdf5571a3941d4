import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createPrograms } from '@slipway/cli/machine/programs';
import { findImageBuilding } from '@slipway/cli/release/image-building';
import { pathExists } from '../bundles/path-exists.ts';
import { debianTools, goTools, sourceGoTools } from '../tools/tools.ts';

/** The machine as rehearsals see it. */
export interface Toolbox {
  /** Variables of a machine that builds images, or of one that is not asked to. */
  variables(builds: boolean): Readonly<Record<string, string | undefined>>;
  /** Why images cannot be built; undefined when they can. */
  readonly imageMissing: string | undefined;
  close(): Promise<void>;
}

/** Where `npm run test:peers` keeps a program; undefined when it is not there. */
async function findPeer(cache: string, name: string): Promise<string | undefined> {
  const named = process.env[`SLIPWAY_${name.toUpperCase()}`];
  if (named !== undefined) return named;
  const versions = [...goTools, ...sourceGoTools].filter((tool) => tool.name === name);
  const places = [
    ...versions.map((tool) => join(cache, `${name}-${tool.version}`, name)),
    ...debianTools.filter((tool) => tool.name === name).map(() => join(cache, `${name}-debian`, name)),
    ...(name === 'uv' ? [join(cache, 'venv', 'bin', 'uv')] : []),
  ];
  for (const place of places) if (await pathExists(place)) return place;
  return undefined;
}

/**
 * Puts the programs of the peer tests first on the path: those that build images, and uv, which makes the environment of a build
 * in a tenth of the time. What is not there is left out.
 */
export async function openToolbox(signal: AbortSignal): Promise<Toolbox> {
  const cache = process.env['SLIPWAY_PEERS'] ?? join(homedir(), '.cache/slipway-peers');
  const folder = await mkdtemp(join(tmpdir(), 'slipway-toolbox-'));
  const own = process.env['PATH'] ?? '';
  const fill = async (kind: string, names: readonly string[]): Promise<string> => {
    const place = join(folder, kind);
    await mkdir(place);
    for (const name of names) {
      const program = await findPeer(cache, name);
      if (program !== undefined) await symlink(program, join(place, name));
    }
    return place;
  };
  const plain = `${await fill('plain', ['uv'])}${delimiter}${own}`;
  const building = `${await fill('building', ['buildx', 'buildkitd', 'runc'])}${delimiter}${plain}`;
  const call = { cwd: folder, env: { PATH: building, HOME: folder } };
  const found = await findImageBuilding(createPrograms(signal), call);
  return {
    variables: (builds) => ({ ...process.env, PATH: builds ? building : plain }),
    imageMissing: found.kind === 'none' ? found.reason : undefined,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
