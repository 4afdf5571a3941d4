import type { UrlSigner } from '@slipway/emulated-github/artifacts/signed-url';
import type { EmulatorRequest, EmulatorResponse, Service } from '@slipway/gateway/service';
import { answerBlob } from './blobs.ts';
import { RegistryFailure, renderFailure } from './failure.ts';
import { answerReferrers, answerTags } from './lists.ts';
import { answerManifest, deleteManifest, putManifest } from './manifests.ts';
import { isDigest, namePattern } from './names.ts';
import { admit, answerToken, challenge, type SignIn } from './sign-in.ts';
import { answerStorage } from './storage-host.ts';
import { continueUpload, startUpload, type UploadCall } from './uploads.ts';

export interface ServiceParts extends SignIn {
  readonly storageHost: string;
  readonly links: UrlSigner;
}

const route = new RegExp(
  `^/v2/(?<name>${namePattern})/(?:manifests/(?<manifest>[^/]+)|blobs/(?<blob>[a-z0-9]+:[^/]+)|blobs/uploads?/(?<upload>[^/]*)|tags/(?<tags>list)|referrers/(?<subject>[^/]+))$`,
);

const unsupported = (): RegistryFailure =>
  new RegistryFailure(405, 'UNSUPPORTED', 'The operation is unsupported.');

async function answerRepository(parts: ServiceParts, request: EmulatorRequest): Promise<EmulatorResponse> {
  const { store, links, storageHost } = parts;
  const behavior = parts.behavior();
  const groups = route.exec(decodeURIComponent(request.url.pathname))?.groups;
  const { name, manifest, blob, upload, tags, subject } = groups ?? {};
  if (name === undefined) return { status: 404, body: '404 page not found\n' };
  const { method } = request;
  const reads = method === 'GET' || method === 'HEAD';
  const writes = upload !== undefined || !reads;
  const caller = admit(parts, request, name, writes ? 'push' : 'pull');
  if (upload !== undefined) {
    const target = store.openPackage(name, caller, behavior.firstVisibility);
    const call: UploadCall = { store, behavior, request, target, caller };
    if (upload !== '') return continueUpload(call, upload);
    if (method === 'POST') return startUpload(call);
    throw unsupported();
  }
  const target = store.packages.get(name);
  if (blob !== undefined && reads && isDigest(blob))
    return answerBlob(store, links, storageHost, target, blob, method);
  if (manifest !== undefined) {
    if (reads) return answerManifest(target, manifest, request);
    if (method === 'PUT') {
      const opened = store.openPackage(name, caller, behavior.firstVisibility);
      return putManifest(opened, manifest, request, behavior, store.now());
    }
    if (method === 'DELETE' && behavior.deletes) return deleteManifest(target, manifest);
  }
  if (tags !== undefined && reads) return answerTags(target, name, request, behavior);
  if (subject !== undefined && reads) {
    if (behavior.referrersApi === false || !isDigest(subject))
      return { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 page not found\n' };
    return answerReferrers(behavior.referrersApi === true ? target : undefined, subject, request);
  }
  throw unsupported();
}

/** The service of one registry: sign-in, the API, and the storage downloads are redirected to. */
export function createRegistryService(parts: ServiceParts): Service {
  const answer = async (request: EmulatorRequest): Promise<EmulatorResponse> => {
    const { pathname } = request.url;
    if (request.host === parts.storageHost) return answerStorage(parts.store, parts.links, request);
    if (pathname === '/token') return answerToken(parts, request);
    if (pathname !== '/v2/' && pathname !== '/v2') return answerRepository(parts, request);
    if (request.headers['authorization'] === undefined) throw challenge(parts);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
  };
  return {
    name: 'registry',
    hosts: [parts.host, parts.storageHost],
    async handle(request) {
      const version = { 'docker-distribution-api-version': 'registry/2.0' };
      try {
        const { headers, ...rest } = await answer(request);
        return { ...rest, headers: { ...version, ...headers } };
      } catch (error) {
        if (!(error instanceof RegistryFailure)) throw error;
        const { headers, ...rest } = renderFailure(error);
        return { ...rest, headers: { ...version, ...headers } };
      }
    },
  };
}
