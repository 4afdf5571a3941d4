import { pypiHost } from '@slipway/core/pypi-hosts';
import { explainForbiddenName } from '@slipway/emulated-pypi/metadata/project-name';
import type { PublisherAnswer } from '@slipway/github/settings/repository-answers';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { tryParseVersion } from '@slipway/python/version/parse-version';
import { readCertificateClaim } from '@slipway/sigstore/verification/certificate-claims';
import { type Diagnosis, type Fix, failed, notApplicable, passed, unseen } from '../diagnosis.ts';
import type { PublishingJob } from '../publishing-job.ts';
import { look, type SettingsView } from './settings-view.ts';

const status = {
  id: 'PY02',
  title: 'PyPI accepts releases of the project.',
  severity: 'blocks',
  source: 'pypi.project',
} as const;

export function judgeIndexProject(view: SettingsView): Diagnosis {
  const seen = look(view, view.recorded.indexProject);
  if (seen.kind === 'unseen') return unseen(status, seen.why);
  if (seen.kind === 'absent') return passed(status, 'PyPI does not have the project yet');
  if (seen.value.status === 'active') return passed(status, `${seen.value.versions.length} versions`);
  return failed(status, {
    seen: `The project has the status "${seen.value.status}".`,
    otherwise: `Project ${seen.value.status}: PyPI accepts no new files.`,
    fix: {
      kind: 'page',
      text: `https://${pypiHost}/manage/project/${encodeURIComponent(view.subject.project)}/settings/`,
    },
  });
}

const listing = {
  id: 'PY01',
  title: 'PyPI has the project, or the first release creates it.',
  severity: 'advice',
  source: 'pypi.project',
} as const;

/** A project that is not there can be new, or hidden: PyPI answers 404 for both. */
export function judgeListing(view: SettingsView): Diagnosis {
  const { project } = view.subject;
  const seen = look(view, view.recorded.indexProject);
  if (seen.kind === 'unseen') return unseen(listing, seen.why);
  if (seen.kind === 'value' && seen.value.versions.length > 0)
    return passed(listing, `${project} ${seen.value.versions.at(-1)} is the newest that PyPI lists`);
  const [job] = view.jobs;
  return unseen(
    listing,
    `PyPI lists no release of ${project}: it is new, was never released, or is quarantined.${
      job === undefined ? '' : ` A new project needs a pending publisher: ${publisherFix(view, job).text}.`
    }`,
  );
}

const nameCheck = {
  id: 'PY03',
  title: 'PyPI can create a project of this name.',
  severity: 'blocks',
  source: 'pypi.similar',
} as const;

/** Only for a project that is to be created. The list of prohibited names is PyPI's own. */
export function judgeName({ recorded, subject }: SettingsView): Diagnosis {
  const { project } = subject;
  const { indexProject, similarNames } = recorded;
  if (project === '') return unseen(nameCheck, 'The project has no name.');
  if (indexProject?.value !== undefined) return notApplicable(nameCheck, 'PyPI has the project already.');
  const fix = {
    kind: 'edit',
    text: 'Choose a different "name" in the "project" table of pyproject.toml.',
  } as const;
  const forbidden = explainForbiddenName(project);
  if (forbidden !== undefined)
    return failed(nameCheck, { seen: `The project is called "${project}".`, otherwise: forbidden, fix });
  const [similar] = similarNames ?? [];
  if (similar !== undefined)
    return failed(nameCheck, {
      seen: `PyPI has the project "${similar}", and this one is called "${project}".`,
      otherwise: `The name '${project}' is too similar to an existing project.`,
      fix,
    });
  if (similarNames === undefined) return unseen(nameCheck, 'Names that look alike were not recorded.');
  return passed(nameCheck, `nothing that PyPI has is called like ${project}`);
}

/** The four values of the form, beside the link: the page of a new project cannot be filled in by a link. */
function publisherFix({ subject, recorded }: SettingsView, job: PublishingJob): Fix {
  const [owner = '', repository = ''] = (recorded.repository?.value?.fullName ?? subject.fullName).split('/');
  const environment = job.environment ?? '';
  // warehouse/views/oidc_publishers.py: only the page of an existing project reads a query.
  const query = new URLSearchParams({ provider: 'github', owner, repository, workflow_filename: job.file });
  if (environment !== '') query.set('environment', environment);
  const own = `/manage/project/${encodeURIComponent(subject.project)}/settings/publishing/?${query}`;
  const page = recorded.indexProject?.status === 404 ? '/manage/account/publishing/' : own;
  const values = `owner ${owner}, repository ${repository}, workflow ${job.file}, environment ${environment || '(empty)'}`;
  return { kind: 'page', text: `https://${pypiHost}${page} (${values})` };
}

const publisher = {
  id: 'PY05',
  title: 'A trusted publisher on PyPI is registered for the job that publishes.',
  severity: 'blocks',
  source: 'pypi.publishers',
} as const;
// warehouse/oidc/views.py
const refusal = 'valid token, but no corresponding publisher (Publisher with matching claims was not found)';

/**
 * Whether PyPI finds this publisher for the job. It looks owner, repository and file up as they are spelled
 * (warehouse/oidc/models/github.py, `lookup_by_claims`), and only the environment in any case.
 */
function matches(
  { owner, repository, workflow, environment }: PublisherAnswer,
  { recorded, subject }: SettingsView,
  job: PublishingJob,
): boolean {
  const spelled = recorded.repository?.value?.fullName;
  // A remote may spell the name in any case: only GitHub's own answer tells how the ID token does.
  const fold = (text: string): string => (spelled === undefined ? text.toLowerCase() : text);
  const [wantedOwner = '', wantedRepository = ''] = (spelled ?? subject.fullName).split('/');
  const isName = (text: string, placeholder: string, wanted: string): boolean =>
    text === placeholder || fold(text) === fold(wanted);
  return (
    isName(owner, '{owner}', wantedOwner) &&
    isName(repository, '{repo}', wantedRepository) &&
    workflow === job.file &&
    (environment === '' ||
      job.environment === undefined ||
      environment.toLowerCase() === job.environment.toLowerCase())
  );
}

const describe = ({ owner, repository, workflow, environment }: PublisherAnswer): string =>
  `${owner}/${repository}, ${workflow}, ${environment === '' ? 'any environment' : `environment "${environment}"`}`;

/** What PyPI knows of publishers: the list that somebody copied, or the publisher of the last release. */
function listPublishers({
  recorded,
}: SettingsView): { readonly from: string; readonly list: readonly PublisherAnswer[] } | undefined {
  if (recorded.publishers !== undefined)
    return { from: 'The registered publishers are', list: recorded.publishers };
  const last = recorded.provenance?.value;
  if (last === undefined || last.length === 0) return undefined;
  const list = last.map(({ repository, workflow, environment }) => {
    const [owner = '', name = ''] = repository.split('/');
    return { owner, repository: name, workflow, environment };
  });
  return { from: 'The last release came from', list };
}

export function judgePublisher(view: SettingsView): readonly Diagnosis[] {
  const known = listPublishers(view);
  return view.jobs.map((job): Diagnosis => {
    if (job.calledBy !== undefined)
      return {
        ...failed(publisher, {
          seen: `The job "${job.job.id}" is in ${job.file}, which ${job.calledBy} calls.`,
          otherwise:
            'PyPI finds the publisher by the called file and compares the attestations with the started one, so one of them is rejected.',
          fix: {
            kind: 'edit',
            text: `Move the job into ${job.calledBy}, and register a publisher for that file before the next release.`,
          },
        }),
        line: job.line,
      };
    if (known === undefined) {
      const { text } = publisherFix(view, job);
      return unseen(
        publisher,
        `PyPI shows no publisher: there is no provenance of an earlier release. Compare by hand: ${text}.`,
      );
    }
    const found = known.list.find((each) => matches(each, view, job));
    if (found !== undefined)
      return passed(
        publisher,
        `${describe(found)}${found.environment === '' ? '; name the environment there, so that no other job can publish' : ''}`,
      );
    return failed(publisher, {
      seen: `${known.from} ${known.list.map(describe).join('; ') || 'none'}; the job "${job.job.id}" is ${view.recorded.repository?.value?.fullName ?? view.subject.fullName}, ${job.file}, ${job.environment === undefined || job.environment === '' ? 'no environment' : `environment "${job.environment}"`}.`,
      otherwise: refusal,
      fix: publisherFix(view, job),
    });
  });
}

const free = {
  id: 'PY06',
  title: 'The next version is not on PyPI.',
  severity: 'blocks',
  source: 'pypi.project',
} as const;

/** PyPI lists old versions as they were spelled. */
function hasVersion(versions: readonly string[], wanted: string): boolean {
  const parsed = tryParseVersion(wanted);
  return versions.some((text) => {
    const other = tryParseVersion(text);
    return parsed !== undefined && other !== undefined && compareVersions(parsed, other) === 0;
  });
}

export function judgeNextVersion(view: SettingsView): Diagnosis {
  const { version } = view.subject;
  if (version === undefined) return notApplicable(free, 'The next version is not known.');
  const seen = look(view, view.recorded.indexProject);
  if (seen.kind === 'unseen') return unseen(free, seen.why);
  if (seen.kind === 'absent' || !hasVersion(seen.value.versions, version)) return passed(free, version);
  return failed(free, {
    seen: `PyPI has version ${version} already.`,
    otherwise:
      'File already exists: PyPI never accepts different bytes under the same name, not even after a deletion.',
    fix: { kind: 'edit', text: 'Choose a higher version.' },
  });
}

const ids = {
  id: 'PY07',
  title: 'The repository is the one that published the last release.',
  severity: 'blocks',
  source: 'pypi.provenance',
} as const;

/** Fulcio, "OID information": 15 is the repository's number, 17 that of its owner. */
export function judgeIdentity(view: SettingsView): Diagnosis {
  const certificate = view.recorded.provenance?.value?.find(
    (each) => each.certificate !== undefined,
  )?.certificate;
  const repository = look(view, view.recorded.repository);
  if (certificate === undefined) return unseen(ids, 'No earlier release has an attestation.');
  if (
    repository.kind !== 'value' ||
    repository.value.id === undefined ||
    repository.value.ownerId === undefined
  )
    return unseen(
      ids,
      repository.kind === 'unseen' ? repository.why : 'The repository has no number in the recording.',
    );
  const { id, ownerId } = repository.value;
  const before = {
    id: readCertificateClaim(certificate, 15),
    ownerId: readCertificateClaim(certificate, 17),
  };
  const isOtherOwner = before.ownerId !== undefined && before.ownerId !== String(ownerId);
  const isOtherRepository = before.id !== undefined && before.id !== String(id);
  if (!isOtherOwner && !isOtherRepository) return passed(ids, `repository ${id}, owner ${ownerId}`);
  const page = view.jobs[0] === undefined ? '' : publisherFix(view, view.jobs[0]).text;
  if (isOtherOwner)
    return failed(ids, {
      seen: `The owner had the number ${before.ownerId} at the last release, and has ${ownerId} now.`,
      otherwise: refusal,
      fix: { kind: 'page', text: `Remove the publisher and add it again: ${page}` },
    });
  // PyPI does not check the claim `repository_id`.
  return failed(ids, {
    severity: 'advice',
    seen: `The repository had the number ${before.id} at the last release, and has ${id} now: it was created again.`,
    otherwise: 'PyPI accepts the release, but who verifies attestations by number rejects it.',
    fix: { kind: 'page', text: `Make sure that this is your repository, and that the publisher is: ${page}` },
  });
}
