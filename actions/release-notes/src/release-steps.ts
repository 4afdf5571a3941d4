import { IntegrityError } from '@slipway/core/errors/action-error';
import type { FileList } from '@slipway/core/file-list';
import { neutraliseLine } from '@slipway/core/neutralise';
import type { GitHubClient } from '@slipway/github/client';
import { type AssetFile, uploadAssets } from '@slipway/github/release-assets';
import {
  ensureDraft,
  findReleases,
  publishRelease,
  type Release,
  readReleaseById,
  updateReleaseNotes,
} from '@slipway/github/releases';
import { isCompanion } from './release-files.ts';
import { isHighestStable } from './release-order.ts';
import type { ReleaseTarget } from './release-target.ts';

/** What the release is to be. */
export interface ReleasePlan {
  readonly repository: string;
  readonly target: ReleaseTarget;
  readonly title: string;
  readonly body: string;
  /** Part of `body`: by it a draft is known to be ours. */
  readonly marker: string;
  readonly files: readonly AssetFile[];
  /** The files the build promised; without `files`, the assets are held against them. */
  readonly promised: FileList | undefined;
  readonly discussionCategory: string | undefined;
}

/**
 * Makes or adopts the draft and brings its assets to the bytes of the files. A release that is public already is compared and
 * left alone.
 * @throws IntegrityError E_RELEASE_ASSETS, E_RELEASE_PUBLISHED; and as `ensureDraft` and `uploadAssets`
 */
export async function makeDraft(client: GitHubClient, plan: ReleasePlan): Promise<Release> {
  const { repository, target, title, body, marker, files } = plan;
  const existing = (await findReleases(client, repository, target.tag)).published;
  if (existing !== undefined) {
    assertAssets(existing, plan);
    return existing;
  }
  const release = await ensureDraft(client, repository, {
    tagName: target.tag,
    name: title,
    body,
    prerelease: target.isPrerelease,
    marker,
  });
  if (!release.draft) {
    assertAssets(release, plan);
    return release;
  }
  await uploadAssets(client, repository, release.id, files);
  const drafted = await readReleaseById(client, repository, release.id);
  assertAssets(drafted, plan);
  return drafted;
}

/**
 * The release of a tag as it is: the public one, else the draft that carries the marker, else the oldest.
 * @throws as GitHubClient.request
 */
export async function findRelease(
  client: GitHubClient,
  repository: string,
  tag: string,
  marker: string,
): Promise<Release | undefined> {
  const { published, drafts } = await findReleases(client, repository, tag);
  return published ?? drafts.find(({ body }) => body.includes(marker)) ?? drafts[0];
}

/**
 * Compares the draft once more and makes it public, with the notes of now. The release that the repository shows first stays
 * the highest final one.
 * @throws IntegrityError E_RELEASE_ASSETS, E_RELEASE_PUBLISHED; and as `publishRelease`
 */
export async function publishDraft(
  client: GitHubClient,
  plan: ReleasePlan,
  draft: Release,
): Promise<{ readonly release: Release; readonly isLatest: boolean | undefined }> {
  assertAssets(draft, plan);
  if (!draft.draft) return { release: draft, isLatest: undefined };
  const { repository, target, title, body, discussionCategory } = plan;
  const noted = await updateReleaseNotes(client, repository, draft, { name: title, body });
  assertAssets(noted, plan);
  const makeLatest = await isHighestStable(client, repository, target);
  const release = await publishRelease(client, repository, draft.id, {
    prerelease: target.isPrerelease,
    makeLatest,
    ...(discussionCategory === undefined ? {} : { discussionCategory }),
  });
  assertAssets(release, plan);
  return { release, isLatest: makeLatest };
}

/** @throws IntegrityError E_RELEASE_ASSETS for a draft, E_RELEASE_PUBLISHED for a public release */
export function assertAssets(release: Release, { files, promised }: ReleasePlan): void {
  const expected = new Map(
    (files.length > 0 ? files : (promised ?? [])).map((file) => [file.name, file.sha256]),
  );
  if (expected.size === 0) return;
  const findings: string[] = [];
  const present = new Map(release.assets.map((asset) => [asset.name, asset]));
  for (const [name, sha256] of expected) {
    const asset = present.get(name);
    if (asset === undefined) findings.push(`missing: ${name}`);
    else if (asset.state !== 'uploaded') findings.push(`not whole: ${name}`);
    else if (asset.sha256 !== sha256)
      findings.push(`different: ${name} (here ${sha256}, there ${asset.sha256 ?? 'not told'})`);
  }
  for (const name of present.keys()) {
    const isAllowed = files.length === 0 && isCompanion(name);
    if (!expected.has(name) && !isAllowed) findings.push(`not of this release: ${neutraliseLine(name, 200)}`);
  }
  if (findings.length === 0) return;
  throw new IntegrityError(release.draft ? 'E_RELEASE_ASSETS' : 'E_RELEASE_PUBLISHED', {
    message: `The ${release.draft ? 'draft' : 'published release'} ${neutraliseLine(release.tagName, 120)} has other assets: ${findings.join('; ')}.`,
  });
}
