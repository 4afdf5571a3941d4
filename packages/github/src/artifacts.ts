import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Artifact, ArtifactClient } from '@actions/artifact';
import { settleWithin } from '@slipway/core/async/settle-within';
import { ActionError, IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import { hashFiles } from '@slipway/core/hash';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import { redactText } from '@slipway/core/redact';
import { githubErrors } from './errors.ts';
import { readFlatZip } from './zip-entries.ts';

/** What a later job needs to find an artifact again and to know it. */
export interface StoredArtifact {
  readonly id: number;
  /** Hex SHA-256 of the archive. */
  readonly digest: string;
  /** Bytes of the archive. */
  readonly size: number;
}

export interface UploadArtifactRequest {
  readonly name: string;
  /** Absolute paths; all in one folder. */
  readonly files: readonly string[];
  readonly rootDirectory: string;
  /** Default: that of the repository. */
  readonly retentionDays?: number;
  readonly log: Log;
  /** Ends the wait for GitHub's client when it fires. */
  readonly signal?: AbortSignal;
}

const plainDigest = (digest: string): string => digest.replace(/^sha256:/, '').toLowerCase();

/** What is used of GitHub's client. */
type Client = Pick<ArtifactClient, 'uploadArtifact' | 'listArtifacts' | 'downloadArtifact'>;

// An artifact has at most 10 GiB; a list is one small answer, asked for five times with pauses of up to a minute.
const maxTransferMs = 30 * 60_000;
const maxListMs = 5 * 60_000;

/**
 * GitHub's client has a transport of its own, which knows neither a deadline nor a signal, and stalls with a proxy that
 * stalls: both are kept here.
 */
export function boundClient(client: Client, signal: AbortSignal | undefined): Client {
  const within = <Result>(limitMs: number, work: Promise<Result>): Promise<Result> =>
    settleWithin(work, limitMs, signal);
  return {
    uploadArtifact: (...args) => within(maxTransferMs, client.uploadArtifact(...args)),
    downloadArtifact: (...args) => within(maxTransferMs, client.downloadArtifact(...args)),
    listArtifacts: (...args) => within(maxListMs, client.listArtifacts(...args)),
  };
}

/** GitHub's client weighs more than the rest of an action: it is loaded by those who store. */
async function openClient(): Promise<ArtifactClient> {
  const { DefaultArtifactClient } = await import('@actions/artifact');
  return new DefaultArtifactClient();
}

/**
 * Stores files as an artifact of the run. One of this name with the same files is taken as it is, so that a job may run twice.
 * @throws IntegrityError E_GITHUB_ARTIFACT_DIFFERS when the name is taken by other files; RemoteError E_GITHUB_ARTIFACT
 */
export async function uploadArtifact(request: UploadArtifactRequest): Promise<StoredArtifact> {
  const { name, files, rootDirectory, retentionDays, log, signal } = request;
  const client = boundClient(await openClient(), signal);
  try {
    const stored = await client.uploadArtifact(name, [...files], rootDirectory, {
      ...(retentionDays === undefined ? {} : { retentionDays }),
      // Distributions are compressed already.
      compressionLevel: 0,
    });
    if (stored.id !== undefined && stored.digest !== undefined) {
      return { id: stored.id, digest: plainDigest(stored.digest), size: stored.size ?? 0 };
    }
    throw new RemoteError(githubErrors.E_GITHUB_ARTIFACT, {
      message: `GitHub stored the artifact ${name} and told no digest.`,
    });
  } catch (cause) {
    if (cause instanceof ActionError || signal?.aborted === true) throw cause;
    const known = await findArtifact(client, name).catch(() => undefined);
    if (known === undefined) throw explain(`The artifact ${neutralizeLine(name, 100)} was not stored`, cause);
    log.info(`An artifact ${name} is there already; its files are compared.`);
    await assertSameFiles(client, known, files, rootDirectory);
    return { id: known.id, digest: plainDigest(known.digest ?? ''), size: known.size };
  }
}

async function assertSameFiles(
  client: Client,
  known: Artifact,
  files: readonly string[],
  rootDirectory: string,
): Promise<void> {
  const found = await withArchive(client, known, rootDirectory, (zipPath) => readFlatZip(zipPath));
  const describe = (entries: readonly { name: string; sha256: string }[]): string =>
    entries
      .map(({ name, sha256 }) => `${name} ${sha256}`)
      .sort()
      .join('\n');
  const wanted = (await hashFiles(files)).map(({ path, sha256 }) => ({ name: basename(path), sha256 }));
  if (describe(found) === describe(wanted)) return;
  throw new IntegrityError(githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
    message: `The run has an artifact ${neutralizeLine(known.name, 100)} with other files (${found.map(({ name }) => name).join(', ')}).`,
    hint: 'Give each job its own "artifact-name", or run all jobs of the workflow again.',
  });
}

async function findArtifact(client: Client, name: string): Promise<Artifact | undefined> {
  const { artifacts } = await client.listArtifacts({ latest: true });
  return artifacts.find((artifact) => artifact.name === name);
}

/** Fetches the archive as it is: the client's own extraction follows `..` in names. */
async function withArchive<Result>(
  client: Client,
  artifact: Artifact,
  directory: string,
  use: (zipPath: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(directory, '.artifact-'));
  try {
    const outcome = await client
      .downloadArtifact(artifact.id, {
        path: folder,
        skipDecompress: true,
        ...(artifact.digest === undefined ? {} : { expectedHash: artifact.digest }),
      })
      .catch((cause: unknown) => {
        throw explain(`The artifact ${neutralizeLine(artifact.name, 100)} could not be fetched`, cause);
      });
    if (outcome.digestMismatch === true) {
      throw new IntegrityError(githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
        message: `The artifact ${neutralizeLine(artifact.name, 100)} did not arrive with the digest GitHub has for it.`,
      });
    }
    const [file] = await readdir(folder);
    if (file === undefined)
      throw new RemoteError(githubErrors.E_GITHUB_ARTIFACT, { message: 'The artifact arrived empty.' });
    return await use(join(folder, file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function explain(what: string, cause: unknown): RemoteError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new RemoteError(githubErrors.E_GITHUB_ARTIFACT, {
    message: `${what}: ${neutralizeLine(redactText(reason), 300)}.`,
    cause,
  });
}
