import { type Credentials, findCredentials } from '@slipway/oci/credentials';
import type { ReleaseFacts } from '@slipway/oci/pyoci/package-file';
import { packageRepository, tagOfVersion } from '@slipway/oci/pyoci/package-name';
import { planRelease, type ReleasePlan, writeRelease } from '@slipway/oci/pyoci/publish-release';
import { openRegistry, type Registry } from '@slipway/oci/registry';
import { describeRelease, findReleaseTime } from './describe-release.ts';
import { groupReleases, type Release, toPackageSource } from './group-releases.ts';
import type { Context } from './inputs.ts';
import { proveReleases } from './prove-releases.ts';
import { type Report, settleFile } from './report-files.ts';

/** A release that is in the registry now. */
export interface PublishedRelease extends Release {
  readonly plan: ReleasePlan;
  readonly facts: ReleaseFacts;
  /** Below the registry. */
  readonly repositoryName: string;
  readonly indexDigest: string;
}

/** A new connection; with nothing to sign in with for an anonymous reader. */
export function connect(context: Context, credentials: Credentials | undefined): Registry {
  const { http, clock, log, inputs } = context;
  return openRegistry({ http, clock, log, registry: inputs.registry, credentials });
}

/** The token of the job, under the name of who started it. */
export async function readCredentials({ inputs, job, log }: Context): Promise<Credentials | undefined> {
  if (inputs.token === '') return undefined;
  const explicit = { username: job.actor === '' ? 'github-actions' : job.actor, password: inputs.token };
  return findCredentials(inputs.registry, { log, explicit });
}

/** Stores the files in a container registry, in the layout of PyOCI: all releases are decided on before one is written. */
export async function publishToRegistry(context: Context, report: Report): Promise<void> {
  const { inputs, job, log, setOutput } = context;
  const namespace = inputs.namespace ?? `${job.repository}/pypi`;
  const registry = connect(context, await readCredentials(context));
  const releases = groupReleases(report.files);
  for (const { version } of releases) tagOfVersion(version);
  const created = await findReleaseTime(context);
  const planned: Omit<PublishedRelease, 'indexDigest'>[] = [];
  for (const release of releases) {
    const repositoryName = packageRepository(namespace, release.project);
    const facts = describeRelease(context, release, created);
    const sources = release.files.map(toPackageSource);
    const plan = await planRelease(registry.repository(repositoryName), sources, facts);
    for (const name of plan.present) settleFile(context, report, name, 'present');
    planned.push({ ...release, plan, facts, repositoryName });
  }
  if (inputs['dry-run']) {
    for (const { name } of report.files.filter((file) => !report.states.has(file.name)))
      settleFile(context, report, name, 'planned');
    log.notice(`Dry run: nothing was written to ${inputs.registry}.`);
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
  const urls = published.flatMap(({ repositoryName }) => packageUrl(context, repositoryName) ?? []);
  if (urls.length > 0) setOutput('package-url', urls.join('\n'));
  await proveReleases(context, report, published);
}

/** Page of a package on GitHub; undefined for a registry whose pages are not known. */
export function packageUrl({ inputs, job }: Context, repositoryName: string): string | undefined {
  const [owner = '', ...rest] = repositoryName.split('/');
  if (inputs.registry !== 'ghcr.io' || owner !== job.owner.toLowerCase()) return undefined;
  return `${job.serverUrl}/${job.repository}/pkgs/container/${encodeURIComponent(rest.join('/'))}`;
}
