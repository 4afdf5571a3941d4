import { beginBlock } from '@slipway/changelog/notes/draft-block';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { type Release, readReleaseById } from '@slipway/github/releases';
import { tellDigests } from '@slipway/github/releases/asset-digests';
import { uploadAssets } from '@slipway/github/releases/release-assets';
import { assertAssets } from './assert-assets.ts';
import { releaseErrors } from './errors.ts';
import { isSignature } from './release-files.ts';
import type { ReleasePlan } from './release-plan.ts';

/** A person made and published the release: no run of ours wrote its text. */
export const isMadeByHand = (
  { draft, body }: Pick<Release, 'draft' | 'body'>,
  { target }: { readonly target: { readonly tag: string } },
): boolean => !draft && !body.includes(beginBlock(target.tag));

/** GitHub accepts no assets for such a release: its files can only be in other channels. */
export const isClosed = (
  release: Pick<Release, 'draft' | 'body' | 'immutable'>,
  plan: { readonly target: { readonly tag: string } },
): boolean => isMadeByHand(release, plan) && release.immutable;

/** Whether it is a pre-release was decided by the person who published it, and nobody said anything else. */
export const keepsMark = (
  release: Release,
  plan: Pick<ReleasePlan, 'target' | 'isMarkGiven' | 'isStartedByRelease'>,
): boolean => !release.draft && !plan.isMarkGiven && (plan.isStartedByRelease || isMadeByHand(release, plan));

/**
 * Attaches the files to a release that a person made and published. Its text and what is attached to it stay as they are.
 * @throws IntegrityError E_RELEASE_PUBLISHED; and as `uploadAssets`
 */
export async function fillByHand(plan: ReleasePlan, release: Release): Promise<Release> {
  const { repository, files, target } = plan;
  const shown = neutralizeLine(target.tag, 120);
  if (isClosed(release, plan)) {
    repository.log.notice(
      `${shown} was published by hand and is immutable, so GitHub accepts no assets for it: its files are published to the other channels only.`,
    );
    return release;
  }
  refuseStrangers(plan, release);
  // A later run signs again; what was published keeps its signature.
  const present = new Set(release.assets.map(({ name }) => name));
  const missing = files.filter(({ name }) => !(isSignature(name) && present.has(name)));
  await uploadAssets(repository, release.id, missing);
  repository.log.notice(`${shown} was published by hand: it has the files now, and its text is kept.`);
  const filled = await tellDigests(repository, await readReleaseById(repository, release.id));
  assertAssets(filled, plan);
  return filled;
}

/** A file that no job of this run knows would be released along with ours. */
function refuseStrangers({ files, target }: ReleasePlan, { assets }: Release): void {
  const own = new Set(files.map(({ name }) => name));
  const strangers = assets.filter(({ name }) => !own.has(name)).map(({ name }) => neutralizeLine(name, 200));
  if (strangers.length === 0) return;
  throw new IntegrityError(releaseErrors.E_RELEASE_PUBLISHED, {
    message: `${neutralizeLine(target.tag, 120)} was published by hand, with assets that are not of this release: ${strangers.slice(0, 10).join(', ')}. Nothing was attached.`,
    hint: 'Delete these assets, or attach them with "extra-assets", and re-run this job.',
  });
}
