import { basename } from 'node:path';
import type { ArtifactClient } from '@actions/artifact';
import { settleWithin } from '@slipway/core/async/settle-within';
import { ActionError, IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import { hashFiles } from '@slipway/core/hash';
import { trustAuthoritiesEverywhere } from '@slipway/core/http/certificates';
import { neutralizeLine } from '@slipway/core/neutralize';
import { redactText } from '@slipway/core/redact';
import { githubErrors } from '../errors.ts';
import type { CallingJob } from '../job/calling-job.ts';
import { findArtifact, type ListedArtifact, openArtifactService } from './artifact-service.ts';
import { withArchive } from './with-archive.ts';
import { maxArchiveBytes } from './zip-bounds.ts';
import { readFlatZip } from './zip-entries.ts';

/** What a later job needs to find an artifact again and to know it. */
export interface StoredArtifact {
  readonly id: number;
  /** Hex SHA-256 of the archive. */
  readonly digest: string;
}

export interface UploadArtifactRequest {
  readonly name: string;
  /** Absolute paths; all in one folder. */
  readonly files: readonly string[];
  readonly rootDirectory: string;
  /** Ends the wait for GitHub's client when it fires. */
  readonly signal?: AbortSignal;
}

type Uploader = Pick<ArtifactClient, 'uploadArtifact'>;

/** An artifact has at most 10 GiB. */
const maxUploadMs = 30 * 60_000;

/** GitHub's client weighs more than the rest of an action: it is loaded by those who store. */
async function openUploader(): Promise<Uploader> {
  trustAuthoritiesEverywhere();
  const { DefaultArtifactClient } = await import('@actions/artifact');
  return new DefaultArtifactClient();
}

/**
 * Stores files as an artifact of the run. One of this name with the same files is taken as it is, so that a job may run twice.
 * @throws IntegrityError E_GITHUB_ARTIFACT_DIFFERS when the name is taken by other files; RemoteError E_GITHUB_ARTIFACT
 */
export async function uploadArtifact(
  calling: CallingJob,
  request: UploadArtifactRequest,
): Promise<StoredArtifact> {
  const { name, signal } = request;
  try {
    return await store(await openUploader(), request);
  } catch (cause) {
    if (cause instanceof ActionError || signal?.aborted === true) throw cause;
    const known = await findArtifact(openArtifactService(calling), name).catch(() => undefined);
    if (known === undefined) throw explain(`The artifact ${neutralizeLine(name, 100)} was not stored`, cause);
    calling.log.info(`The artifact ${name} already exists; its files are compared.`);
    await assertSameFiles(calling, known, request);
    return { id: known.id, digest: known.digest };
  }
}

/**
 * Uploads by GitHub's client. It has a transport of its own, which knows neither a deadline nor a signal, and stalls with a proxy
 * that stalls: both are kept here.
 */
export async function store(
  client: Uploader,
  { name, files, rootDirectory, signal }: UploadArtifactRequest,
): Promise<StoredArtifact> {
  // Distributions are compressed already.
  const uploading = client.uploadArtifact(name, [...files], rootDirectory, { compressionLevel: 0 });
  const { id, digest } = await settleWithin(uploading, maxUploadMs, signal);
  if (id !== undefined && digest !== undefined)
    return { id, digest: digest.replace(/^sha256:/, '').toLowerCase() };
  throw new RemoteError(githubErrors.E_GITHUB_ARTIFACT, {
    message: `GitHub stored the artifact ${name} and told no digest.`,
  });
}

async function assertSameFiles(
  calling: CallingJob,
  known: ListedArtifact,
  { name, files, rootDirectory }: UploadArtifactRequest,
): Promise<void> {
  const archive = { ...known, name, within: rootDirectory, maxBytes: maxArchiveBytes };
  const found = await withArchive(calling, archive, (path) => readFlatZip(path));
  const describe = (entries: readonly { name: string; sha256: string }[]): string =>
    entries
      .map((entry) => `${entry.name} ${entry.sha256}`)
      .sort()
      .join('\n');
  const wanted = (await hashFiles(files)).map(({ path, sha256 }) => ({ name: basename(path), sha256 }));
  if (describe(found) === describe(wanted)) return;
  throw new IntegrityError(githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
    message: `The run has an artifact ${neutralizeLine(name, 100)} with other files (${found.map((file) => file.name).join(', ')}).`,
    hint: 'Give the artifact of each job a name of its own, or run all jobs of the workflow again.',
  });
}

function explain(what: string, cause: unknown): RemoteError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new RemoteError(githubErrors.E_GITHUB_ARTIFACT, {
    message: `${what}: ${neutralizeLine(redactText(reason), 300)}.`,
    ...(/certificate/i.test(reason)
      ? {
          hint: 'Set NODE_EXTRA_CA_CERTS to the certificate of your proxy or server, in the environment of the runner.',
        }
      : {}),
    cause,
  });
}
