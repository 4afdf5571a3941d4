import type { Clock, Http, HttpBody, HttpMethod, HttpResponse, Log } from '@slipway/core/ports';
import { checkRepository, registryOrigin } from './reference.ts';
import { refuseAnswer } from './registry-answer.ts';
import type { Credentials } from './sign-in/credentials.ts';
import { createAuthorizer } from './sign-in/token.ts';

export interface RegistryOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  /** Host with a port if one is needed, as in an image reference. */
  readonly registry: string;
  /** From `findCredentials`; undefined for an anonymous caller. */
  readonly credentials: Credentials | undefined;
  /** What the first token is asked for. `push` saves a second one to who will write anyway. Default: what each request needs. */
  readonly access?: 'push';
  /** 0 to 1; default `Math.random`. */
  readonly random?: () => number;
}

/** One request about a repository. */
export interface RepositoryRequest {
  /** What is being done, for an error: "pushing blob sha256:…". */
  readonly what: string;
  /** `push` asks for a token that may also pull. */
  readonly access: 'pull' | 'push';
  /** Another repository of the registry that the token has to read too, for a mount. */
  readonly alsoPull?: string;
  readonly method: HttpMethod;
  /** Below `/v2/<name>/`, or an absolute address the registry gave. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: HttpBody;
  readonly idempotent?: boolean;
  /** Statuses handed back; any other than 2xx is an error with the registry's words. */
  readonly accepted?: readonly number[];
  readonly maxResponseBytes?: number;
  readonly sink?: (chunk: Uint8Array) => void | Promise<void>;
  readonly attemptTimeoutMs?: number;
  readonly deadlineMs?: number;
  readonly maxAttempts?: number;
}

/** One repository of a registry, with the credentials to use it. */
export interface Repository {
  readonly registry: string;
  readonly name: string;
  /** `https://host/v2/<name>/` */
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** Shared by all repositories opened together; runs what changes one list one after the other. */
  runAlone<T>(key: string, body: () => Promise<T>): Promise<T>;
  /** Shared in the same way; who asks for a key while its `body` runs gets what that comes to. */
  runShared(key: string, body: () => Promise<unknown>): Promise<unknown>;
  /** @throws RemoteError E_OCI_AUTHENTICATION, E_OCI_DENIED, E_OCI_REFUSED, E_OCI_TAG_IMMUTABLE, E_HTTP_* */
  send(request: RepositoryRequest): Promise<HttpResponse>;
}

/** A connection to one registry. */
export interface Registry {
  readonly host: string;
  /** @throws InputError E_OCI_REFERENCE */
  repository(name: string): Repository;
}

// Refusals whose body has the registry's words; 429 and 5xx are repeated by the HTTP client.
const refusals = [400, 401, 403, 404, 405, 406, 409, 410, 411, 412, 413, 415, 416, 422];

/** Opens a registry; nothing is sent before the first request about a repository. @throws InputError E_OCI_REFERENCE */
export function openRegistry(options: RegistryOptions): Registry {
  const { http, clock, log, registry } = options;
  const origin = registryOrigin(registry);
  const authorizer = createAuthorizer({ ...options, origin });
  const queues = new Map<string, Promise<unknown>>();
  const running = new Map<string, Promise<unknown>>();
  let greeting: Promise<void> | undefined;

  // Asked once, so that no body is sent in vain: the answer says how to sign in.
  const greet = async (): Promise<void> => {
    const url = `${origin}/v2/`;
    const response = await http.request({
      method: 'GET',
      url,
      redirect: 'manual',
      acceptedStatuses: refusals,
    });
    if (response.status === 401) authorizer.learn(response, []);
  };

  const send = async (name: string, request: RepositoryRequest): Promise<HttpResponse> => {
    greeting ??= greet().catch((cause: unknown) => {
      greeting = undefined;
      throw cause;
    });
    await greeting;
    const { what, access, alsoPull, target, accepted = [], headers = {}, ...rest } = request;
    const url = new URL(target, `${origin}/v2/${name}/`);
    // A blob store behind the registry gets what it needs in its address, and no credentials.
    const own = url.origin === origin;
    const scopes = [
      `repository:${name}:${access === 'push' || options.access === 'push' ? 'pull,push' : 'pull'}`,
      ...(alsoPull === undefined ? [] : [`repository:${alsoPull}:pull`]),
    ];
    const attempt = async (): Promise<HttpResponse> => {
      const authorization = own ? await authorizer.authorize(scopes) : undefined;
      return http.request({
        ...rest,
        url: url.href,
        headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
        acceptedStatuses: refusals,
      });
    };
    let response = await attempt();
    // A token ends while a long upload runs, or covers less than the registry wants: one new one.
    if (response.status === 401 && own && authorizer.learn(response, scopes)) response = await attempt();
    if (response.status < 300 || accepted.includes(response.status)) return response;
    throw refuseAnswer(`${what} (${registry}/${name})`, name, response);
  };

  return {
    host: registry,
    repository(name) {
      checkRepository(name);
      return {
        registry,
        name,
        baseUrl: `${origin}/v2/${name}/`,
        clock,
        log,
        random: options.random ?? Math.random,
        runAlone(key, body) {
          const before = queues.get(key) ?? Promise.resolve();
          const run = before.then(body, body);
          queues.set(key, run);
          return run;
        },
        runShared(key, body) {
          const run = running.get(key) ?? body().finally(() => running.delete(key));
          running.set(key, run);
          return run;
        },
        send: (request) => send(name, request),
      };
    },
  };
}
