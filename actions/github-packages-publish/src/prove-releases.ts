import { InputError, RemoteError } from '@slipway/core/errors/action-error';
import { getManifest } from '@slipway/oci/manifests';
import { proveRelease } from '@slipway/oci/pyoci/prove-release';
import type { Repository } from '@slipway/oci/registry';
import type { Context } from './inputs.ts';
import { type InstallText, proveInstallText } from './install-text.ts';
import { connect, packageUrl, readCredentials } from './open-packages.ts';
import type { PublishedRelease, Visibility } from './published-release.ts';
import type { Report } from './report-files.ts';

/**
 * Reads everything back over new connections: without a token where that is enough, with the token of the job else. Only
 * what was read back is handed on as published, and only commands that were tried are printed.
 * @throws RemoteError E_GHP_NOT_PROVEN, E_GHP_INCOMPLETE, E_GHP_VISIBILITY; IntegrityError E_GHP_FILE_DIFFERS, E_OCI_DIGEST
 */
export async function proveReleases(
  context: Context,
  report: Report,
  releases: readonly PublishedRelease[],
): Promise<void> {
  const { inputs, log, setOutput } = context;
  const indexDigests = releases.map(({ indexDigest }) => indexDigest).join('\n');
  if (!inputs.verify) {
    setOutput('index-digest', indexDigests);
    log.notice('What was published was not read back ("verify" is "false"); no install command is printed.');
    return;
  }
  const seen: Visibility[] = [];
  const texts: InstallText[] = [];
  for (const release of releases) {
    const visibility = await seeVisibility(context, release);
    seen.push(visibility);
    const credentials = visibility === 'public' ? undefined : await readCredentials(context);
    const repository = connect(context, credentials).repository(release.repositoryName);
    const isTitled = await log.group(`Read back of ${release.repositoryName}`, () =>
      readBack(context, report, release, repository),
    );
    const text = await proveInstallText(context, release, { visibility, isTitled });
    if (text !== undefined) texts.push(text);
  }
  setOutput('index-digest', indexDigests);
  const overall = seen.every((each) => each === 'public') ? 'public' : 'private';
  setOutput('visibility', overall);
  if (texts.length > 0) {
    setOutput('install-command', texts.map(({ command }) => command).join('\n'));
    const markdown = texts.map((text) => text.markdown).join('\n\n');
    setOutput('install-markdown', markdown);
    context.summary.addMarkdown(markdown);
  }
  judgeVisibility(context, releases, seen);
}

async function readBack(
  { log }: Context,
  report: Report,
  { project, version, plan, indexDigest }: PublishedRelease,
  repository: Repository,
): Promise<boolean> {
  const proven = await proveRelease(repository, { project, version, indexDigest }, plan.files);
  for (const { fileName, manifestDigest } of proven) {
    report.proven.add(fileName);
    report.manifests.set(fileName, manifestDigest);
    log.info(`${fileName}: downloaded and compared`);
  }
  return proven.every(({ isTitled }) => isTitled);
}

/** Whether a reader without a token gets the index. */
async function seeVisibility(
  context: Context,
  { repositoryName, indexDigest }: PublishedRelease,
): Promise<Visibility> {
  const repository = connect(context, undefined).repository(repositoryName);
  try {
    return (await getManifest(repository, indexDigest)) === undefined ? 'private' : 'public';
  } catch (cause) {
    const refused =
      cause instanceof RemoteError &&
      (cause.code === 'E_OCI_AUTHENTICATION' || cause.code === 'E_OCI_DENIED');
    if (refused) return 'private';
    throw cause;
  }
}

function judgeVisibility(
  context: Context,
  releases: readonly PublishedRelease[],
  seen: readonly Visibility[],
): void {
  const { inputs, log } = context;
  const wanted = inputs.visibility === 'require-private' ? 'private' : 'public';
  const others = releases.filter((_, index) => seen[index] !== wanted);
  if (inputs.visibility === 'ignore' || others.length === 0) return;
  const names = others.map(({ repositoryName }) => packageUrl(context, repositoryName) ?? repositoryName);
  const message = `${names.join(', ')} ${wanted === 'public' ? 'is private: readers need a login' : 'is public'}.`;
  const hint =
    'GitHub has no interface to change it. Open the page of the package once, "Package settings", "Change visibility"; what is public cannot be made private again.';
  if (inputs.visibility === 'warn') log.warning(`${message} ${hint}`);
  else throw new InputError('E_GHP_VISIBILITY', { message, hint });
}
