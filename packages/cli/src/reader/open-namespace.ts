import { ActionError, type RemoteError } from '@slipway/core/errors/action-error';
import { createExec } from '@slipway/core/exec';
import { createHttp } from '@slipway/core/http';
import type { Clock, Http, Log } from '@slipway/core/ports';
import { version } from '@slipway/core/version';
import { packageRepository } from '@slipway/oci/pyoci/package-name';
import { openRegistry, type Registry, type Repository } from '@slipway/oci/registry';
import { findCredentials } from '@slipway/oci/sign-in/credentials';
import type { NamespaceOptions } from './reader-options.ts';
import { isRefusal, type Refusal, UnseenPackage } from './unseen-package.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** The packages below one path of a registry, as this user sees them. */
export interface Namespace {
  /**
   * Reads something of a project: without a token first, as everybody can, and when the registry refuses that, with what the
   * user has, one after the other.
   * @throws UnseenPackage when all are refused, RemoteError E_OCI_*, E_HTTP_*
   */
  read<T>(project: string, body: (repository: Repository) => Promise<T>): Promise<T>;
  /** The same for a repository of the registry by its own name, such as that of an image. */
  readAt<T>(name: string, body: (repository: Repository) => Promise<T>): Promise<T>;
}

export interface NamespaceParts extends NamespaceOptions {
  readonly variables: Variables;
  readonly log: Log;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** One way of signing in. */
interface Login {
  /** Where its credentials are from, for an error. */
  readonly source: string;
  /** Undefined when the user has none of this kind. */
  connect(): Promise<Registry | undefined>;
}

/** Variables with GitHub tokens, which are only sent to GitHub's registry. */
function readGitHubTokens(registry: string, variables: Variables): ReadonlyMap<string, string> {
  const server = URL.parse(variables['GITHUB_SERVER_URL'] ?? '')?.host ?? 'github.com';
  const tokens = new Map<string, string>();
  if (registry !== 'ghcr.io' && registry !== `containers.${server}`) return tokens;
  for (const name of ['GH_TOKEN', 'GITHUB_TOKEN']) {
    const token = variables[name] || undefined;
    if (token !== undefined && ![...tokens.values()].includes(token)) tokens.set(name, token);
  }
  return tokens;
}

/** The client that everything is read with. */
export function openHttp({
  variables,
  log,
  clock,
  signal,
}: Pick<NamespaceParts, 'variables' | 'log' | 'clock' | 'signal'>): Http {
  return createHttp({ log, clock, userAgent: `slipway/${version}`, environment: variables, signal });
}

/** Opens a namespace; nothing is asked before the first read. */
export function openNamespace(parts: NamespaceParts): Namespace {
  const { namespace, variables, log, clock } = parts;
  // A host has no case, and what is known about it is written in lower case.
  const registry = parts.registry.toLowerCase();
  const common = { http: openHttp(parts), clock, log, registry };
  const open = openRegistry({ ...common, credentials: undefined });
  const username = variables['GITHUB_ACTOR'] || 'token';
  const createLogin = (source: string, token?: string): Login => {
    const signIn = async (): Promise<Registry | undefined> => {
      const credentials = await findCredentials(registry, {
        log,
        variables,
        exec: createExec(),
        ...(token === undefined ? {} : { explicit: { username, password: token } }),
      });
      return credentials === undefined ? undefined : openRegistry({ ...common, credentials });
    };
    let signedIn: ReturnType<typeof signIn> | undefined;
    return {
      source,
      connect() {
        signedIn ??= signIn();
        return signedIn;
      },
    };
  };
  const logins = [
    ...[...readGitHubTokens(registry, variables)].map(([name, token]) => createLogin(name, token)),
    createLogin('the docker login'),
  ];
  const read = async <T>(
    project: string,
    name: string,
    body: (repository: Repository) => Promise<T>,
  ): Promise<T> => {
    try {
      return await body(open.repository(name));
    } catch (cause) {
      if (!isRefusal(cause)) throw cause;
      return readSignedIn(logins, { project, name, anonymous: cause }, body);
    }
  };
  return {
    read: (project, body) => read(project, packageRepository(namespace, project), body),
    readAt: (name, body) => read(name, name, body),
  };
}

async function readSignedIn<T>(
  logins: readonly Login[],
  { project, name, anonymous }: { project: string; name: string; anonymous: RemoteError },
  body: (repository: Repository) => Promise<T>,
): Promise<T> {
  const refusals: Refusal[] = [];
  for (const { source, connect } of logins) {
    const own = await connect().catch((cause: unknown) => {
      // A configuration that cannot be read must not hide what the registry said to a token.
      if (refusals.length === 0 || !(cause instanceof ActionError)) throw cause;
      return undefined;
    });
    if (own === undefined) continue;
    try {
      return await body(own.repository(name));
    } catch (cause) {
      if (!isRefusal(cause)) throw cause;
      refusals.push({ source, cause });
    }
  }
  throw new UnseenPackage(project, anonymous, refusals);
}
