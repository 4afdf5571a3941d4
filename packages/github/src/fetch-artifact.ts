import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import { neutraliseLine } from '@slipway/core/neutralise';
import type { Http, Log } from '@slipway/core/ports';
import { decodeClaims } from './id-token.ts';
import { readFlatZip, type ZipFileEntry } from './zip-entries.ts';

export interface FetchArtifactRequest {
  readonly http: Http;
  readonly log: Log;
  /** `ACTIONS_RESULTS_URL`. */
  readonly resultsUrl: string | undefined;
  /** `ACTIONS_RUNTIME_TOKEN`. */
  readonly runtimeToken: string | undefined;
  readonly name: string;
  /** Made when it is not there; no file of it is overwritten. */
  readonly directory: string;
}

interface ListedArtifact {
  readonly size: number;
  /** Hex; empty when the service tells none. */
  readonly digest: string;
  readonly createdAt: string;
}

const service = 'twirp/github.actions.results.api.v1.ArtifactService';
const largestArchiveBytes = 10 * 2 ** 30;

/**
 * Fetches an artifact of this run into a folder and proves its digest, over the HTTP client of the caller: GitHub's own
 * client cannot be in a bundle that must not start programs.
 * @throws InputError E_GITHUB_ARTIFACT when the run has none of this name; IntegrityError E_GITHUB_ARTIFACT_DIFFERS;
 * RemoteError E_GITHUB_ARTIFACT, E_HTTP_*
 */
export async function fetchArtifact(request: FetchArtifactRequest): Promise<readonly ZipFileEntry[]> {
  const { name, directory, log } = request;
  const shown = neutraliseLine(name, 100);
  const call = openService(request);
  const artifact = readListed(await call('ListArtifacts', { name_filter: name }), name);
  if (artifact === undefined) {
    throw new InputError('E_GITHUB_ARTIFACT', {
      message: `This run has no artifact "${shown}".`,
      hint: 'Check "artifact-name" against the job that stores it, and that this job "needs" it.',
    });
  }
  const answer = await call('GetSignedArtifactURL', { name });
  const url = answer['signed_url'] ?? answer['signedUrl'];
  if (typeof url !== 'string') {
    throw new RemoteError('E_GITHUB_ARTIFACT', {
      message: `GitHub gave no address for the artifact ${shown}.`,
    });
  }
  await mkdir(directory, { recursive: true });
  const folder = await mkdtemp(join(directory, '.artifact-'));
  try {
    const archive = join(folder, 'archive.zip');
    const digest = await store(request.http, url, archive);
    if (artifact.digest !== '' && digest !== artifact.digest) {
      throw new IntegrityError('E_GITHUB_ARTIFACT_DIFFERS', {
        message: `The artifact ${shown} did not arrive with the SHA-256 GitHub has for it: ${digest} instead of ${artifact.digest}.`,
      });
    }
    const files = await readFlatZip(archive, directory);
    log.info(`Fetched the artifact ${shown}: ${files.map((file) => file.name).join(', ')}`);
    return files;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Message = Readonly<Record<string, unknown>>;

/** The service as a function: method and message to its answer, in the ids of the token's run. */
function openService(request: FetchArtifactRequest): (method: string, message: Message) => Promise<Message> {
  const { http, resultsUrl, runtimeToken } = request;
  if (resultsUrl === undefined || runtimeToken === undefined) {
    throw new InputError('E_GITHUB_ARTIFACT', {
      message:
        'There is no artifact service here (ACTIONS_RESULTS_URL and ACTIONS_RUNTIME_TOKEN are not set).',
      hint: 'Name the folder of the files instead of an artifact, or run this in a workflow job on GitHub.',
    });
  }
  const [run, job] = readScope(runtimeToken);
  return async (method, message) => {
    const response = await http.request({
      method: 'POST',
      url: new URL(`${service}/${method}`, resultsUrl).href,
      headers: { authorization: `Bearer ${runtimeToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ workflow_run_backend_id: run, workflow_job_run_backend_id: job, ...message }),
      // Both methods only read.
      idempotent: true,
    });
    return response.json() as Message;
  };
}

// `Actions.Results:<run>:<job>` is one of the scopes; the client of GitHub reads it in the same way.
function readScope(token: string): readonly [run: string, job: string] {
  const { scp } = decodeClaims(token);
  for (const scope of typeof scp === 'string' ? scp.split(' ') : []) {
    const [kind, run, job] = scope.split(':');
    if (kind === 'Actions.Results' && run !== undefined && job !== undefined) return [run, job];
  }
  throw new RemoteError('E_GITHUB_ARTIFACT', {
    message: 'The token of the job has no scope for the artifacts of its run.',
  });
}

/** The newest artifact of the name: a later attempt of a job stores its own. */
function readListed(answer: Message, name: string): ListedArtifact | undefined {
  const { artifacts } = answer;
  const found = (Array.isArray(artifacts) ? (artifacts as Message[]) : [])
    .filter((artifact) => artifact['name'] === name)
    .map((artifact) => ({
      size: Number(artifact['size'] ?? 0),
      digest: String(artifact['digest'] ?? '').replace(/^sha256:/, ''),
      createdAt: String(artifact['created_at'] ?? artifact['createdAt'] ?? ''),
    }));
  return found.sort((left, right) => (left.createdAt < right.createdAt ? 1 : -1))[0];
}

async function store(http: Http, url: string, path: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const hash = createHash('sha256');
    const file = createWriteStream(path);
    try {
      await http.request({
        method: 'GET',
        url,
        maxResponseBytes: largestArchiveBytes,
        attemptTimeoutMs: 15 * 60_000,
        deadlineMs: 30 * 60_000,
        sink: async (chunk) => {
          hash.update(chunk);
          if (!file.write(chunk)) await new Promise<void>((resolve) => file.once('drain', resolve));
        },
      });
      await new Promise<void>((resolve, reject) => file.end(resolve).once('error', reject));
      return hash.digest('hex');
    } catch (cause) {
      file.destroy();
      // A download that broke off starts over: what was written is written again.
      if (!(cause instanceof RemoteError) || !cause.retryable || attempt >= 4) throw cause;
    }
  }
}
