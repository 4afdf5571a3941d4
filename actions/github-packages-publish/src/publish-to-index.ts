import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { toUploadFile } from '@slipway/pypi/hashed-distribution';
import { observeIndex } from '@slipway/pypi/index/observe-index';
import { waitForFiles } from '@slipway/pypi/index/read-back';
import { type PackageRepository, resolvePackageRepository } from '@slipway/pypi/package-repository';
import { publishFiles } from '@slipway/pypi/publish';
import { createPasswordCredentials } from '@slipway/pypi/upload/upload-credentials';
import { createLegacyUploader } from '@slipway/pypi/upload/uploader';
import type { UploadFile } from '@slipway/pypi/upload-file';
import { groupReleases } from './group-releases.ts';
import type { Context } from './inputs.ts';
import { probeGitHubIndex } from './probe-github-index.ts';
import { type Report, settleFile } from './report.ts';

/** Uploads the files to an index that speaks the legacy upload API; existing files are only compared by digest. */
export async function publishToIndex(context: Context, report: Report): Promise<void> {
  const { inputs, http, clock, log, job, signal } = context;
  const repository = readRepository(context);
  await probeGitHubIndex(context, [repository.uploadUrl, repository.simpleUrl ?? '']);
  const credentials = createPasswordCredentials(
    inputs.user === '' ? '__token__' : inputs.user,
    inputs.password,
  );
  const authorization = await credentials.authorization();
  log.mask(authorization.replace(/^Basic /, ''));
  const files = report.files.map((file) => toUploadFile(file, []));
  if (inputs['dry-run']) {
    const seen = await observeIndex(files, {
      http,
      repository,
      ifExists: 'verify',
      nowMs: clock.now(),
      authorization,
    });
    for (const { name } of files)
      settleFile(context, report, name, seen.get(name) === 'same' ? 'present' : 'planned');
    log.notice(`Dry run: nothing was uploaded to ${repository.title}.`);
    return;
  }
  await publishFiles(files, {
    http,
    clock,
    log,
    repository,
    uploader: createLegacyUploader({
      http,
      log,
      repository,
      credentials,
      ...(job.repository === ''
        ? {}
        : { comment: `${job.serverUrl}/${job.repository}/actions/runs/${job.runId}` }),
    }),
    ifExists: 'verify',
    authorization,
    signal,
    onFile: (file, state) =>
      settleFile(context, report, file.name, state === 'uploaded' ? 'published' : 'present'),
  });
  if (inputs.verify) await proveIndex(context, report, repository, files, authorization);
}

function readRepository({ inputs }: Context): PackageRepository {
  const url = inputs['repository-url'];
  if (url === '' || inputs.password === '') {
    throw new InputError(coreErrors.E_INPUT_MISSING, {
      message: `"mode: index" requires "${url === '' ? 'repository-url' : 'password'}", which is empty.`,
    });
  }
  const repository = resolvePackageRepository(url, inputs['index-url']);
  if (repository.kind !== 'other') {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: `"repository-url" is ${repository.title}. Use the action pypi-publish to publish there.`,
    });
  }
  if (repository.simpleUrl === undefined && inputs.verify) {
    throw new InputError(coreErrors.E_INPUT_MISSING, {
      message: '"index-url" is empty, so the published files could not be verified.',
      hint: 'Set it to the simple API of the index, or set "verify: false" to skip the verification.',
    });
  }
  return repository;
}

async function proveIndex(
  context: Context,
  report: Report,
  repository: PackageRepository,
  files: readonly UploadFile[],
  authorization: string,
): Promise<void> {
  const { inputs, http, clock, log, setOutput, signal } = context;
  const readBack = { http, clock, log, repository, signal, downloads: true };
  await waitForFiles(files, { ...readBack, waitMs: inputs['wait-minutes'] * 60_000, authorization });
  for (const { name } of files) report.proven.add(name);
  // A login page instead of a file has different bytes.
  const isPublic = await waitForFiles(files, { ...readBack, waitMs: 0 }).then(
    () => true,
    () => false,
  );
  report.visibility = isPublic ? 'public' : 'private';
  setOutput('visibility', report.visibility);
  if (!isPublic) {
    log.notice(
      `${repository.title} does not list the files without a login, so no install command is printed.`,
    );
    return;
  }
  // What stands in a command is pasted into a shell.
  if (!/^[\w:/.%~+@-]+$/.test(repository.simpleUrl ?? '')) return;
  // Two steps, so that no other index can win the name, and dependencies still come from where the user has them.
  const commands = groupReleases(report.files).map(
    ({ project, version }) =>
      `pip install --no-deps --index-url ${repository.simpleUrl} ${project}==${version} && pip install ${project}==${version}`,
  );
  setOutput('install-command', commands.join('\n'));
  setOutput('install-markdown', `\`\`\`sh\n${commands.join('\n')}\n\`\`\``);
}
