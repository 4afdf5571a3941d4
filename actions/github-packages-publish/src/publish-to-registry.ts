import { InputError } from '@slipway/core/errors/action-error';
import { ociErrors } from '@slipway/oci/errors';
import { packageRepository, tagOfVersion } from '@slipway/oci/pyoci/package-name';
import { planRelease, refuseLostFiles } from '@slipway/oci/pyoci/plan-release';
import { writeRelease } from '@slipway/oci/pyoci/write-release';
import { checkRepository } from '@slipway/oci/reference';
import { describeRelease, findReleaseTime } from './describe-release.ts';
import { groupReleases, isWholeRelease, toPackageSource } from './group-releases.ts';
import type { Context } from './inputs.ts';
import { connect, packageUrl, readCredentials } from './open-packages.ts';
import { proveReleases } from './prove-releases.ts';
import type { PublishedRelease } from './published-release.ts';
import { type Report, settleFile } from './report.ts';
import { refuseOtherVisibility } from './visibility.ts';

/** Stores the files in a container registry, in the layout of PyOCI: all releases are decided on before one is written. */
export async function publishToRegistry(context: Context, report: Report): Promise<void> {
  const { inputs, job, log, setOutput } = context;
  // As readers take it.
  const namespace = (inputs.namespace ?? `${job.repository}/pypi`).replace(/^\/+|\/+$/g, '');
  const registry = connect(context, await readCredentials(context));
  const releases = groupReleases(report.files);
  for (const { version } of releases) tagOfVersion(version);
  const { created, isOfCommit } = await findReleaseTime(context);
  const planned: Omit<PublishedRelease, 'indexDigest'>[] = [];
  for (const release of releases) {
    const repositoryName = nameRepository(namespace, release.project);
    const facts = describeRelease(context, release, created);
    const sources = release.files.map(toPackageSource);
    const isWhole = isOfCommit && isWholeRelease(release, inputs.digests !== undefined);
    const plan = await planRelease(registry.repository(repositoryName), sources, facts, { isWhole });
    for (const name of plan.present) settleFile(context, report, name, 'present');
    planned.push({ ...release, plan, facts, repositoryName });
  }
  await refuseOtherVisibility(
    context,
    planned.map(({ repositoryName }) => repositoryName),
  );
  if (inputs['dry-run']) {
    for (const { name } of report.files.filter((file) => !report.states.has(file.name)))
      settleFile(context, report, name, 'planned');
    log.notice(`Dry run: nothing was written to ${inputs.registry}.`);
    for (const { plan } of planned) refuseLostFiles(plan);
    return;
  }
  const published: PublishedRelease[] = [];
  for (const release of planned) {
    const indexDigest = await writeRelease(release.plan, () => undefined);
    for (const { name } of release.files)
      if (!report.states.has(name)) settleFile(context, report, name, 'published');
    published.push({ ...release, indexDigest });
    const place = `${inputs.registry}/${release.repositoryName}:${tagOfVersion(release.version)}`;
    log.info(`${place} is ${indexDigest}`);
  }
  for (const { project, repositoryName } of published) {
    const page = packageUrl(context, repositoryName);
    if (page !== undefined) report.pages.set(project, page);
  }
  const urls = published.flatMap(({ repositoryName }) => packageUrl(context, repositoryName) ?? []);
  if (urls.length > 0) setOutput('package-url', urls.join('\n'));
  await proveReleases(context, report, published);
  for (const { plan } of published) refuseLostFiles(plan);
}

/** GitHub takes names of repositories that a registry does not: `.github`, `demo-`. @throws InputError E_OCI_REFERENCE */
function nameRepository(namespace: string, project: string): string {
  const name = packageRepository(namespace, project);
  try {
    checkRepository(name);
    return name;
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError(ociErrors.E_OCI_REFERENCE, {
      message: cause.message,
      hint: 'Set "namespace" to parts of lower-case letters and digits, separated by "/". A part may contain single ".", "_" or "-".',
      cause,
    });
  }
}
