import { type ImageWorld, type Run, succeed } from './image-world.ts';
import { listReleaseTags } from './stored-image.ts';

/** A commit for each version: images of two commits differ. */
export const commitOf = (version: string): string =>
  Buffer.from(version.padEnd(20, '.')).toString('hex').slice(0, 40);

/** Releases a version without signatures, which have no say in what is tagged. */
export async function release(of: ImageWorld, version: string, image: string, inputs = {}): Promise<string> {
  const run = await succeed(of, {
    inputs: { version, image, sign: 'false', ...inputs },
    identity: { sha: commitOf(version), ref: `refs/tags/${version}` },
  });
  return run.outputs['digest'] ?? '';
}

/** Releases one version after the other. @returns the version behind each tag */
export async function releaseAll(of: ImageWorld, name: string, versions: readonly string[]) {
  const byDigest = new Map<string, string>();
  for (const version of versions) byDigest.set(await release(of, version, `ghcr.io/${name}`), version);
  const tags = Object.entries(listReleaseTags(of, name));
  return Object.fromEntries(tags.map(([tag, digest]) => [tag, byDigest.get(digest)]));
}

export const built = ({ output }: Run): boolean => output.includes('Using buildx');
