import { readFile } from 'node:fs/promises';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { getTrustedRoot } from '@sigstore/tuf';
import { EnvironmentError, RemoteError } from '@slipway/core/errors/action-error';
import type { Log } from '@slipway/core/ports';

export interface TrustedRootOptions {
  /** File with a TrustedRoot message as JSON, as `cosign --trusted-root` takes it; for an instance of Sigstore of one's own. */
  readonly path?: string | undefined;
  /** Where the metadata of the public-good instance is kept between calls. */
  readonly cacheDirectory: string;
  readonly log: Log;
  /** How often each file of the public-good instance is asked for. Default 5. */
  readonly attempts?: number;
}

async function readTrustedRoot(path: string): Promise<TrustedRoot> {
  try {
    const root = TrustedRoot.fromJSON(JSON.parse(await readFile(path, 'utf8')));
    if (root.certificateAuthorities.length > 0 && root.tlogs.length > 0) return root;
  } catch (cause) {
    throw new EnvironmentError('E_SIGSTORE_TRUST', {
      message: `The trusted root ${path} could not be read as the JSON form of a TrustedRoot message.`,
      cause,
    });
  }
  throw new EnvironmentError('E_SIGSTORE_TRUST', {
    message: `The trusted root ${path} names no certificate authority or no transparency log.`,
  });
}

/**
 * Loads what verification trusts. Without `path` it is the root of the public-good instance, fetched and verified by
 * TUF from the first root that is embedded in this program: a mirror cannot replace it.
 * @throws EnvironmentError, RemoteError E_SIGSTORE_TRUST
 */
export async function loadTrustedRoot(options: TrustedRootOptions): Promise<TrustedRoot> {
  const { path, cacheDirectory, log, attempts = 5 } = options;
  if (path !== undefined && path !== '') {
    log.notice(
      `Signatures are verified with the trusted root in ${path}, not with that of the public-good instance`,
    );
    return readTrustedRoot(path);
  }
  try {
    return await getTrustedRoot({
      cachePath: cacheDirectory,
      retry: { retries: attempts - 1 },
      timeout: 20_000,
    });
  } catch (cause) {
    throw new RemoteError('E_SIGSTORE_TRUST', {
      message: `The trusted root of Sigstore could not be fetched and verified: ${cause instanceof Error ? cause.message : 'no reason given'}`,
      cause,
    });
  }
}
