import type { Release as GraphqlRelease } from '@octokit/graphql-schema';
import { RemoteError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Octokit } from './client/octokit.ts';
import { expecting, expectingEach, findOptional, listPages } from './client.ts';
import { githubErrors } from './errors.ts';
import { releaseFields } from './releases/release-fields.ts';
import type { Repository } from './repository.ts';

export interface ReleaseAsset {
  readonly id: number;
  readonly name: string;
  /** What the page shows instead of the name; empty for none. */
  readonly label: string;
  /** Bytes. */
  readonly size: number;
  /** Anything but `uploaded` is what a broken upload left behind. */
  readonly state: string;
  /** Hex SHA-256; undefined when GitHub has none. */
  readonly sha256: string | undefined;
  readonly downloadUrl: string;
}

export interface Release {
  readonly id: number;
  readonly tagName: string;
  readonly name: string;
  readonly body: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  /** Assets and tag can never be changed again. */
  readonly immutable: boolean;
  readonly url: string;
  readonly assets: readonly ReleaseAsset[];
}

type RestRelease = Awaited<ReturnType<Octokit['rest']['repos']['getRelease']>>['data'];
type RestAsset = RestRelease['assets'][number];

/** Reads the schema `release-asset`. */
export function readAsset(asset: RestAsset): ReleaseAsset {
  const { id, name, size, state } = asset;
  const sha256 = /^sha256:([0-9a-f]{64})$/.exec(asset.digest ?? '')?.[1];
  const label = asset.label ?? '';
  return { id, name, label, size, state, sha256, downloadUrl: asset.browser_download_url };
}

function readRelease(release: RestRelease): Release {
  return {
    id: release.id,
    tagName: release.tag_name,
    name: release.name ?? '',
    body: release.body ?? '',
    draft: release.draft,
    prerelease: release.prerelease,
    immutable: release.immutable ?? false,
    url: release.html_url,
    assets: release.assets.map(readAsset),
  };
}

/** All that GitHub has for one tag. */
export interface ReleasesOfTag {
  readonly published: Release | undefined;
  /** Oldest first: GitHub lets several drafts have the same tag. */
  readonly drafts: readonly Release[];
}

interface ReleaseIds {
  readonly repository: {
    readonly release: { readonly databaseId: NonNullable<GraphqlRelease['databaseId']> } | null;
  } | null;
}

const byTag = `query ($owner: String!, $name: String!, $tag: String!) {
  repository(owner: $owner, name: $name) { release(tagName: $tag) { databaseId } }
}`;

/** Drafts are found among the newest releases and by GraphQL, which knows them by their tag at any age. */
const newestReleases = 100;

/** The published release of a tag, which everybody sees who sees the repository. @throws as GitHubClient.rest */
export async function findPublishedRelease(
  { rest, at }: Repository,
  tag: string,
): Promise<Release | undefined> {
  const found = await findOptional(rest.repos.getReleaseByTag({ ...at, tag, ...expecting(releaseFields) }));
  return found && readRelease(found);
}

/** The published release of a tag and its drafts; drafts need `contents: write`. @throws as GitHubClient.rest */
export async function findReleases(repository: Repository, tagName: string): Promise<ReleasesOfTag> {
  const { rest, at } = repository;
  const published = await findPublishedRelease(repository, tagName);
  const { repository: found } = await repository.graphql<ReleaseIds>(
    byTag,
    { owner: at.owner, name: at.repo, tag: tagName },
    { fields: ['repository?.release?.databaseId:number'], idempotent: true },
  );
  const id = found?.release?.databaseId;
  const drafts = new Map<number, RestRelease>();
  if (id !== undefined && id !== published?.id) {
    const draft = await findOptional(
      rest.repos.getRelease({ ...at, release_id: id, ...expecting(releaseFields) }),
    );
    if (draft?.draft === true) drafts.set(draft.id, draft);
  }
  for (const release of await list(repository, newestReleases)) {
    if (release.draft && release.tag_name === tagName) drafts.set(release.id, release);
  }
  return {
    published,
    drafts: [...drafts.values()].map(readRelease).sort((left, right) => left.id - right.id),
  };
}

const list = ({ rest, at }: Repository, limit: number): Promise<RestRelease[]> =>
  listPages((page) => rest.repos.listReleases({ ...at, ...page, ...expectingEach(releaseFields) }), limit);

/** @throws RemoteError E_GITHUB_NOT_FOUND and as GitHubClient.rest */
export async function readReleaseById({ rest, at }: Repository, id: number): Promise<Release> {
  const { data } = await rest.repos.getRelease({ ...at, release_id: id, ...expecting(releaseFields) });
  return readRelease(data);
}

/** Newest first, drafts included for who may see them. @throws as GitHubClient.rest */
export async function listReleases(repository: Repository, limit: number): Promise<readonly Release[]> {
  return (await list(repository, limit)).map(readRelease);
}

/** What a draft is to say; the tag must exist, and no `target_commitish` is ever sent. */
export interface DraftPlan {
  readonly tagName: string;
  readonly prerelease: boolean;
  /** Title and body, for a new draft or for one that may say something already. */
  compose(existing: Release | undefined): { readonly name: string; readonly body: string };
  /** A text inside the body by which drafts made by us are told from those of people. */
  readonly marker: string;
}

/**
 * The one release of a tag to work on: the published one as it is, else the oldest draft brought up to date, else a new draft.
 * Further drafts that carry the marker are removed; those of people stay.
 * @throws as GitHubClient.rest
 */
export async function ensureDraft(repository: Repository, plan: DraftPlan): Promise<Release> {
  let { published, drafts } = await findReleases(repository, plan.tagName);
  if (published !== undefined) return published;
  const { prerelease } = plan;
  if (drafts.length === 0) {
    try {
      const made = await repository.rest.repos.createRelease({
        ...{ ...repository.at, tag_name: plan.tagName, draft: true, prerelease },
        ...textOf(plan.compose(undefined)),
        ...expecting(releaseFields),
      });
      return readRelease(made.data);
    } catch (error) {
      // The answer may be lost and the draft made: what is there decides.
      if (!(error instanceof RemoteError) || (error.status ?? 500) < 500) throw error;
      ({ published, drafts } = await findReleases(repository, plan.tagName));
      if (published === undefined && drafts.length === 0) throw error;
    }
  }
  const ours = (release: Release): boolean => release.body.includes(plan.marker);
  const [kept] = [...drafts.filter(ours), ...drafts];
  if (published !== undefined || kept === undefined) return published ?? failMissing(plan.tagName);
  for (const draft of drafts) {
    if (draft.id === kept.id) continue;
    if (ours(draft)) await deleteDraft(repository, draft.id);
    else
      repository.log.warning(
        `There is another draft for ${neutralizeLine(plan.tagName)}, ${draft.url}; it is not changed.`,
      );
  }
  const text = textOf(plan.compose(kept));
  if (kept.name === text.name && kept.body === text.body && kept.prerelease === prerelease) return kept;
  return patchRelease(repository, kept.id, { ...text, prerelease });
}

const textOf = ({ name, body }: { readonly name: string; readonly body: string }) => ({ name, body });

function failMissing(tagName: string): never {
  throw new RemoteError(githubErrors.E_GITHUB_NOT_FOUND, {
    message: `The draft for ${neutralizeLine(tagName)} is gone again.`,
  });
}

async function deleteDraft({ rest, at }: Repository, id: number): Promise<void> {
  await findOptional(rest.repos.deleteRelease({ ...at, release_id: id }));
}

/** What of a release is changed. */
type ReleaseChange = Omit<
  Parameters<Octokit['rest']['repos']['updateRelease']>[0],
  'owner' | 'repo' | 'release_id'
>;

/** Sets fields of a release to values: sent twice, the result is the same. */
async function patchRelease({ rest, at }: Repository, id: number, change: ReleaseChange): Promise<Release> {
  const { data } = await rest.repos.updateRelease({
    ...{ ...at, release_id: id, ...change },
    ...expecting(releaseFields, { idempotent: true }),
  });
  return readRelease(data);
}

/** Title and notes stay changeable on every release, an immutable one too. @throws as GitHubClient.rest */
export async function updateReleaseNotes(
  repository: Repository,
  release: Release,
  text: { readonly name: string; readonly body: string },
): Promise<Release> {
  if (release.name === text.name && release.body === text.body) return release;
  return patchRelease(repository, release.id, textOf(text));
}

/**
 * Makes a published pre-release final, with the notes of a final release. Sent twice, the result is the same.
 * @throws as GitHubClient.rest
 */
export async function promoteRelease(
  repository: Repository,
  releaseId: number,
  { name, body, makeLatest }: { readonly name: string; readonly body: string; readonly makeLatest: boolean },
): Promise<Release> {
  return patchRelease(repository, releaseId, {
    name,
    body,
    prerelease: false,
    make_latest: makeLatest ? 'true' : 'false',
  });
}

export interface PublishOptions {
  readonly prerelease: boolean;
  /** Whether this becomes the release that the page of the repository shows first; a pre-release never does. */
  readonly makeLatest: boolean;
  /** Opens a discussion; the category must exist. Needs `discussions: write`. */
  readonly discussionCategory?: string;
}

/**
 * Makes a draft public; a release that is public is returned as it is.
 * @throws RemoteError E_GITHUB_RELEASE_CLOSED when an asset is not whole; and as GitHubClient.rest
 */
export async function publishRelease(
  repository: Repository,
  releaseId: number,
  options: PublishOptions,
): Promise<Release> {
  const release = await readReleaseById(repository, releaseId);
  if (!release.draft) return release;
  const broken = release.assets.find(({ state }) => state !== 'uploaded');
  if (broken !== undefined) {
    throw new RemoteError(githubErrors.E_GITHUB_RELEASE_CLOSED, {
      message: `The draft is not published: its asset ${neutralizeLine(broken.name)} is in the state "${neutralizeLine(broken.state)}".`,
      hint: 'Re-run the job: the asset is uploaded again.',
    });
  }
  const { prerelease, makeLatest, discussionCategory } = options;
  return patchRelease(repository, releaseId, {
    draft: false,
    prerelease,
    make_latest: makeLatest && !prerelease ? 'true' : 'false',
    ...(discussionCategory === undefined ? {} : { discussion_category_name: discussionCategory }),
  });
}
