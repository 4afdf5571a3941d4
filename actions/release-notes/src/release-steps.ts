import { findBlock, type MergedText } from '@slipway/changelog/notes/draft-block';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { kindOfFile } from '@slipway/core/files/parse-file-list';
import { neutralizeLine } from '@slipway/core/neutralize';
import {
  ensureDraft,
  findReleases,
  promoteRelease,
  publishRelease,
  type Release,
  readReleaseById,
  updateReleaseNotes,
} from '@slipway/github/releases';
import { tellDigests } from '@slipway/github/releases/asset-digests';
import { uploadAssets } from '@slipway/github/releases/release-assets';
import type { Repository } from '@slipway/github/repository';
import { assertAssets } from './assert-assets.ts';
import { releaseErrors } from './errors.ts';
import { fillByHand, isClosed, isMadeByHand, keepsMark } from './made-by-hand.ts';
import { isHighestStable } from './release-order.ts';
import type { ReleasePlan } from './release-plan.ts';

/**
 * Makes or adopts the draft and brings its assets to the bytes of the files. A release that is public already is compared and
 * left alone.
 * @throws IntegrityError E_RELEASE_ASSETS, E_RELEASE_PUBLISHED; and as `ensureDraft` and `uploadAssets`
 */
export async function makeDraft(plan: ReleasePlan): Promise<Release> {
  const { repository, target, marker, files } = plan;
  const { published, drafts } = await findReleases(repository, target.tag);
  if (published !== undefined) return adoptPublished(plan, published);
  const known = drafts.find(({ body: text }) => text.includes(marker));
  if (known !== undefined) await refuseOtherBuild(plan, known);
  const release = await ensureDraft(repository, {
    tagName: target.tag,
    prerelease: target.isPrerelease,
    marker,
    compose: (existing) => composeAloud(plan, existing),
  });
  if (!release.draft) return adoptPublished(plan, release);
  await uploadAssets(repository, release.id, files);
  const drafted = await tellDigests(repository, await readReleaseById(repository, release.id));
  assertAssets(drafted, plan);
  return drafted;
}

async function adoptPublished(plan: ReleasePlan, release: Release): Promise<Release> {
  const told = await tellDigests(plan.repository, release);
  if (isMadeByHand(told, plan)) return fillByHand(plan, told);
  assertAssets(told, plan);
  refuseDemotion(told, plan);
  return told;
}

/**
 * The release of a tag as it is: the public one, else the draft that carries the marker, else the oldest.
 * @throws as GitHubClient.rest
 */
export async function findRelease(
  repository: Repository,
  tag: string,
  marker: string,
): Promise<Release | undefined> {
  const { published, drafts } = await findReleases(repository, tag);
  const found = published ?? drafts.find(({ body }) => body.includes(marker)) ?? drafts[0];
  return found && tellDigests(repository, found);
}

/**
 * Compares the draft once more and makes it public, with the notes of now. The release that the repository shows first stays
 * the highest final one.
 * @throws IntegrityError E_RELEASE_ASSETS, E_RELEASE_PUBLISHED; and as `publishRelease`
 */
export async function publishDraft(
  plan: ReleasePlan,
  draft: Release,
): Promise<{ readonly release: Release; readonly isLatest: boolean | undefined }> {
  if (isClosed(draft, plan)) return { release: draft, isLatest: undefined };
  assertAssets(draft, plan);
  if (!draft.draft) return promotePublished(plan, draft);
  const { repository, target, discussionCategory } = plan;
  const noted = await updateReleaseNotes(repository, draft, composeAloud(plan, draft, plan.runId));
  assertAssets(await tellDigests(repository, noted), plan);
  const makeLatest = await isHighestStable(repository, target);
  const published = await publishRelease(repository, draft.id, {
    prerelease: target.isPrerelease,
    makeLatest,
    ...(discussionCategory === undefined ? {} : { discussionCategory }),
  });
  const release = await tellDigests(repository, published);
  assertAssets(release, plan);
  return { release, isLatest: makeLatest };
}

/** A release that was published as a pre-release and is to be final now: the flag, the place of it, and the notes change. */
async function promotePublished(
  plan: ReleasePlan,
  release: Release,
): Promise<{ readonly release: Release; readonly isLatest: boolean | undefined }> {
  const { repository, target } = plan;
  if (keepsMark(release, plan)) return { release: await noteChannels(plan, release), isLatest: undefined };
  refuseDemotion(release, plan);
  if (!release.prerelease || target.isPrerelease) return { release, isLatest: undefined };
  const makeLatest = await isHighestStable(repository, target);
  const { name, body } = composeAloud(plan, release, plan.runId);
  const promoted = await promoteRelease(repository, release.id, { name, body, makeLatest });
  plan.repository.log.notice(`${target.tag} was published as a pre-release and is a final release now.`);
  return { release: await tellDigests(repository, promoted), isLatest: makeLatest };
}

/**
 * The draft was published by a person, before the channels had anything: its notes name them now. A release that was made by hand
 * keeps its text.
 */
async function noteChannels(plan: ReleasePlan, release: Release): Promise<Release> {
  const { repository } = plan;
  if (isMadeByHand(release, plan)) return release;
  const noted = await updateReleaseNotes(repository, release, composeAloud(plan, release, plan.runId));
  return tellDigests(repository, noted);
}

/** The text of a release, with a word about what people wrote and keep. */
function composeAloud(plan: ReleasePlan, existing: Release | undefined, publishedBy?: number): MergedText {
  const text = plan.compose(existing, publishedBy);
  const tag = neutralizeLine(plan.target.tag, 120);
  if (text.keepsTitle)
    plan.repository.log.notice(
      `The title of ${tag} was edited by hand and is kept: ${neutralizeLine(text.name, 200)}.`,
    );
  if (text.keepsNotes)
    plan.repository.log.warning(
      `The notes of ${tag} were edited by hand and are kept as they are. Delete everything between the "slipway" comments, the comments included, to have them written again.`,
    );
  return text;
}

/** What has been final is on PyPI and under the tags of the image: no flag takes that back. */
function refuseDemotion(release: Release, plan: ReleasePlan): void {
  const { target } = plan;
  if (release.prerelease || !target.isPrerelease || keepsMark(release, plan)) return;
  throw new IntegrityError(releaseErrors.E_RELEASE_PUBLISHED, {
    message: `${neutralizeLine(release.tagName, 120)} is published as a final release and cannot become a pre-release. Nothing was changed.`,
    hint: 'Leave "prerelease" out to complete the release as it is. To take the version back, yank it on PyPI and release a new one.',
  });
}

/**
 * Refuses a draft that an earlier run or attempt filled from the same commit with other bytes: another channel may have those
 * already, and a file that was published can never be replaced.
 */
async function refuseOtherBuild(plan: ReleasePlan, found: Release): Promise<void> {
  const { repository, files, target } = plan;
  if (findBlock(found.body, target.tag)?.commitSha !== target.commitSha) return;
  const draft = await tellDigests(repository, found);
  const own = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  const findings = draft.assets.flatMap(({ name, state, sha256 }) => {
    const built = own.get(name);
    const isOther = kindOfFile(name) !== 'other' && state === 'uploaded' && built !== undefined;
    return isOther && sha256 !== built ? [`${name} (there ${sha256 ?? 'not told'}, here ${built})`] : [];
  });
  if (findings.length === 0) return;
  throw new IntegrityError(releaseErrors.E_RELEASE_ASSETS, {
    message: `The draft for ${neutralizeLine(draft.tagName, 120)} has files of the same commit with different bytes: ${findings.join('; ')}. Nothing was replaced.`,
    hint: 'An earlier run or attempt built this release, and other channels may have its files. Use "Re-run failed jobs" there instead of "Re-run all jobs". If no channel has them, delete the draft and re-run this job.',
  });
}
