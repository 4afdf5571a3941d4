import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { EmulatorRequest, EmulatorResponse, Service } from '@slipway/gateway/service';
import { type JobGrant, resultsHost, type TokenStore } from '../jobs/tokens.ts';
import {
  type Artifact,
  type ArtifactRegister,
  createArtifactRegister,
  isListed,
} from './artifact-register.ts';
import { createBlobHandler } from './blob-service.ts';
import { createBlobStore } from './blob-store.ts';
import { blobHost, createUrlSigner } from './signed-url.ts';
import { type MessageShape, readMessage, requireField, respond, TwirpError } from './twirp.ts';

export interface ArtifactServiceOptions {
  /** The bytes of artifacts are kept in `<directory>/artifacts`. */
  readonly directory: string;
  readonly tokens: TokenStore;
  /** Milliseconds since the epoch; default the real clock. */
  readonly now?: () => number;
}

/** The artifact service with what other emulators and the report read from it. */
export interface ArtifactService {
  readonly service: Service;
  readonly artifacts: ArtifactRegister;
  /**
   * What GitHub does to the artifacts of a run when all of its jobs are started again: those of earlier attempts are gone.
   * "Re-run failed jobs" keeps them. Source: actions/upload-artifact#323 and #585.
   */
  startOver(repository: string, runId: number): void;
  /** An address that downloads the artifact for ten minutes, as the REST API redirects to. */
  signDownload(artifact: Artifact): string;
}

const routePrefix = '/twirp/github.actions.results.api.v1.ArtifactService/';
const signedUrlLifetimeMs = 10 * 60 * 1000;
const uploadUrlLifetimeMs = 60 * 60 * 1000;
// https://docs.github.com/actions "artifact and log retention": 90 days by default and at most in a public repository.
const retentionMs = 90 * 24 * 60 * 60 * 1000;
// `validateArtifactName` of @actions/artifact; the service refuses them as well.
const forbiddenInName = /["<>|*?:\r\n\\/]/;

const idFields = { workflow_run_backend_id: 'string', workflow_job_run_backend_id: 'string' } as const;

/**
 * Starts the results service and its blob host over one register.
 *
 * Attested: "Re-run failed jobs" lists what earlier attempts stored, each attempt keeps its own artifact of a name, and the newest
 * of a name is the one with the highest `database_id` (go-gitea/gitea#38857, by trials on GitHub; `@actions/artifact`). "Re-run all
 * jobs" lists nothing of earlier attempts (see `startOver`). An attempt that is not known is `404 workflow run not found`
 * (actions/download-artifact#486). Inferred from what GitHub's own client sends: `GetSignedArtifactURL` and `DeleteArtifact` find
 * an artifact by its own run and job, and by no other.
 */
export function createArtifactService(options: ArtifactServiceOptions): ArtifactService {
  const now = options.now ?? Date.now;
  const signer = createUrlSigner(now);
  const blobs = createBlobStore(join(options.directory, 'artifacts'), now);
  const artifacts = createArtifactRegister(now);
  const handleBlob = createBlobHandler({ blobs, signer, now });

  const signDownload = (artifact: Artifact): string => {
    const zip = artifact.mimeType === 'application/zip';
    return signer.sign({
      path: artifact.blobPath,
      permission: 'r',
      expiresAtMs: now() + signedUrlLifetimeMs,
      contentDisposition: `attachment; filename="${artifact.name}${zip ? '.zip' : ''}"`,
      contentType: artifact.mimeType,
    });
  };

  const authenticate = (request: EmulatorRequest): JobGrant => {
    const token = /^bearer +(?<token>\S+)$/i.exec(request.headers['authorization'] ?? '')?.groups?.['token'];
    const grant = token === undefined ? undefined : options.tokens.findRuntime(token);
    if (grant === undefined) throw new TwirpError('unauthenticated', 'unauthorized');
    return grant;
  };

  const readCall = async <S extends MessageShape>(request: EmulatorRequest, shape: S) => {
    const grant = authenticate(request);
    const message = readMessage(await request.bytes(), { ...idFields, ...shape });
    const runBackendId = requireField('workflow_run_backend_id', message.workflow_run_backend_id);
    const jobBackendId = requireField('workflow_job_run_backend_id', message.workflow_job_run_backend_id);
    return { grant, message, runBackendId, jobBackendId };
  };

  /** The run of a message has to be the one in the token's `Actions.Results` scope; for writing, the job as well. */
  const readScoped = async <S extends MessageShape>(request: EmulatorRequest, shape: S, writing: boolean) => {
    const { grant, message, runBackendId, jobBackendId } = await readCall(request, shape);
    const own = grant.backendIds;
    if (runBackendId !== own.runBackendId || (writing && jobBackendId !== own.jobBackendId))
      throw new TwirpError('permission_denied', 'the token has no access to this workflow run');
    return { grant, message };
  };

  const listed = ({ identity }: JobGrant): readonly Artifact[] =>
    artifacts.ofRun(identity.repository, identity.runId).filter((artifact) => isListed(artifact, now()));

  /** The artifact that a message names by its own ids, which are those of the attempt and the job that stored it. */
  const readNamed = async (request: EmulatorRequest): Promise<Artifact> => {
    const { grant, message, runBackendId, jobBackendId } = await readCall(request, { name: 'string' });
    const name = requireField('name', message.name);
    const ofAttempt = listed(grant).filter(({ backendIds }) => backendIds.runBackendId === runBackendId);
    if (ofAttempt.length === 0 && runBackendId !== grant.backendIds.runBackendId)
      throw new TwirpError('not_found', 'workflow run not found');
    const found = ofAttempt.find(
      (artifact) => artifact.name === name && artifact.backendIds.jobBackendId === jobBackendId,
    );
    if (found === undefined) throw new TwirpError('not_found', 'artifact not found');
    return found;
  };

  const create = async (request: EmulatorRequest): Promise<EmulatorResponse> => {
    const shape = { name: 'string', expires_at: 'timestamp', version: 'int32', mime_type: 'string' } as const;
    const { grant, message } = await readScoped(request, shape, true);
    const name = requireField('name', message.name);
    if (forbiddenInName.test(name)) throw new TwirpError('invalid_argument', 'artifact name is invalid');
    if ((message.version ?? 0) < 4) throw new TwirpError('invalid_argument', 'version is not supported');
    const { identity, backendIds } = grant;
    // Unique within an attempt of a run whichever job made it, finished or not: a lost answer is met by this error too.
    const taken = artifacts
      .ofRun(identity.repository, identity.runId)
      .some((artifact) => artifact.name === name && artifact.runAttempt === identity.runAttempt);
    if (taken)
      throw new TwirpError('already_exists', 'an artifact with this name already exists on the workflow run');
    const mimeType = message.mime_type || 'application/zip';
    const file = createHash('sha256').update(randomBytes(32)).digest('hex');
    const folder = `/actions-results/${backendIds.runBackendId}/workflow-job-run-${backendIds.jobBackendId}/artifacts`;
    const blobPath = `${folder}/${file}${mimeType === 'application/zip' ? '.zip' : ''}`;
    artifacts.add({
      repository: identity.repository,
      runId: identity.runId,
      runAttempt: identity.runAttempt,
      backendIds,
      name,
      mimeType,
      createdAtMs: now(),
      expiresAtMs: Math.min(message.expires_at ?? Number.POSITIVE_INFINITY, now() + retentionMs),
      blobPath,
    });
    const expiresAtMs = now() + uploadUrlLifetimeMs;
    return respond(200, {
      ok: true,
      signed_upload_url: signer.sign({ path: blobPath, permission: 'w', expiresAtMs }),
    });
  };

  const finalize = async (request: EmulatorRequest): Promise<EmulatorResponse> => {
    const shape = { name: 'string', size: 'int64', hash: 'string' } as const;
    const { grant, message } = await readScoped(request, shape, true);
    const name = requireField('name', message.name);
    const pending = artifacts
      .ofRun(grant.identity.repository, grant.identity.runId)
      .find(
        (artifact) =>
          artifact.name === name && artifact.backendIds.jobBackendId === grant.backendIds.jobBackendId,
      );
    if (pending === undefined) throw new TwirpError('not_found', 'artifact not found');
    if (pending.finalized !== undefined)
      throw new TwirpError('already_exists', 'the artifact has already been finalized');
    const blob = blobs.find(pending.blobPath);
    if (blob === undefined)
      throw new TwirpError('failed_precondition', 'the artifact has no uploaded content');
    if ((message.size ?? 0) !== blob.size)
      throw new TwirpError(
        'invalid_argument',
        `size ${message.size ?? 0} is not the uploaded size ${blob.size}`,
      );
    const digest = `sha256:${blob.sha256}`;
    if (message.hash !== undefined && message.hash !== digest)
      throw new TwirpError('invalid_argument', `hash ${message.hash} is not the uploaded hash ${digest}`);
    artifacts.finalize(pending.databaseId, { size: blob.size, digest });
    return respond(200, { ok: true, artifact_id: String(pending.databaseId) });
  };

  const list = async (request: EmulatorRequest): Promise<EmulatorResponse> => {
    const { grant, message } = await readScoped(
      request,
      { name_filter: 'string', id_filter: 'int64' },
      false,
    );
    const found = listed(grant)
      .filter(({ name }) => message.name_filter === undefined || name === message.name_filter)
      .filter(({ databaseId }) => message.id_filter === undefined || databaseId === message.id_filter);
    return respond(200, {
      artifacts: found.map((artifact) => ({
        workflow_run_backend_id: artifact.backendIds.runBackendId,
        workflow_job_run_backend_id: artifact.backendIds.jobBackendId,
        database_id: String(artifact.databaseId),
        name: artifact.name,
        size: String(artifact.finalized?.size ?? 0),
        created_at: new Date(artifact.createdAtMs).toISOString(),
        digest: artifact.finalized?.digest ?? null,
      })),
    });
  };

  const getSignedUrl = async (request: EmulatorRequest): Promise<EmulatorResponse> => {
    const artifact = await readNamed(request);
    return respond(200, { name: artifact.name, signed_url: signDownload(artifact) });
  };

  const remove = async (request: EmulatorRequest): Promise<EmulatorResponse> => {
    const artifact = await readNamed(request);
    artifacts.remove(artifact.databaseId);
    await blobs.remove(artifact.blobPath);
    return respond(200, { ok: true, artifact_id: String(artifact.databaseId) });
  };

  const methods: Readonly<Record<string, (request: EmulatorRequest) => Promise<EmulatorResponse>>> = {
    CreateArtifact: create,
    FinalizeArtifact: finalize,
    ListArtifacts: list,
    GetSignedArtifactURL: getSignedUrl,
    DeleteArtifact: remove,
  };

  const handleCall = async (request: EmulatorRequest): Promise<EmulatorResponse> => {
    const { pathname } = request.url;
    const name = pathname.startsWith(routePrefix) ? pathname.slice(routePrefix.length) : '';
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    try {
      if (method === undefined) throw new TwirpError('bad_route', `no handler for path "${pathname}"`);
      if (request.method !== 'POST')
        throw new TwirpError('bad_route', `unsupported method "${request.method}" (only POST is allowed)`);
      if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
        throw new TwirpError('bad_route', 'unexpected Content-Type');
      return await method(request);
    } catch (error) {
      if (error instanceof TwirpError) return error.toResponse();
      throw error;
    }
  };

  return {
    service: {
      name: 'artifacts',
      hosts: [resultsHost, blobHost],
      handle: (request) => (request.host === blobHost ? handleBlob(request) : handleCall(request)),
    },
    artifacts,
    startOver(repository, runId) {
      for (const artifact of artifacts.ofRepository(repository))
        if (artifact.runId === runId) artifacts.remove(artifact.databaseId);
    },
    signDownload,
  };
}
