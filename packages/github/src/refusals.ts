import { type ActionError, EnvironmentError, RemoteError } from '@slipway/core/errors/action-error';
import { neutraliseLine } from '@slipway/core/neutralise';
import type { HttpMethod, HttpResponse } from '@slipway/core/ports';
import { redactUrl } from '@slipway/core/redact';

/** GitHub's error body (REST reference, "Troubleshooting"). */
interface ErrorBody {
  readonly message?: string;
  readonly errors?: readonly (
    | string
    | { readonly code?: string; readonly field?: string; readonly message?: string }
  )[];
}

function readErrorBody(answer: HttpResponse): ErrorBody {
  try {
    const body = answer.json();
    return typeof body === 'object' && body !== null ? (body as ErrorBody) : {};
  } catch {
    return {};
  }
}

/** GitHub's own words about a refusal, as one harmless line. */
export function describeRefusal(answer: HttpResponse): string {
  const { message, errors } = readErrorBody(answer);
  const details = (errors ?? []).map((error) =>
    typeof error === 'string'
      ? error
      : (error.message ?? [error.field, error.code].filter(Boolean).join(' ')),
  );
  return neutraliseLine([message ?? answer.text(), ...details].join('; '), 800);
}

/** Whether a 422 has this `code` for one of its fields, for example `already_exists`. */
export function hasErrorCode(answer: HttpResponse, code: string): boolean {
  return (readErrorBody(answer).errors ?? []).some(
    (error) => typeof error !== 'string' && error.code === code,
  );
}

const ruleText =
  /repository rule violations|protected branch|protected ref|through a pull request|verified signatures|creations being restricted/i;

/** Whether GitHub's words are those of a ruleset or of a protected branch. */
export function isRuleText(text: string): boolean {
  return ruleText.test(text);
}

/** The error for a change that a rule of the repository forbids. */
export function refuseRule(text: string): EnvironmentError {
  return new EnvironmentError('E_GITHUB_RULES', {
    message: `A rule of the repository forbids the change: ${text}. Nothing was written.`,
  });
}

/** `contents=write; pull_requests=read, issues=write` as the lines of a `permissions:` block. */
function namePermissions(header: string): string {
  // Alternatives are separated by semicolons; the first is enough.
  return (header.split(';')[0] ?? '')
    .split(',')
    .map((part) => part.trim().replaceAll('_', '-').replace('=', ': '))
    .map((part) => `"${neutraliseLine(part, 60)}"`)
    .join(' and ');
}

function refusePermission(request: string, text: string, answer: HttpResponse): EnvironmentError {
  const header = answer.headers['x-accepted-github-permissions'] ?? '';
  return new EnvironmentError('E_GITHUB_PERMISSION', {
    message: `${request} was refused: ${text}.`,
    ...(header === '' ? {} : { hint: `Add ${namePermissions(header)} to the "permissions" of the job.` }),
  });
}

/** The error for an answer that is not accepted. */
export function refuse(method: HttpMethod, answer: HttpResponse): ActionError {
  const url = redactUrl(answer.url);
  const request = `${method} ${url}`;
  const text = describeRefusal(answer);
  const facts = { status: answer.status, url, requestId: answer.headers['x-github-request-id'] };
  if (isRuleText(text)) return refuseRule(text);
  if (answer.status === 401) {
    return new EnvironmentError('E_GITHUB_AUTHENTICATION', { message: `${request} was refused: ${text}.` });
  }
  if (answer.status === 403) return refusePermission(request, text, answer);
  if (answer.status === 404) {
    const header = answer.headers['x-accepted-github-permissions'] ?? '';
    return new RemoteError('E_GITHUB_NOT_FOUND', {
      ...facts,
      message: `${request} was answered with 404: ${text}.`,
      ...(header === ''
        ? {}
        : {
            hint: `Check the name. GitHub answers 404 also when a permission is missing: this request takes ${namePermissions(header)}.`,
          }),
    });
  }
  return new RemoteError('E_GITHUB_REFUSED', {
    ...facts,
    message: `${request} was answered with ${answer.status}: ${text}.`,
  });
}
