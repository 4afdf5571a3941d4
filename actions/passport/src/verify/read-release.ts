import { EnvironmentError } from '@slipway/core/errors/action-error';
import { findPublishedRelease, type Release } from '@slipway/github/releases';
import { tellDigests } from '@slipway/github/releases/asset-digests';
import { readFileName } from '@slipway/github/releases/asset-name';
import type { ServedChannel } from '@slipway/sigstore/passport/compare-channels';
import type { Context } from '../inputs.ts';
import { openStore } from '../store-passport.ts';

/** The published release of the tag, as GitHub serves it now; undefined for a draft, or where the token may not see it. */
export async function readPublishedRelease(context: Context): Promise<Release | undefined> {
  const repository = openStore(context);
  try {
    const release = await findPublishedRelease(repository, context.job.refName);
    return release && (await tellDigests(repository, release));
  } catch (cause) {
    if (!(cause instanceof EnvironmentError) || cause.code !== 'E_GITHUB_PERMISSION') throw cause;
    context.log.debug(`The release is not read again. ${cause.message}`);
    return undefined;
  }
}

/** What the job of the release read back may be old: the release itself says what it serves. */
export function rereadRelease(
  channels: readonly ServedChannel[],
  release: Release | undefined,
): readonly ServedChannel[] {
  if (release === undefined) return channels;
  const items = release.assets.map((asset) => ({ name: readFileName(asset), sha256: asset.sha256 }));
  return channels.map((channel) => (channel.kind === 'release' ? { ...channel, items } : channel));
}
