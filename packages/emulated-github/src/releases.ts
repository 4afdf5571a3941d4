import { randomBytes } from 'node:crypto';
import { Refusal, validationFailed } from './answers.ts';
import { authorize, type Caller } from './caller.ts';
import { gitText, resolveObject, tryGit } from './git/git.ts';
import type { World } from './github-state.ts';
import type { Asset, Release } from './model.ts';
import { judgeRefChanges, zeroSha } from './protection.ts';
import { apiBase, isoTime, nodeId, pageBase, renderUser } from './render.ts';
import type { Repository } from './repository.ts';
import { applyRefChanges, readRef } from './transfers/ref-changes.ts';

/** The longest body of a release. */
export const maxBodyCharacters = 125_000;

export function isPublished(release: Release): boolean {
  return !release.draft;
}

/** The release with a page under `/releases/tag/`; drafts have none. */
export function findPublished(repository: Repository, tagName: string): Release | undefined {
  return repository.releases.find((release) => isPublished(release) && release.tagName === tagName);
}

/** Path component of a release's page: drafts hide behind a random name. */
export function pageName(release: Release): string {
  return release.draft ? release.untaggedName : release.tagName;
}

export function createUntaggedName(): string {
  return `untagged-${randomBytes(10).toString('hex')}`;
}

/** Schema `release-asset`. */
export function renderAsset(repository: Repository, release: Release, asset: Asset): Record<string, unknown> {
  const at = `${encodeURIComponent(pageName(release))}/${encodeURIComponent(asset.name)}`;
  return {
    url: `${apiBase(repository)}/releases/assets/${asset.id}`,
    id: asset.id,
    node_id: nodeId('RA', asset.id),
    name: asset.name,
    label: asset.label,
    uploader: renderUser(asset.uploader),
    content_type: asset.contentType,
    state: asset.state,
    size: asset.size,
    digest: asset.sha256 === null ? null : `sha256:${asset.sha256}`,
    download_count: asset.downloads,
    created_at: isoTime(asset.createdAtMs),
    updated_at: isoTime(asset.updatedAtMs),
    browser_download_url: `${pageBase(repository)}/releases/download/${at}`,
  };
}

/** Schema `release`. */
export function renderRelease(repository: Repository, release: Release): Record<string, unknown> {
  const url = `${apiBase(repository)}/releases/${release.id}`;
  const source = `refs/tags/${release.tagName}`;
  return {
    url,
    assets_url: `${url}/assets`,
    upload_url: `https://uploads.github.com/repos/${repository.fullName}/releases/${release.id}/assets{?name,label}`,
    html_url: `${pageBase(repository)}/releases/tag/${encodeURIComponent(pageName(release))}`,
    id: release.id,
    author: renderUser(release.author),
    node_id: nodeId('RE', release.id),
    tag_name: release.tagName,
    target_commitish: release.targetCommitish,
    name: release.name,
    draft: release.draft,
    immutable: release.immutable,
    prerelease: release.prerelease,
    created_at: isoTime(release.createdAtMs),
    updated_at: isoTime(release.updatedAtMs),
    published_at: release.publishedAtMs === null ? null : isoTime(release.publishedAtMs),
    assets: release.assets.map((asset) => renderAsset(repository, release, asset)),
    tarball_url: release.draft ? null : `${apiBase(repository)}/tarball/${source}`,
    zipball_url: release.draft ? null : `${apiBase(repository)}/zipball/${source}`,
    body: release.body,
    ...(release.discussionCategory === null || release.draft
      ? {}
      : { discussion_url: `${pageBase(repository)}/discussions/${release.id}` }),
  };
}

async function commitTime(repository: Repository, release: Release): Promise<number> {
  const outcome = await tryGit(repository.gitDirectory, [
    'log',
    '-1',
    '--format=%ct',
    `refs/tags/${release.tagName}`,
  ]);
  return Number(outcome.stdout.toString('utf8').trim()) * 1000 || release.createdAtMs;
}

/** The chosen one, else the newest by the date of its commit; drafts and pre-releases never are. */
export async function findLatest(repository: Repository): Promise<Release | undefined> {
  const candidates = repository.releases.filter((release) => isPublished(release) && !release.prerelease);
  const chosen = candidates.find((release) => release.id === repository.latestReleaseId);
  if (chosen !== undefined) return chosen;
  const dated = await Promise.all(
    candidates.map(async (release) => ({ release, time: await commitTime(repository, release) })),
  );
  return dated.sort((left, right) => right.time - left.time || right.release.id - left.release.id)[0]
    ?.release;
}

async function requireTarget(repository: Repository, caller: Caller, target: string): Promise<string> {
  const commit = await resolveObject(repository.gitDirectory, target);
  if (commit === undefined) {
    throw validationFailed({ resource: 'Release', code: 'invalid', field: 'target_commitish' });
  }
  const workflowsAt = async (revision: string): Promise<string | undefined> =>
    resolveObject(repository.gitDirectory, `${revision}:.github/workflows`, 'tree');
  // A tag at other workflow files than those of the default branch counts as a change of them.
  const differs =
    (await workflowsAt(commit)) !== (await workflowsAt(`refs/heads/${repository.defaultBranch}`));
  if (caller.kind === 'job' && differs) throw new Refusal(403, 'Resource not accessible by integration');
  return commit;
}

/** What speaks against this tag being published; creates the tag when it is not there ("lazy" tag). */
async function ensureTag(
  world: World,
  repository: Repository,
  caller: Caller,
  release: Release,
): Promise<void> {
  const ref = `refs/tags/${release.tagName}`;
  if (repository.burnedTags.has(release.tagName)) {
    const message = 'tag_name was used by an immutable release';
    throw validationFailed({ resource: 'Release', code: 'custom', field: 'tag_name', message });
  }
  const other = repository.releases.some(
    (entry) => entry !== release && isPublished(entry) && entry.tagName === release.tagName,
  );
  if (other) throw validationFailed({ resource: 'Release', code: 'already_exists', field: 'tag_name' });
  if ((await readRef(repository, ref)) !== undefined) return;
  const after = await requireTarget(repository, caller, release.targetCommitish);
  const change = { ref, before: zeroSha, after };
  const [refused] = await judgeRefChanges(repository, caller, [change]);
  if (refused !== undefined) {
    const message = `pre_receive Repository rule violations found\n\n${refused.reasons.join('\n\n')}\n\n`;
    throw validationFailed({ resource: 'Release', code: 'custom', field: 'pre_receive', message });
  }
  // Losing the race for the tag is no fault: the tag is there.
  await applyRefChanges(world, repository, caller, [change]);
}

export type MakeLatest = 'true' | 'false' | 'legacy';

/** Turns a draft (or a release being created) into a public one. */
export async function publishRelease(
  world: World,
  repository: Repository,
  caller: Caller,
  release: Release,
): Promise<void> {
  await ensureTag(world, repository, caller, release);
  release.draft = false;
  release.publishedAtMs = world.now();
  release.updatedAtMs = release.publishedAtMs;
  release.immutable = repository.immutableReleases;
}

export function chooseLatest(repository: Repository, release: Release, makeLatest: MakeLatest): void {
  if (!isPublished(release) || release.prerelease) return;
  if (makeLatest === 'true') repository.latestReleaseId = release.id;
  if (makeLatest === 'legacy') repository.latestReleaseId = null;
}

/** @throws Refusal 404 for a category that is not there, as GitHub answers it */
export function requireCategory(
  world: World,
  repository: Repository,
  caller: Caller,
  category: string,
): void {
  authorize(world, caller, repository, { scope: 'discussions', level: 'write' });
  if (!repository.discussionCategories.includes(category)) throw new Refusal(404, 'Not Found');
}

export function announceRelease(
  world: World,
  repository: Repository,
  caller: Caller,
  release: Release,
  action: 'created' | 'published' | 'released' | 'prereleased' | 'edited' | 'deleted',
): void {
  const origin = { repository: repository.fullName, actor: caller.login, byJobToken: caller.kind === 'job' };
  world.events.emit('release', { ...origin, action, release });
}

/** The commit titles' place is taken by merged pull requests; nothing is saved (REST reference, "Generate release notes content"). */
export async function generateNotes(
  repository: Repository,
  tagName: string,
  targetCommitish: string,
  previousTag: string | undefined,
): Promise<{ name: string; body: string }> {
  const directory = repository.gitDirectory;
  const head =
    (await readRef(repository, `refs/tags/${tagName}`)) ?? (await resolveObject(directory, targetCommitish));
  if (head === undefined)
    throw validationFailed({ resource: 'Release', code: 'invalid', field: 'target_commitish' });
  if (previousTag !== undefined && (await readRef(repository, `refs/tags/${previousTag}`)) === undefined) {
    throw validationFailed({ resource: 'Release', code: 'invalid', field: 'previous_tag_name' });
  }
  const described = await tryGit(directory, [
    'describe',
    '--tags',
    '--abbrev=0',
    `--exclude=${tagName}`,
    head,
  ]);
  const guess = described.exitCode === 0 ? described.stdout.toString('utf8').trim() : undefined;
  const previous = previousTag ?? guess;
  const range = previous === undefined ? [head] : [`refs/tags/${previous}..${head}`];
  const commits = new Set((await gitText(directory, ['rev-list', ...range])).split('\n'));
  const merged = repository.pullRequests.filter(
    (pull) => pull.mergedCommit !== null && commits.has(pull.mergedCommit),
  );
  const page = pageBase(repository);
  const changes = merged
    .map((pull) => `* ${pull.title} by @${pull.user} in ${page}/pull/${pull.number}\n`)
    .join('');
  const link =
    previous === undefined ? `${page}/commits/${tagName}` : `${page}/compare/${previous}...${tagName}`;
  return {
    name: tagName,
    body: `${changes === '' ? '' : `## What's Changed\n${changes}\n\n`}**Full Changelog**: ${link}`,
  };
}
