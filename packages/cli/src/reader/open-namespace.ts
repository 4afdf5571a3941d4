import { RemoteError } from '@slipway/core/errors/action-error';
import { createExec } from '@slipway/core/exec';
import { createHttp } from '@slipway/core/http';
import type { Clock, Http, Log } from '@slipway/core/ports';
import { findCredentials } from '@slipway/oci/credentials';
import { packageRepository } from '@slipway/oci/pyoci/package-name';
import { openRegistry, type Repository } from '@slipway/oci/registry';
import type { NamespaceOptions } from './reader-options.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** The packages below one path of a registry, as this user sees them. */
export interface Namespace {
  /**
   * Reads something of a project: without a token first, as everybody can, and with the user's own when the registry
   * refuses that.
   * @throws RemoteError E_OCI_*, E_HTTP_*
   */
  read<T>(project: string, body: (repository: Repository) => Promise<T>): Promise<T>;
}

export interface NamespaceParts extends NamespaceOptions {
  readonly variables: Variables;
  readonly log: Log;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

function isRefusal(cause: unknown): boolean {
  return (
    cause instanceof RemoteError && (cause.code === 'E_OCI_AUTHENTICATION' || cause.code === 'E_OCI_DENIED')
  );
}

/** A token of GitHub is shown to GitHub's registry alone. */
function readGitHubToken(registry: string, variables: Variables): string | undefined {
  const server = URL.parse(variables['GITHUB_SERVER_URL'] ?? '')?.host ?? 'github.com';
  if (registry !== 'ghcr.io' && registry !== `containers.${server}`) return undefined;
  return variables['GH_TOKEN'] || variables['GITHUB_TOKEN'] || undefined;
}

/** The client that everything is read with. */
export function openHttp({
  variables,
  log,
  clock,
  signal,
}: Pick<NamespaceParts, 'variables' | 'log' | 'clock' | 'signal'>): Http {
  return createHttp({ log, clock, userAgent: 'slipway/0.1.0', environment: variables, signal });
}

/** Opens a namespace; nothing is asked before the first read. */
export function openNamespace(parts: NamespaceParts): Namespace {
  const { registry, namespace, variables, log, clock } = parts;
  const http = openHttp(parts);
  const common = { http, clock, log, registry };
  const open = openRegistry({ ...common, credentials: undefined });
  const token = readGitHubToken(registry, variables);
  const username = variables['GITHUB_ACTOR'] || 'token';
  const signIn = async () => {
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
    async read(project, body) {
      const name = packageRepository(namespace, project);
      try {
        return await body(open.repository(name));
      } catch (cause) {
        if (!isRefusal(cause)) throw cause;
        signedIn ??= signIn();
        const own = await signedIn;
        if (own === undefined) throw cause;
        return body(own.repository(name));
      }
    },
  };
}

/** Whether an error says that a caller like this sees no such package; it may be private, or not be there. */
export function isUnseen(cause: unknown): cause is RemoteError {
  return isRefusal(cause);
}
