import { EnvironmentError } from '@slipway/core/errors/action-error';
import { pypiErrors } from '../errors.ts';
import type { PackageRepository } from '../package-repository.ts';

/**
 * What an index reads in the ID token of GitHub Actions,
 * https://docs.github.com/actions/reference/security/oidc and PyPI docs, "Trusted publishers".
 */
export interface PublisherClaims {
  /** `owner/name` in its true case. */
  readonly repository: string;
  readonly repositoryOwnerId: string;
  /** `owner/name/.github/workflows/file@ref` of the file that holds the job. */
  readonly jobWorkflowRef: string;
  /** The same of the file that was started. */
  readonly workflowRef: string;
  /** Empty when the job has no environment. */
  readonly environment: string;
  readonly eventName: string;
  readonly ref: string;
}

/** What has to be typed into the form of a trusted publisher. */
export interface PublisherForm {
  readonly owner: string;
  readonly repository: string;
  /** File name alone. */
  readonly workflow: string;
  /** Empty for none. */
  readonly environment: string;
}

/** @throws EnvironmentError E_PYPI_CLAIMS when a claim that the index needs is missing */
export function readPublisherClaims(claims: Readonly<Record<string, unknown>>): PublisherClaims {
  const read = (name: string): string => {
    const value = claims[name];
    if (typeof value === 'string' && value !== '') return value;
    throw new EnvironmentError(pypiErrors.E_PYPI_CLAIMS, {
      message: `The ID token of this job has no claim "${name}".`,
      hint: 'Trusted publishing needs a token of GitHub Actions on github.com.',
    });
  };
  const optional = (name: string): string => (typeof claims[name] === 'string' ? claims[name] : '');
  return {
    repository: read('repository'),
    repositoryOwnerId: read('repository_owner_id'),
    jobWorkflowRef: read('job_workflow_ref'),
    workflowRef: read('workflow_ref'),
    environment: optional('environment'),
    eventName: optional('event_name'),
    ref: optional('ref'),
  };
}

interface WorkflowReference {
  readonly repository: string;
  readonly file: string;
}

function parseWorkflowReference(reference: string): WorkflowReference {
  const match = /^([^/]+\/[^/]+)\/\.github\/workflows\/([^/@]+)@/.exec(reference);
  return { repository: match?.[1] ?? '', file: match?.[2] ?? '' };
}

/** The publisher that fits the claims of this job: the workflow file that was started, as attestations name it. */
export function describePublisher(claims: PublisherClaims): PublisherForm {
  const [owner = '', repository = ''] = claims.repository.split('/');
  const workflow = parseWorkflowReference(claims.workflowRef).file;
  return { owner, repository, workflow, environment: claims.environment };
}

/**
 * Refuses what the index would refuse, before it is asked: its own answer names no cause, and a pending publisher is used
 * up by a mint.
 * @throws EnvironmentError E_PYPI_CLAIMS
 */
export function assertCanPublish(claims: PublisherClaims): void {
  const job = parseWorkflowReference(claims.jobWorkflowRef);
  const started = parseWorkflowReference(claims.workflowRef);
  if (claims.eventName === 'pull_request_target') {
    throw new EnvironmentError(pypiErrors.E_PYPI_CLAIMS, {
      message: 'This run was started by "pull_request_target", for which indexes mint no token.',
      hint: 'Publish from a tag or with "workflow_dispatch".',
    });
  }
  if (job.repository.toLowerCase() !== claims.repository.toLowerCase()) {
    throw new EnvironmentError(pypiErrors.E_PYPI_CLAIMS, {
      message: `This job is in a workflow of a different repository (${claims.jobWorkflowRef}), called by ${claims.repository}.`,
      hint: 'Move the publishing job into a workflow file of your own repository. Only its steps may come from other repositories.',
    });
  }
  if (job.file !== started.file) {
    throw new EnvironmentError(pypiErrors.E_PYPI_CLAIMS, {
      message: `This job is in the called workflow ${job.file}, but the run was started by ${started.file}. The token and the attestations would name different workflows.`,
      hint: `Move the publishing job into ${started.file}.`,
    });
  }
}

/** What is unusual but not refused, a sentence each. */
export function listClaimWarnings(claims: PublisherClaims, form: PublisherForm): string[] {
  const warnings: string[] = [];
  if (form.environment === '') {
    warnings.push(
      'The job has no environment, so anyone who can start the workflow can publish. Add "environment: pypi" and register the publisher with that environment.',
    );
  }
  if (claims.eventName === 'pull_request') {
    warnings.push('The run was started by a pull request. Publish from a tag.');
  }
  return warnings;
}

/** A link to the form of the index with the fields filled in: of a project, or of a publisher for a project to come. */
export function publisherFormUrl(
  repository: PackageRepository,
  form: PublisherForm,
  project: { readonly name: string; readonly exists: boolean },
): string | undefined {
  if (repository.webUrl === undefined) return undefined;
  const query = new URLSearchParams({
    provider: 'github',
    owner: form.owner,
    repository: form.repository,
    workflow_filename: form.workflow,
    ...(form.environment === '' ? {} : { environment: form.environment }),
    ...(project.exists ? {} : { project_name: project.name }),
  });
  const page = project.exists
    ? `/manage/project/${encodeURIComponent(project.name)}/settings/publishing/`
    : '/manage/account/publishing/';
  return `${repository.webUrl}${page}?${query}`;
}
