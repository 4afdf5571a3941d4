import { type ProvenRelease, proveRelease } from '@slipway/oci/pyoci/prove-release';
import { restoreFile } from '@slipway/oci/pyoci/send-file';
import type { Repository } from '@slipway/oci/registry';
import type { Context } from './inputs.ts';
import { type InstallText, proveInstallText } from './install-text.ts';
import { connect, readCredentials } from './open-packages.ts';
import type { PublishedRelease } from './published-release.ts';
import type { Report } from './report.ts';
import { judgeVisibility, type SeenPackage, seeVisibility } from './visibility.ts';

/**
 * Reads everything back over new connections: without a token if the package is public, otherwise with the job's token.
 * Only verified files are reported as published, and only tested commands are printed.
 * @throws RemoteError E_GHP_NOT_PROVEN, E_GHP_INCOMPLETE, E_GHP_VISIBILITY; IntegrityError E_GHP_DAMAGED,
 * E_GHP_FILE_DIFFERS
 */
export async function proveReleases(
  context: Context,
  report: Report,
  releases: readonly PublishedRelease[],
): Promise<void> {
  const { inputs, log, setOutput } = context;
  if (!inputs.verify) {
    setOutput('index-digest', releases.map(({ indexDigest }) => indexDigest).join('\n'));
    log.notice(
      'Skipping the verification of the published files because "verify" is "false". No install command is printed.',
    );
    return;
  }
  const seen: SeenPackage[] = [];
  const indexDigests: string[] = [];
  const texts: InstallText[] = [];
  for (const release of releases) {
    const { repositoryName } = release;
    const visibility = await seeVisibility(context, repositoryName, release.indexDigest);
    seen.push({ repositoryName, visibility });
    const credentials = visibility === 'public' ? undefined : await readCredentials(context);
    const repository = connect(context, credentials).repository(repositoryName);
    const proven = await log.group(`Verify ${repositoryName}`, () =>
      readBack(context, report, release, repository),
    );
    indexDigests.push(proven.indexDigest);
    const isTitled = proven.files.every((file) => file.isTitled);
    const text = await proveInstallText(context, release, { visibility, isTitled });
    if (text !== undefined) texts.push(text);
  }
  setOutput('index-digest', indexDigests.join('\n'));
  const overall = seen.every((each) => each.visibility === 'public') ? 'public' : 'private';
  setOutput('visibility', overall);
  report.visibility = overall;
  if (texts.length > 0) {
    setOutput('install-command', texts.map(({ command }) => command).join('\n'));
    const markdown = texts.map((text) => text.markdown).join('\n\n');
    setOutput('install-markdown', markdown);
    report.installMarkdown = markdown;
  }
  judgeVisibility(context, seen);
}

async function readBack(
  { log }: Context,
  report: Report,
  { project, version, plan }: PublishedRelease,
  repository: Repository,
): Promise<ProvenRelease> {
  const proven = await proveRelease(repository, { project, version }, plan.files, {
    isOld: ({ fileName }) => plan.present.has(fileName),
    restore: (file, manifestDigest) => restoreFile(plan, file, manifestDigest),
  });
  for (const { fileName, manifestDigest } of proven.files) {
    report.proven.add(fileName);
    report.manifests.set(fileName, manifestDigest);
    log.info(`${fileName}: downloaded and compared`);
  }
  return proven;
}
