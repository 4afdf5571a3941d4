import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmulatorResponse } from '@slipway/gateway/service';
import { empty, json, notFound, Refusal } from '../answers.ts';
import { redirectToAsset, requireFreeName, sanitiseAssetName } from '../assets.ts';
import { mayDo } from '../caller.ts';
import type { Asset, Release } from '../model.ts';
import { renderAsset } from '../releases.ts';
import {
  answerPage,
  type Call,
  optionalString,
  type Route,
  readBody,
  readContents,
  wantsMedia,
  writeContents,
} from './call.ts';
import { requireRelease } from './releases.ts';

function requireAsset({ repository, caller, params }: Call): { release: Release; asset: Asset } {
  for (const release of repository.releases) {
    const asset = release.assets.find((entry) => String(entry.id) === params['id']);
    if (asset === undefined) continue;
    if (release.draft && !mayDo(caller, repository, writeContents)) break;
    return { release, asset };
  }
  throw notFound();
}

async function listAssets(call: Call): Promise<EmulatorResponse> {
  const release = requireRelease(call, call.params['id']);
  return answerPage(call, release.assets, (asset) => renderAsset(call.repository, release, asset));
}

async function getAsset(call: Call): Promise<EmulatorResponse> {
  const { release, asset } = requireAsset(call);
  if (wantsMedia(call, 'octet-stream')) return redirectToAsset(call.repository, asset);
  return json(200, renderAsset(call.repository, release, asset));
}

async function updateAsset(call: Call): Promise<EmulatorResponse> {
  const { release, asset } = requireAsset(call);
  const body = await readBody(call.request);
  if (release.immutable) throw new Refusal(422, 'Cannot update assets of an immutable release.');
  const wanted = optionalString(body, 'name');
  const name = wanted === undefined ? asset.name : sanitiseAssetName(wanted);
  if (name !== asset.name) requireFreeName(release, name);
  asset.name = name;
  asset.label = optionalString(body, 'label') ?? asset.label;
  asset.updatedAtMs = call.world.now();
  return json(200, renderAsset(call.repository, release, asset));
}

async function deleteAsset(call: Call): Promise<EmulatorResponse> {
  const { release, asset } = requireAsset(call);
  if (release.immutable) throw new Refusal(422, 'Cannot delete asset from an immutable release');
  release.assets.splice(release.assets.indexOf(asset), 1);
  await rm(join(call.repository.assetDirectory, asset.file), { force: true });
  return empty();
}

export const assetRoutes: readonly Route[] = [
  { method: 'GET', path: '/releases/:id{[0-9]+}/assets', needs: readContents, handle: listAssets },
  { method: 'GET', path: '/releases/assets/:id{[0-9]+}', needs: readContents, handle: getAsset },
  { method: 'PATCH', path: '/releases/assets/:id{[0-9]+}', needs: writeContents, handle: updateAsset },
  { method: 'DELETE', path: '/releases/assets/:id{[0-9]+}', needs: writeContents, handle: deleteAsset },
];
