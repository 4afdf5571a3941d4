import { join } from 'node:path';
import type { FileList } from '@slipway/core/files/file-list';
import { renderFileList } from '@slipway/core/files/parse-file-list';
import { openDistributions } from '@slipway/github/artifacts/open-distributions';
import { requestIdToken } from '@slipway/github/job/id-token';
import { toUploadFile } from '@slipway/pypi/hashed-distribution';
import { observeProjects, readProjects } from '@slipway/pypi/index/observe-index';
import { resolvePackageRepository } from '@slipway/pypi/package-repository';
import { publishFiles } from '@slipway/pypi/publish';
import type { UploadCredentials } from '@slipway/pypi/upload/upload-credentials';
import { createLegacyUploader } from '@slipway/pypi/upload/uploader';
import type { UploadFile } from '@slipway/pypi/upload-file';
import {
  type CheckedDistribution,
  checkDistributions,
} from '@slipway/python/distribution/check-distributions';
import { collectDistributions } from '@slipway/python/distribution/collect-distributions';
import { judgeForIndex } from '@slipway/python/distribution/judge-for-index';
import { normalizeName } from '@slipway/python/names';
import type { Context } from './inputs.ts';
import { openPublisher, type Publisher, readPasswordCredentials, refuseServer } from './open-credentials.ts';
import { type PublishReport, proveFiles, reportFiles, settleFile } from './report.ts';

/**
 * Publishes the distributions of a folder: check everything, look at the index, sign everything, and only then upload; at the
 * end the index is asked what it serves.
 */
export async function runPublish(context: Context): Promise<void> {
  const { inputs, clock, job, log, signal } = context;
  const startedMs = clock.now();
  const repository = resolvePackageRepository(inputs['repository-url'], inputs['index-url']);
  refuseServer(context, repository);
  const directory = await openDistributions(context, {
    artifacts: inputs['artifact-name'],
    folder: inputs['packages-dir'],
    promised: inputs.digests,
  });
  const collected = await collectDistributions(directory);
  const files = await checkDistributions(collected, {
    directory,
    promised: inputs.digests,
    judge: (distribution, size) => judgeForIndex(distribution, size, repository.kind !== 'other'),
    log,
    signal,
  });
  context.setOutput('files', renderFileList(toFileList(files)));
  const report: PublishReport = {
    repository,
    startedMs,
    files: files.map((file) => toUploadFile(file, [])),
    states: new Map(),
    attested: new Set(),
  };
  try {
    const seen = await lookAtIndex(context, report);
    const { absent } = seen;
    if (inputs['dry-run']) {
      for (const { name } of absent) log.notice(`Dry run: ${name} would be uploaded to ${repository.title}.`);
      return;
    }
    if (absent.length > 0) await publishAbsent(context, report, files, seen, collected.attestations);
    await proveFiles(context, report);
  } finally {
    await reportFiles(context, report, job.temporaryDirectory);
  }
}

function toFileList(files: readonly CheckedDistribution[]): FileList {
  return files.map(({ name, sha256, size, distribution }) => ({
    name,
    sha256,
    size,
    kind: distribution.kind,
  }));
}

/** What the index reads as, when it asks who reads. */
async function readAuthorization(
  credentials: UploadCredentials | undefined,
): Promise<{ authorization?: string }> {
  return credentials === undefined ? {} : { authorization: await credentials.authorization() };
}

/** What the index has before anything is sent. */
interface Seen {
  /** What it does not have; what it has with the same bytes is settled. */
  readonly absent: readonly UploadFile[];
  readonly observed: ReadonlyMap<string, 'absent' | 'same'>;
  /** Normalized names of the absent files' projects. */
  readonly projects: readonly { readonly name: string; readonly exists: boolean }[];
}

async function lookAtIndex(context: Context, report: PublishReport): Promise<Seen> {
  const { inputs, http, clock } = context;
  const { repository, files } = report;
  const password = repository.kind === 'other' ? readPasswordCredentials(context, repository) : undefined;
  const options = {
    http,
    clock,
    repository,
    ifExists: inputs['if-exists'],
    nowMs: clock.now(),
    ...(await readAuthorization(password)),
  };
  const pages = await readProjects(files, options);
  const observed = await observeProjects(files, pages, options);
  for (const file of files)
    if (observed.get(file.name) === 'same') settleFile(context, report, file.name, 'present');
  const absent = files.filter(({ name }) => !report.states.has(name));
  const names = [...new Set(absent.map(({ project }) => normalizeName(project)))];
  return {
    absent,
    observed,
    projects: names.map((name) => ({ name, exists: pages.get(name) !== undefined })),
  };
}

async function publishAbsent(
  context: Context,
  report: PublishReport,
  files: readonly CheckedDistribution[],
  { absent, observed, projects }: Seen,
  existing: readonly string[],
): Promise<void> {
  const { inputs, http, clock, log, job, signal } = context;
  const { repository } = report;
  const publisher = await openPublisher(context, repository, projects);
  const wanted = files.filter(({ name }) => absent.some((file) => file.name === name));
  const attestations = await attest(
    context,
    publisher,
    wanted,
    inputs.attestations === 'reuse' ? existing : [],
  );
  const uploads = wanted.map((file) => toUploadFile(file, attestations.get(file.name) ?? []));
  const run = `${job.serverUrl}/${job.repository}/actions/runs/${job.runId}`;
  await publishFiles(uploads, {
    http,
    clock,
    log,
    repository,
    uploader: createLegacyUploader({
      http,
      log,
      clock,
      repository,
      credentials: publisher.credentials,
      ...(job.repository === '' ? {} : { comment: run }),
    }),
    ifExists: inputs['if-exists'],
    signal,
    // Signing takes its time, in which the index may change.
    ...(attestations.size === 0 ? { observed } : {}),
    ...(publisher.trusted === undefined && repository.kind === 'other'
      ? await readAuthorization(publisher.credentials)
      : {}),
    onFile: (file, state) => {
      settleFile(context, report, file.name, state);
      if (state === 'uploaded' && file.attestations.length > 0) report.attested.add(file.name);
    },
  });
  report.files = report.files.map((file) => uploads.find(({ name }) => name === file.name) ?? file);
}

async function attest(
  context: Context,
  { trusted }: Publisher,
  files: readonly CheckedDistribution[],
  existing: readonly string[],
): Promise<ReadonlyMap<string, readonly object[]>> {
  const { inputs, http, clock, log, job, signal } = context;
  if (inputs.attestations === 'false') return new Map();
  if (trusted === undefined) {
    log.notice('Skipping attestations: the index only accepts them from trusted publishers.');
    return new Map();
  }
  // Half of the bundle, which a publication without attestations does not load.
  const { attestFiles } = await import('./attest-files.ts');
  return attestFiles(files, {
    http,
    clock,
    log,
    requestIdToken: () => requestIdToken(context, 'sigstore'),
    publisher: { repository: trusted.repository, workflow: trusted.form.workflow },
    serverUrl: job.serverUrl,
    existing,
    trustedRootPath: inputs['trusted-root'] ?? job.variable('SIGSTORE_TRUSTED_ROOT'),
    cacheDirectory: join(job.temporaryDirectory, 'slipway-sigstore'),
    signal,
  });
}
