import type { EmulatorResponse } from '@slipway/gateway/service';
import { empty, invalidRequest, json, notFound, Refusal, validationFailed } from '../answers.ts';
import { authorize, mayDo } from '../caller.ts';
import type { Release } from '../model.ts';
import {
  announceRelease,
  chooseLatest,
  createUntaggedName,
  findLatest,
  findPublished,
  generateNotes,
  isPublished,
  type MakeLatest,
  maxBodyCharacters,
  publishRelease,
  renderRelease,
  requireCategory,
} from '../releases.ts';
import { apiBase } from '../render.ts';
import type { Repository } from '../repository.ts';
import {
  answerPage,
  type Call,
  type JsonObject,
  optionalBoolean,
  optionalString,
  type Route,
  readBody,
  readContents,
  requireString,
  writeContents,
} from './call.ts';

/** Drafts are visible to who may push. */
function visibleReleases({ repository, caller }: Call): Release[] {
  const all = repository.releases.toSorted((left, right) => right.id - left.id);
  return mayDo(caller, repository, writeContents) ? all : all.filter(isPublished);
}

export function requireRelease(call: Call, id: string | undefined): Release {
  const release = visibleReleases(call).find((entry) => String(entry.id) === id);
  if (release === undefined) throw notFound();
  // Seeing a draft takes the right to push: it counts as used.
  if (release.draft) authorize(call.world, call.caller, call.repository, writeContents);
  return release;
}

async function listReleases(call: Call): Promise<EmulatorResponse> {
  return answerPage(call, visibleReleases(call), (release) => renderRelease(call.repository, release));
}

async function getRelease(call: Call): Promise<EmulatorResponse> {
  return json(200, renderRelease(call.repository, requireRelease(call, call.params['id'])));
}

async function getReleaseByTag({ repository, params }: Call): Promise<EmulatorResponse> {
  const release = findPublished(repository, params['tag'] ?? '');
  if (release === undefined) throw notFound();
  return json(200, renderRelease(repository, release));
}

async function getLatest({ repository }: Call): Promise<EmulatorResponse> {
  const release = await findLatest(repository);
  if (release === undefined) throw notFound();
  return json(200, renderRelease(repository, release));
}

function readMakeLatest(body: JsonObject): MakeLatest | undefined {
  const value = optionalString(body, 'make_latest');
  if (value === undefined || value === 'true' || value === 'false' || value === 'legacy') return value;
  throw invalidRequest(`${value} is not a member of ["true", "false", "legacy"].`);
}

function checkTexts(tagName: string, body: string | undefined): void {
  if (tagName === '')
    throw validationFailed({ resource: 'Release', code: 'missing_field', field: 'tag_name' });
  if (/[\s~^:?*[\\]|\.\.|^\/|\/$|\.lock$|^-/.test(tagName)) {
    const message = 'tag_name is not a valid tag';
    throw validationFailed({ resource: 'Release', code: 'custom', field: 'tag_name', message });
  }
  if (body !== undefined && [...body].length > maxBodyCharacters) {
    const message = `body is too long (maximum is ${maxBodyCharacters} characters)`;
    throw validationFailed({ resource: 'Release', code: 'custom', field: 'body', message });
  }
}

async function createRelease({ world, repository, caller, request }: Call): Promise<EmulatorResponse> {
  const body = await readBody(request);
  const tagName = requireString(body, 'tag_name');
  const text = optionalString(body, 'body');
  checkTexts(tagName, text);
  const makeLatest = readMakeLatest(body) ?? 'true';
  const category = optionalString(body, 'discussion_category_name');
  if (category !== undefined) requireCategory(world, repository, caller, category);
  const target = optionalString(body, 'target_commitish') ?? repository.defaultBranch;
  const draft = optionalBoolean(body, 'draft') ?? false;
  const prerelease = optionalBoolean(body, 'prerelease') ?? false;
  const generated =
    optionalBoolean(body, 'generate_release_notes') === true
      ? await generateNotes(repository, tagName, target, undefined)
      : undefined;
  const notes = [text, generated?.body].filter((part) => part !== undefined).join('\n\n');
  const now = world.now();
  const release: Release = {
    id: world.nextId(),
    tagName,
    targetCommitish: target,
    name: optionalString(body, 'name') ?? generated?.name ?? null,
    body: notes === '' ? (text ?? null) : notes,
    draft: true,
    prerelease,
    immutable: false,
    untaggedName: createUntaggedName(),
    author: caller.login,
    createdAtMs: now,
    updatedAtMs: now,
    publishedAtMs: null,
    discussionCategory: category ?? null,
    assets: [],
  };
  if (!draft) await publishRelease(world, repository, caller, release);
  repository.releases.push(release);
  announceRelease(world, repository, caller, release, 'created');
  if (!draft) {
    chooseLatest(repository, release, makeLatest);
    announceRelease(world, repository, caller, release, 'published');
    announceRelease(world, repository, caller, release, prerelease ? 'prereleased' : 'released');
  }
  return json(201, renderRelease(repository, release), {
    location: `${apiBase(repository)}/releases/${release.id}`,
  });
}

function refuseLockedFields(release: Release, body: JsonObject): void {
  if (!release.immutable) return;
  for (const [field, value] of [
    ['tag_name', release.tagName],
    ['target_commitish', release.targetCommitish],
  ] as const) {
    if (body[field] !== undefined && body[field] !== value) {
      const message = `${field} cannot be changed when release is immutable`;
      throw validationFailed({ resource: 'Release', code: 'custom', field, message });
    }
  }
  if (body['draft'] === true)
    throw validationFailed({
      resource: 'Release',
      code: 'custom',
      field: 'draft',
      message: 'draft cannot be changed when release is immutable',
    });
}

async function updateRelease(call: Call): Promise<EmulatorResponse> {
  const { world, repository, caller, params, request } = call;
  const release = requireRelease(call, params['id']);
  const body = await readBody(request);
  const tagName = optionalString(body, 'tag_name') ?? release.tagName;
  const text = optionalString(body, 'body');
  const draft = optionalBoolean(body, 'draft') ?? release.draft;
  const prerelease = optionalBoolean(body, 'prerelease') ?? release.prerelease;
  const makeLatest = readMakeLatest(body);
  checkTexts(tagName, text);
  refuseLockedFields(release, body);
  const category = optionalString(body, 'discussion_category_name');
  if (category !== undefined) requireCategory(world, repository, caller, category);
  const publishing = release.draft && !draft;
  const kept = { tagName: release.tagName, targetCommitish: release.targetCommitish };
  release.tagName = tagName;
  release.targetCommitish = optionalString(body, 'target_commitish') ?? release.targetCommitish;
  try {
    if (publishing) await publishRelease(world, repository, caller, release);
  } catch (error) {
    Object.assign(release, kept);
    throw error;
  }
  release.name = optionalString(body, 'name') ?? release.name;
  release.body = text ?? release.body;
  release.prerelease = prerelease;
  release.discussionCategory = category ?? release.discussionCategory;
  release.updatedAtMs = world.now();
  if (!release.draft && draft) release.draft = true;
  const choice = makeLatest ?? (publishing ? 'true' : undefined);
  if (choice !== undefined) chooseLatest(repository, release, choice);
  announceRelease(world, repository, caller, release, publishing ? 'published' : 'edited');
  if (publishing)
    announceRelease(world, repository, caller, release, prerelease ? 'prereleased' : 'released');
  return json(200, renderRelease(repository, release));
}

function forget(repository: Repository, release: Release): void {
  repository.releases.splice(repository.releases.indexOf(release), 1);
  if (repository.latestReleaseId === release.id) repository.latestReleaseId = null;
  // The name of an immutable release can never be used again, not even for a tag.
  if (release.immutable) repository.burnedTags.add(release.tagName);
}

async function deleteRelease(call: Call): Promise<EmulatorResponse> {
  const release = requireRelease(call, call.params['id']);
  forget(call.repository, release);
  announceRelease(call.world, call.repository, call.caller, release, 'deleted');
  return empty();
}

async function generate({ repository, request }: Call): Promise<EmulatorResponse> {
  const body = await readBody(request);
  const tagName = requireString(body, 'tag_name');
  const target = optionalString(body, 'target_commitish') ?? repository.defaultBranch;
  if (tagName === '') throw new Refusal(422, 'Validation Failed');
  return json(
    200,
    await generateNotes(repository, tagName, target, optionalString(body, 'previous_tag_name')),
  );
}

export const releaseRoutes: readonly Route[] = [
  { method: 'GET', path: '/releases', needs: readContents, handle: listReleases },
  { method: 'POST', path: '/releases', needs: writeContents, handle: createRelease },
  { method: 'GET', path: '/releases/latest', needs: readContents, handle: getLatest },
  { method: 'GET', path: '/releases/tags/:tag{.+}', needs: readContents, handle: getReleaseByTag },
  { method: 'POST', path: '/releases/generate-notes', needs: writeContents, handle: generate },
  { method: 'GET', path: '/releases/:id{[0-9]+}', needs: readContents, handle: getRelease },
  { method: 'PATCH', path: '/releases/:id{[0-9]+}', needs: writeContents, handle: updateRelease },
  { method: 'DELETE', path: '/releases/:id{[0-9]+}', needs: writeContents, handle: deleteRelease },
];
