import { type ActionError, EnvironmentError, RemoteError } from '@slipway/core/errors/action-error';
import { isRecord } from '@slipway/core/is-record';
import { neutralizeLine } from '@slipway/core/neutralize';
import { redactText, redactUrl } from '@slipway/core/redact';
import { githubErrors } from '../errors.ts';

/** An answer with a status that is not accepted, as octokit gives it. */
export interface Refusal {
  readonly status: number;
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  /** The JSON of the body, or its text when it is none. */
  readonly data?: unknown;
}

/** GitHub's error body (REST reference, "Troubleshooting"). */
interface ErrorBody {
  readonly message: string | undefined;
  readonly errors: readonly {
    readonly code: string | undefined;
    readonly field: string | undefined;
    readonly message: string | undefined;
  }[];
}

const readText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** What can be read of an error body; a proxy may answer in any other form. */
function readErrorBody(body: unknown): ErrorBody {
  const { message, errors } = isRecord(body) ? body : {};
  return {
    message: readText(message),
    errors: (Array.isArray(errors) ? (errors as unknown[]) : []).map((error) => {
      const { code, field, message: text } = isRecord(error) ? error : { message: error };
      return { code: readText(code), field: readText(field), message: readText(text) };
    }),
  };
}

/** GitHub's own words about a refusal, as one harmless line. */
function describeRefusal(body: unknown): string {
  const { message, errors } = readErrorBody(body);
  const details = errors.map(
    (error) => error.message ?? [error.field, error.code].filter((part) => part !== undefined).join(' '),
  );
  const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
  return neutralizeLine([message ?? redactText(text), ...details].join('; '), 800);
}

/** Whether GitHub refused a request by 422 with this `code` for one of its fields, for example `already_exists`. */
export function hasErrorCode(error: RemoteError, code: string): boolean {
  return error instanceof RefusedError && readErrorBody(error.body).errors.some((each) => each.code === code);
}

/** An error that keeps what GitHub answered. */
class RefusedError extends RemoteError {
  readonly body: unknown;

  constructor(body: unknown, ...options: ConstructorParameters<typeof RemoteError>) {
    super(...options);
    this.body = body;
  }
}

const ruleText =
  /repository rule violations|protected branch|protected ref|through a pull request|verified signatures|creations being restricted/i;

/** Whether GitHub's words are those of a ruleset or of a protected branch. */
export function isRuleText(text: string): boolean {
  return ruleText.test(text);
}

/** The error for a change that a rule of the repository forbids. */
export function refuseRule(text: string): EnvironmentError {
  return new EnvironmentError(githubErrors.E_GITHUB_RULES, {
    message: `A rule of the repository forbids the change: ${text}. Nothing was written.`,
  });
}

/** `contents=write; pull_requests=read, issues=write` as the lines of a `permissions:` block. */
function namePermissions(header: string): string {
  // Alternatives are separated by semicolons; the first is enough.
  return (header.split(';')[0] ?? '')
    .split(',')
    .map((part) => part.trim().replaceAll('_', '-').replace('=', ': '))
    .map((part) => `"${neutralizeLine(part, 60)}"`)
    .join(' and ');
}

const planText = /upgrade to GitHub (?:Pro|Team|Enterprise)/i;

/** Whether GitHub refused because the plan of the owner does not have the feature for a private repository. */
export function isPlanRefusal(error: unknown): boolean {
  return (
    error instanceof EnvironmentError &&
    error.code === githubErrors.E_GITHUB_PERMISSION.code &&
    planText.test(error.message)
  );
}

const rateLimitText = /rate limit|abuse detection/i;

/**
 * Refusals that no permission of the job changes, by GitHub's words, and what does. The header that names permissions is on
 * these answers too.
 */
const otherRefusals: readonly (readonly [words: RegExp, hint: string])[] = [
  [
    /IP allow list|IP address is not permitted/i,
    'An owner of the organization has to add the address of this runner to the IP allow list, or the job has to run on a runner that is on it.',
  ],
  [
    /SAML|single sign-on|\bSSO\b/i,
    'Authorize the token for the single sign-on of the organization, or use the token of the job.',
  ],
  [/suspended/i, 'An account or an installation that is suspended has to be reinstated first.'],
  [planText, 'The plan of the owner does not have this feature for private repositories.'],
  [/billing|spending limit|payment/i, 'Check the billing of the account that owns the repository.'],
  [
    /repository (?:access )?(?:is )?(?:blocked|disabled)|DMCA|legal reasons/i,
    'GitHub blocks this repository. Contact GitHub Support.',
  ],
  [/was archived|is archived|read-only/i, 'Unarchive the repository first.'],
  [rateLimitText, 'Try again later. GitHub limits the number of requests.'],
  [
    /not permitted to create or approve pull requests/i,
    'Allow GitHub Actions to create pull requests in the settings of the repository, under Actions.',
  ],
  [
    /OAuth App access restrictions|third-party application/i,
    'An owner of the organization has to approve the app of the token.',
  ],
  [
    /personal access tokens? .*(?:forbid|lifetime|not allowed|expir)|forbids access via a/i,
    'The organization restricts personal access tokens. Use the token of the job.',
  ],
  [/two-factor|2FA/i, 'Turn on two-factor authentication for the account of the token.'],
  [/verify your email|email address/i, 'Verify the email address of the account of the token.'],
];

/** What to do about a refusal that no permission of the job changes; undefined for any other. */
export function explainRefusal(text: string): string | undefined {
  return otherRefusals.find(([words]) => words.test(text))?.[1];
}

/** `x-github-request-id`, by which GitHub's support finds a request. */
export function readRequestId(headers: Refusal['headers']): string | undefined {
  const id = headers['x-github-request-id'];
  return id === undefined ? undefined : String(id);
}

const readPermissions = ({ headers }: Refusal): string =>
  String(headers['x-accepted-github-permissions'] ?? '');

function refusePermission(request: string, text: string, answer: Refusal): EnvironmentError {
  const header = readPermissions(answer);
  const other = explainRefusal(text);
  // Only these words are about the permissions of a token.
  const isMissing = /resource not accessible by|permission|must have (?:admin|push|write)/i.test(text);
  const hint =
    other ??
    (isMissing
      ? header === ''
        ? undefined
        : `Add ${namePermissions(header)} to the "permissions" of the job.`
      : `GitHub's words above say why.${header === '' ? '' : ` If a permission is missing, the request takes ${namePermissions(header)}.`}`);
  return new EnvironmentError(githubErrors.E_GITHUB_PERMISSION, {
    message: `${request} was refused: ${text}.`,
    hint,
  });
}

/** The error for an answer that is not accepted. @param method of the request */
export function refuse(method: string, answer: Refusal): ActionError {
  const url = redactUrl(answer.url);
  const request = `${method} ${url}`;
  const text = describeRefusal(answer.data);
  const facts = { status: answer.status, url, requestId: readRequestId(answer.headers) };
  if (isRuleText(text)) return refuseRule(text);
  if (answer.status === 401) {
    return new EnvironmentError(githubErrors.E_GITHUB_AUTHENTICATION, {
      message: `${request} was refused: ${text}.`,
    });
  }
  if (answer.status === 429 || (answer.status === 403 && rateLimitText.test(text))) {
    // Secondary limits may come without the headers that say when to ask again.
    return new RefusedError(answer.data, githubErrors.E_GITHUB_REFUSED, {
      ...{ ...facts, retryable: true, message: `${request} was refused: ${text}.` },
      hint: explainRefusal(text),
    });
  }
  if (answer.status === 403 || answer.status === 451) return refusePermission(request, text, answer);
  if (answer.status === 404) {
    const header = readPermissions(answer);
    return new RemoteError(githubErrors.E_GITHUB_NOT_FOUND, {
      ...facts,
      message: `${request} was answered with 404: ${text}.`,
      ...(header === ''
        ? {}
        : {
            hint: `Check the name. GitHub answers 404 also when a permission is missing: this request takes ${namePermissions(header)}.`,
          }),
    });
  }
  return new RefusedError(answer.data, githubErrors.E_GITHUB_REFUSED, {
    ...facts,
    message: `${request} was answered with ${answer.status}: ${text}.`,
  });
}
