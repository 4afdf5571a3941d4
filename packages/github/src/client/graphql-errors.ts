import { type ActionError, EnvironmentError, RemoteError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { githubErrors } from '../errors.ts';
import { explainRefusal, isRuleText, type Refusal, readRequestId, refuseRule } from './refusals.ts';

/** One entry of `errors`; GitHub puts its kind beside the message. */
export interface GraphqlError {
  readonly type?: string;
  readonly message?: string;
  readonly path?: readonly (string | number)[];
}

const describe = (errors: readonly GraphqlError[]): string =>
  errors
    .map(({ type, message }) => `${type === undefined ? '' : `${type}: `}${message ?? 'no message'}`)
    .map((text) => neutralizeLine(text, 500))
    .join('; ');

/** The error for a GraphQL answer that has `errors`. @param headers of the answer */
export function refuseGraphql(errors: readonly GraphqlError[], headers: Refusal['headers']): ActionError {
  const text = describe(errors);
  if (isRuleText(text)) return refuseRule(text);
  const types = new Set(errors.map(({ type }) => type));
  if (types.has('FORBIDDEN')) {
    return new EnvironmentError(githubErrors.E_GITHUB_PERMISSION, {
      message: `GitHub refused a GraphQL request: ${text}.`,
      hint: explainRefusal(text) ?? 'Add "contents: write" to the "permissions" of the job.',
    });
  }
  return new RemoteError(
    types.has('NOT_FOUND') ? githubErrors.E_GITHUB_NOT_FOUND : githubErrors.E_GITHUB_REFUSED,
    {
      message: `GitHub answered a GraphQL request with: ${text}.`,
      status: 200,
      requestId: readRequestId(headers),
    },
  );
}
