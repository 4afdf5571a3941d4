import type { ProgramCall, RunProgram } from '../machine/programs.ts';

/** How this machine can build container images; `none` with what it lacks. */
export type ImageBuilding =
  | { readonly kind: 'docker' }
  | { readonly kind: 'buildkit'; readonly buildx: readonly [file: string, ...args: string[]] }
  | { readonly kind: 'none'; readonly reason: string };

/** Looks for Docker with buildx and a running engine, else for buildx and buildkitd with what it starts containers by. */
export async function findImageBuilding(run: RunProgram, call: ProgramCall): Promise<ImageBuilding> {
  const ask = async (file: string, ...args: string[]): Promise<string | undefined> => {
    const result = await run(file, args, call).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT' || cause.code === 'EACCES') return undefined;
      throw cause;
    });
    return result?.exitCode === 0 ? result.stdout : undefined;
  };
  const works = async (file: string, ...args: string[]): Promise<boolean> =>
    (await ask(file, ...args)) !== undefined;
  // Podman can be installed as "docker": it answers for buildx and has none of its commands.
  if (/podman/i.test((await ask('docker', '--version')) ?? ''))
    return { kind: 'none', reason: 'this machine lacks Docker: "docker" is Podman, which has no buildx' };
  const [plugin, standalone, engine, daemon, runtime] = await Promise.all([
    works('docker', 'buildx', 'version'),
    works('buildx', 'version'),
    works('docker', 'version', '--format', '{{.Server.Version}}'),
    works('buildkitd', '--version'),
    works('runc', '--version'),
  ]);
  if (plugin && engine) return { kind: 'docker' };
  const lacks = [
    ...(plugin || standalone ? [] : ['buildx']),
    ...(daemon ? [] : ['a Docker engine or buildkitd']),
    ...(daemon && !runtime ? ['runc'] : []),
    ...(daemon && process.getuid?.() !== 0 ? ['permission to start buildkitd (root)'] : []),
  ];
  if (lacks.length > 0) return { kind: 'none', reason: `this machine lacks ${lacks.join(' and ')}` };
  return { kind: 'buildkit', buildx: standalone ? ['buildx'] : ['docker', 'buildx'] };
}
