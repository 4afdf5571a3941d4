import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import { objectToAccess } from './access.ts';
import { RegistryFailure } from './failure.ts';
import type { Caller, Digest, Package, RegistryBehavior } from './model.ts';
import { isDigest } from './names.ts';
import type { RegistryStore, UploadSession } from './registry-store.ts';

/** One request about the uploads of a package that the caller may push to. */
export interface UploadCall {
  readonly store: RegistryStore;
  readonly behavior: RegistryBehavior;
  readonly request: EmulatorRequest;
  readonly target: Package;
  readonly caller: Caller;
}

function progress({ behavior }: UploadCall, session: UploadSession, status: number): EmulatorResponse {
  return {
    status,
    headers: {
      location: behavior.uploadLocation(`/v2/${session.repository}/blobs/upload/${session.id}`),
      range: `0-${Math.max(0, session.size - 1)}`,
      'docker-upload-uuid': session.id,
    },
  };
}

function created(target: Package, digest: Digest): EmulatorResponse {
  target.blobs.add(digest);
  return {
    status: 201,
    headers: { location: `/v2/${target.name}/blobs/${digest}`, 'docker-content-digest': digest },
  };
}

function readDigest(request: EmulatorRequest): Digest | undefined {
  const digest = request.url.searchParams.get('digest');
  if (digest === null) return undefined;
  if (isDigest(digest)) return digest;
  throw new RegistryFailure(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
}

async function finish(call: UploadCall, session: UploadSession, digest: Digest): Promise<EmulatorResponse> {
  if (await call.store.finishSession(session, digest)) return created(call.target, digest);
  throw new RegistryFailure(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
}

/** Appends the body; what came before the client broke off is kept. */
async function append({ store, request }: UploadCall, session: UploadSession): Promise<void> {
  try {
    await store.append(session, request.stream());
  } catch {
    throw new RegistryFailure(400, 'BLOB_UPLOAD_INVALID', 'blob upload invalid');
  }
}

/** `POST …/blobs/uploads/`: a session, a mount, or a whole blob. */
export async function startUpload(call: UploadCall): Promise<EmulatorResponse> {
  const { store, request, target, caller } = call;
  const { searchParams } = request.url;
  const mount = searchParams.get('mount');
  const from = store.packages.get(searchParams.get('from') ?? '');
  if (mount !== null && from?.blobs.has(mount) === true) {
    // A source that may not be read is treated as one that has no such blob.
    if (objectToAccess(caller, from, from.name, 'pull') === undefined) return created(target, mount);
  }
  const session = await store.startSession(target.name);
  const digest = readDigest(request);
  if (digest === undefined || mount !== null) return progress(call, session, 202);
  await append(call, session);
  return finish(call, session, digest);
}

/** `GET`, `PATCH`, `PUT` and `DELETE` of a session. */
export async function continueUpload(call: UploadCall, id: string): Promise<EmulatorResponse> {
  const { store, request, target } = call;
  const session = store.sessions.get(id);
  if (session === undefined || session.repository !== target.name)
    throw new RegistryFailure(404, 'BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry');
  switch (request.method) {
    case 'GET':
      return progress(call, session, 204);
    case 'DELETE':
      await store.endSession(session);
      return { status: 204 };
    case 'PATCH':
      checkChunk(call, session);
      await append(call, session);
      return progress(call, session, 202);
    case 'PUT': {
      const digest = readDigest(request);
      if (digest === undefined) throw new RegistryFailure(400, 'DIGEST_INVALID', 'digest missing');
      checkChunk(call, session);
      await append(call, session);
      return finish(call, session, digest);
    }
    default:
      throw new RegistryFailure(405, 'UNSUPPORTED', 'The operation is unsupported.');
  }
}

/** A request with `Content-Range` has to begin where the session ends, and must not be too large. */
function checkChunk(call: UploadCall, session: UploadSession): void {
  const { request, behavior } = call;
  const range = request.headers['content-range'];
  if (range === undefined) return;
  const { start, end } = /^(?<start>\d+)-(?<end>\d+)$/.exec(range)?.groups ?? {};
  const length = Number(end) - Number(start) + 1;
  const { headers = {} } = progress(call, session, 416);
  const more = { headers: headers as Readonly<Record<string, string>> };
  if (Number(start) !== session.size)
    throw new RegistryFailure(416, 'RANGE_INVALID', 'invalid content range', more);
  if (Number(request.headers['content-length'] ?? length) !== length)
    throw new RegistryFailure(400, 'BLOB_UPLOAD_INVALID', 'blob upload invalid');
  if (length > behavior.chunkLimitBytes) {
    // The words of ghcr.io.
    const limit = (behavior.chunkLimitBytes / 1024 / 1024).toFixed(2);
    const message = `the request body is too large and exceeds the maximum permissible limit of ${limit}MiB`;
    throw new RegistryFailure(416, 'REQUESTED_RANGE_NOT_SATISFIABLE', message, more);
  }
}
