import { RemoteError } from '@slipway/core/errors/action-error';
import type { ErrorKind } from '@slipway/core/errors/define-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { HttpResponse } from '@slipway/core/ports';
import { redactText, redactUrl } from '@slipway/core/redact';
import { ociErrors } from './errors.ts';

/** One error of a registry's answer (distribution-spec, "Error Codes"). */
export interface RegistryProblem {
  /** `DENIED`, `MANIFEST_UNKNOWN`, …; empty when the registry gave none. */
  readonly code: string;
  readonly message: string;
}

/** The errors in the body of a refusal; empty when it has another form. */
export function readProblems(response: HttpResponse): readonly RegistryProblem[] {
  let value: unknown;
  try {
    value = JSON.parse(response.text());
  } catch {
    return [];
  }
  const errors = (value as { errors?: unknown } | null)?.errors;
  if (!Array.isArray(errors)) return [];
  return errors.slice(0, 5).map((entry: unknown) => {
    const { code, message } = (entry ?? {}) as { code?: unknown; message?: unknown };
    return {
      code: typeof code === 'string' ? code : '',
      message: typeof message === 'string' ? message : '',
    };
  });
}

/** The words of a refusal, harmless, for an error. */
export function quoteProblems(response: HttpResponse): string {
  const problems = readProblems(response);
  const text =
    problems.length === 0
      ? response.text()
      : problems
          .map(({ code, message }) => [code, message].filter((part) => part !== '').join(': '))
          .join('; ');
  const quoted = neutralizeLine(redactText(text), 300);
  return quoted === ''
    ? `status ${response.status} with an empty response`
    : `${response.status} "${quoted}"`;
}

/** What a refusal of ghcr.io means, and others whose words are known; undefined for the hint of the kind. */
function explain(text: string, repository: string): string | undefined {
  const shown = neutralizeLine(repository, 200);
  if (/permission_denied: write_package/i.test(text)) {
    return `The package "${shown}" exists, but this repository is not allowed to write to it. In the package's settings on GitHub, under "Manage Actions access", add the repository with the role Write.`;
  }
  if (/not allowed to create organization package/i.test(text)) {
    return 'Add "packages: write" to the job\'s permissions. If the job has it, your organization does not allow workflows to create packages; an owner can allow this in the organization\'s settings (Packages, Actions).';
  }
  if (/not allowed to write organization package/i.test(text))
    return `Add "packages: write" to the job's permissions, and in the settings of the package "${shown}", under "Manage Actions access", give the repository the role Write.`;
  if (/permission_denied: read_package/i.test(text))
    return `Add "packages: read" (or "write") to the job's permissions, and in the settings of the package "${shown}", under "Manage Actions access", give the repository the role Read.`;
  if (/permission_denied: create_package/i.test(text))
    return `The token is not allowed to create packages for the owner of "${shown}". Use the owner of the repository that runs the job.`;
  if (/does not match expected scopes/i.test(text))
    return 'ghcr.io accepts the GITHUB_TOKEN of a job or a classic personal token with "write:packages"; fine-grained tokens are not accepted.';
  if (/insufficient_scope/i.test(text))
    return 'The issued token does not cover this request: the account is not allowed to push (or pull) here.';
  return undefined;
}

/** Whether the registry says that a tag stays where it is; a repository that is called so, or a part of its name, says nothing. */
function saysImmutable(response: HttpResponse, repository: string): boolean {
  const names = [repository, ...repository.split('/')].map((name) => name.replaceAll('.', '\\.'));
  const named = new RegExp(`(?<![\\w.-])(?:${names.join('|')})(?![\\w/-])`, 'g');
  return readProblems(response).some(({ code, message }) =>
    /immutab|TagAlreadyExists/i.test(`${code} ${message.replaceAll(named, '')}`),
  );
}

function chooseKind(response: HttpResponse, repository: string): ErrorKind {
  const { status } = response;
  if (status === 401) return ociErrors.E_OCI_AUTHENTICATION;
  if (saysImmutable(response, repository)) return ociErrors.E_OCI_TAG_IMMUTABLE;
  if (status === 403) return ociErrors.E_OCI_DENIED;
  return ociErrors.E_OCI_REFUSED;
}

/**
 * Whether a manifest was rejected because of a missing blob: a replicated registry may not see a blob that it has just
 * accepted, or one that another job is writing at the same moment ("blob unknown to registry").
 */
function isUnseenBlob(response: HttpResponse): boolean {
  return readProblems(response).some(({ code }) => /^(?:MANIFEST_)?BLOB_UNKNOWN$/.test(code));
}

/** The error for a refusal, with the registry's own words and what to do about them. */
export function refuseAnswer(
  what: string,
  repository: string,
  response: HttpResponse,
  note = '',
): RemoteError {
  const challenge = response.headers['www-authenticate'] ?? '';
  const text = `${response.text()} ${challenge}`;
  return new RemoteError(chooseKind(response, repository), {
    message: `${what} failed: ${quoteProblems(response)}${note}.`,
    hint: explain(text, repository),
    status: response.status,
    url: redactUrl(response.url),
    retryable: isUnseenBlob(response),
  });
}
