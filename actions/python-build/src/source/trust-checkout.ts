import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A checkout, and whether git refuses to read it. */
export interface Checkout {
  /** Folder that contains `.git`. */
  readonly folder: string;
  /** It belongs to another user, as in a container job that runs as root. */
  readonly isForeign: boolean;
}

/** The checkout that contains a folder; undefined outside of one. */
export async function findCheckout(
  folder: string,
  userId: number | undefined = process.getuid?.(),
): Promise<Checkout | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    const git = await stat(join(at, '.git')).catch(() => undefined);
    if (git !== undefined) {
      const owner = (await stat(at)).uid;
      // git looks at the owners of both, https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory
      const isForeign = userId !== undefined && (git.uid !== userId || owner !== userId);
      return { folder: at, isForeign };
    }
    if (dirname(at) === at) return undefined;
  }
}

/** Variables that make git read one checkout of another user, in this process and in what it starts. Nothing is written. */
export function trustCheckout({ folder, isForeign }: Checkout): Readonly<Record<string, string>> {
  if (!isForeign) return {};
  return { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: folder };
}
