import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import { json, notFound, Refusal, validationFailed } from './answers.ts';
import { authorize, type Caller, identifyCaller, mayDo } from './caller.ts';
import { findRepository, type World } from './github-state.ts';
import type { Asset, Release } from './model.ts';
import { findLatest, pageName, renderAsset } from './releases.ts';
import { pageBase } from './render.ts';
import type { Repository } from './repository.ts';

/** Most assets of one release. */
const maxAssets = 1000;
export const downloadHost = 'release-assets.githubusercontent.com';

/** What GitHub makes of a file name: anything but letters, digits and `-_+@.` becomes one dot, none at the ends. */
export function sanitiseAssetName(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '');
  const withStem = plain.startsWith('.') ? `default${plain}` : plain;
  const dotted = withStem
    .replace(/[^a-z0-9\-_+@.]+/gi, '.')
    .replace(/\.{2,}/g, '.')
    .replace(/^\.|\.$/g, '');
  return dotted !== name && !dotted.includes('.') ? `default.${dotted}` : dotted;
}

/** @throws Refusal 422 when the name is taken within the release, wreckage of a broken upload included */
export function requireFreeName(release: Release, name: string): void {
  if (release.assets.some((asset) => asset.name === name)) {
    throw validationFailed({ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' });
  }
}

async function storeBytes(
  world: World,
  repository: Repository,
  release: Release,
  asset: Asset,
  request: EmulatorRequest,
): Promise<void> {
  const hash = createHash('sha256');
  let size = 0;
  const breaks = repository.breakingUploads.delete(asset.name);
  async function* measured(): AsyncGenerator<Uint8Array> {
    for await (const chunk of request.stream()) {
      size += chunk.byteLength;
      if (size > world.maxAssetBytes) {
        throw validationFailed({
          resource: 'ReleaseAsset',
          code: 'custom',
          field: 'size',
          message: `size must be less than ${world.maxAssetBytes + 1}`,
        });
      }
      hash.update(chunk);
      yield chunk;
    }
  }
  try {
    await pipeline(Readable.from(measured()), createWriteStream(join(repository.assetDirectory, asset.file)));
  } catch (error) {
    if (error instanceof Refusal) {
      release.assets.splice(release.assets.indexOf(asset), 1);
      await rm(join(repository.assetDirectory, asset.file), { force: true });
    }
    throw error;
  }
  const announced = request.headers['content-length'];
  // "A 502 Bad Gateway may leave an empty asset with a state of starter" (REST reference, "Upload a release asset").
  if (breaks || (announced !== undefined && Number(announced) !== size))
    throw new Refusal(502, 'Bad Gateway');
  asset.size = size;
  asset.sha256 = hash.digest('hex');
  asset.state = 'uploaded';
  asset.updatedAtMs = world.now();
}

/** `POST https://uploads.github.com/repos/{owner}/{repo}/releases/{id}/assets?name=&label=` */
export async function answerUpload(world: World, request: EmulatorRequest): Promise<EmulatorResponse> {
  const match = /^\/repos\/([^/]+)\/([^/]+)\/releases\/(\d+)\/assets$/.exec(request.url.pathname);
  const caller = identifyCaller(world, request.headers['authorization']);
  const repository = findRepository(world, match?.[1] ?? '', match?.[2] ?? '');
  if (match === null || request.method !== 'POST' || repository === undefined) throw notFound();
  authorize(world, caller, repository, { scope: 'contents', level: 'write' });
  const release = repository.releases.find((entry) => String(entry.id) === match[3]);
  if (release === undefined) throw notFound();
  if (release.immutable) throw new Refusal(422, 'Cannot upload assets to an immutable release.');
  const contentType = request.headers['content-type'];
  if (contentType === undefined || contentType === '') throw new Refusal(400, 'Bad Content-Type');
  if (request.headers['content-length'] === '0') throw new Refusal(400, 'Bad Content-Length: 0');
  const wanted = request.url.searchParams.get('name') ?? '';
  if (wanted === '')
    throw validationFailed({ resource: 'ReleaseAsset', code: 'missing_field', field: 'name' });
  const name = sanitiseAssetName(wanted);
  requireFreeName(release, name);
  if (release.assets.length >= maxAssets) {
    throw validationFailed({
      resource: 'ReleaseAsset',
      code: 'custom',
      field: 'release',
      message: 'file_count limited to 1000 assets per release',
    });
  }
  const now = world.now();
  const asset: Asset = {
    id: world.nextId(),
    name,
    label: request.url.searchParams.get('label') ?? '',
    contentType,
    state: 'starter',
    size: 0,
    sha256: null,
    file: randomBytes(16).toString('hex'),
    uploader: caller.login,
    createdAtMs: now,
    updatedAtMs: now,
    downloads: 0,
  };
  release.assets.push(asset);
  await storeBytes(world, repository, release, asset, request);
  return json(201, renderAsset(repository, release, asset));
}

/** Where the bytes are: an address that carries its own short-lived right to read them. */
function downloadAddress(repository: Repository, asset: Asset): string {
  const disposition = encodeURIComponent(`attachment; filename=${asset.name}`);
  return `https://${downloadHost}/github-production-release-asset/${repository.id}/${asset.file}?rscd=${disposition}&rsct=${encodeURIComponent('application/octet-stream')}`;
}

export function redirectToAsset(repository: Repository, asset: Asset): EmulatorResponse {
  if (asset.state !== 'uploaded') throw notFound();
  return {
    status: 302,
    headers: { location: downloadAddress(repository, asset), 'cache-control': 'no-cache' },
    body: '',
  };
}

/** The storage host: bytes, without any question of who asks. */
export function answerDownload(world: World, request: EmulatorRequest): EmulatorResponse {
  const [, , id = '', file = ''] = request.url.pathname.split('/');
  const repository = [...world.repositories.values()].find((entry) => String(entry.id) === id);
  const asset = repository?.releases
    .flatMap((release) => release.assets)
    .find((entry) => entry.file === file);
  if (repository === undefined || asset === undefined || asset.state !== 'uploaded') {
    return {
      status: 404,
      headers: { 'content-type': 'application/xml' },
      body: '<Error><Code>BlobNotFound</Code></Error>',
    };
  }
  asset.downloads += 1;
  return {
    status: 200,
    headers: {
      'content-type': asset.contentType,
      'content-length': String(asset.size),
      'content-disposition': request.url.searchParams.get('rscd') ?? 'attachment',
    },
    body: request.method === 'HEAD' ? '' : createReadStream(join(repository.assetDirectory, asset.file)),
  };
}

function findByPage(repository: Repository, caller: Caller, page: string): Release | undefined {
  const release = repository.releases.find((entry) => pageName(entry) === page);
  if (release?.draft === true && !mayDo(caller, repository, { scope: 'contents', level: 'write' }))
    return undefined;
  return release;
}

/** `https://github.com/{owner}/{repo}/releases/[latest/]download/…`; undefined for any other page. */
export async function answerBrowserDownload(
  world: World,
  request: EmulatorRequest,
): Promise<EmulatorResponse | undefined> {
  const match = /^\/([^/]+)\/([^/]+)\/releases\/(latest\/download|download\/(.+))\/([^/]+)$/.exec(
    request.url.pathname,
  );
  if (match === null) return undefined;
  const caller = identifyCaller(world, request.headers['authorization']);
  const repository = findRepository(world, match[1] ?? '', match[2] ?? '');
  if (repository === undefined) throw notFound();
  authorize(world, caller, repository, { scope: 'contents', level: 'read' });
  const name = decodeURIComponent(match[5] ?? '');
  if (match[4] === undefined) {
    const latest = await findLatest(repository);
    if (latest === undefined) throw notFound();
    const location = `${pageBase(repository)}/releases/download/${encodeURIComponent(latest.tagName)}/${encodeURIComponent(name)}`;
    return { status: 302, headers: { location }, body: '' };
  }
  const asset = findByPage(repository, caller, decodeURIComponent(match[4]))?.assets.find(
    (entry) => entry.name === name,
  );
  if (asset === undefined) throw notFound();
  return redirectToAsset(repository, asset);
}
