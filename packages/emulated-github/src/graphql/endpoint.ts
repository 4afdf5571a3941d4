import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import { execute, GraphQLError, parse, specifiedRules, validate } from 'graphql';
import { json, Refusal } from '../answers.ts';
import type { Caller } from '../caller.ts';
import type { World } from '../github-state.ts';
import { readBody } from '../rest/call.ts';
import { mutations } from './mutations.ts';
import { queries } from './queries.ts';
import { schema } from './schema.ts';

interface ServedError {
  readonly type?: unknown;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { line: number; column: number }[];
  readonly message: string;
}

/** GitHub puts the kind of an error into `type`, beside `path` and `message`, not into `extensions`. */
function serve(error: GraphQLError): ServedError {
  return {
    ...(error.extensions['type'] === undefined ? {} : { type: error.extensions['type'] }),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    message: error.message,
  };
}

/** `POST /graphql`: always 200 for a document that could be read; what went wrong is in `errors`. */
export async function answerGraphql(
  world: World,
  caller: Caller,
  request: EmulatorRequest,
): Promise<EmulatorResponse> {
  if (caller.kind === 'anonymous') {
    throw new Refusal(403, 'API rate limit exceeded for 127.0.0.1. GraphQL takes an authenticated request.');
  }
  const body = await readBody(request);
  if (typeof body['query'] !== 'string') {
    return json(200, { errors: [{ message: 'A query attribute must be specified and must be a string.' }] });
  }
  let document: ReturnType<typeof parse>;
  try {
    document = parse(body['query']);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return json(200, { errors: [serve(error)] });
  }
  const problems = validate(schema, document, specifiedRules);
  if (problems.length > 0) return json(200, { errors: problems.map(serve) });
  const result = await execute({
    schema,
    document,
    rootValue: { ...queries, ...mutations },
    contextValue: { world, caller },
    variableValues: (body['variables'] ?? {}) as Record<string, unknown>,
    operationName: typeof body['operationName'] === 'string' ? body['operationName'] : null,
  });
  if (!('data' in result) && !('errors' in result)) throw new Error('GraphQL subscriptions are not served.');
  const errors = 'errors' in result ? (result.errors ?? []) : [];
  const data = 'data' in result ? result.data : undefined;
  return json(200, {
    ...(data === undefined ? {} : { data }),
    ...(errors.length === 0 ? {} : { errors: errors.map(serve) }),
  });
}
