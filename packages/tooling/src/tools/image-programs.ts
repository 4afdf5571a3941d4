import { mkdir, rm, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { installDebianTools } from './install-debian-tools.ts';
import { installGoTools } from './install-tools.ts';
import { debianTools, goTools, sourceGoTools } from './tools.ts';

/** Programs that build images, for a child's environment. */
export interface ImagePrograms {
  /** `PATH` with the programs, when there are any. */
  readonly variables: Readonly<Record<string, string>>;
  /** Why images cannot be built, in words; empty when they can. */
  readonly missing: string;
}

/** Installs buildx, buildkitd and runc into the cache of the peer suite, as far as they are not there, and puts them on the path. */
export async function prepareImagePrograms(peers: string, folder: string): Promise<ImagePrograms> {
  if (process.getuid?.() !== 0) return { variables: {}, missing: 'buildkitd needs root' };
  const installed = [
    await installDebianTools(
      peers,
      debianTools.filter(({ name }) => name === 'runc'),
    ),
    await installGoTools(
      peers,
      goTools.filter(({ name }) => name === 'buildx'),
    ),
    await installGoTools(peers, sourceGoTools, 'source'),
  ];
  const missing = installed.flatMap((each) => each.missing.map(({ name, reason }) => `${name}: ${reason}`));
  if (missing.length > 0) return { variables: {}, missing: missing.join('; ') };
  const programs = join(folder, 'programs');
  await rm(programs, { recursive: true, force: true });
  await mkdir(programs, { recursive: true });
  const variables: Record<string, string> = Object.assign({}, ...installed.map((each) => each.variables));
  for (const name of ['buildx', 'buildkitd', 'runc'])
    await symlink(variables[`SLIPWAY_${name.toUpperCase()}`] ?? '', join(programs, name));
  return { variables: { PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}` }, missing: '' };
}
