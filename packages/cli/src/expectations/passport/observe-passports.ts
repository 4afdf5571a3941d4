import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { silentLog } from '@slipway/core/log/silent-log';
import { readFileName } from '@slipway/github/releases/asset-name';
import type { ReleasePassport } from '@slipway/sigstore/passport/passport';
import { readPassportBundle, verifyPassport } from '@slipway/sigstore/passport/verify-passport';
import { loadTrustedRoot } from '@slipway/sigstore/verification/trusted-root';
import type { HostedProject } from '../../release/hosted-project.ts';

/** A passport among the assets of a release. */
export interface ObservedPassport {
  readonly releaseId: number;
  /** Of the asset. */
  readonly name: string;
  /** Undefined when it does not verify. */
  readonly passport: ReleasePassport | undefined;
  /** Why it does not verify; empty when it does. */
  readonly reason: string;
}

/** Reads and verifies every passport among the assets of the releases, with what this world trusts. */
export async function observePassports({
  repository,
  trustedRootPath,
}: Pick<HostedProject, 'repository' | 'trustedRootPath'>): Promise<readonly ObservedPassport[]> {
  const assets = repository.releases.flatMap(({ id: releaseId, assets: all }) =>
    all
      .filter(({ name, state }) => name.endsWith('.intoto.jsonl') && state === 'uploaded')
      .map((asset) => ({ releaseId, name: readFileName(asset), file: asset.file })),
  );
  if (assets.length === 0) return [];
  const http = { request: () => Promise.reject(new Error('nothing is asked for')) };
  const trustedRoot = await loadTrustedRoot({
    path: trustedRootPath,
    http,
    cacheDirectory: '',
    log: silentLog,
  });
  const trust = repository.private ? 'github' : 'public-good';
  const signer = { repository: `https://github.com/${repository.fullName}` };
  return Promise.all(
    assets.map(async ({ releaseId, name, file }): Promise<ObservedPassport> => {
      try {
        const text = await readFile(join(repository.assetDirectory, file), 'utf8');
        const { passport } = verifyPassport(readPassportBundle(text), { trustedRoot, trust, signer });
        return { releaseId, name, passport, reason: '' };
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        return { releaseId, name, passport: undefined, reason };
      }
    }),
  );
}
