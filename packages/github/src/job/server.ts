import { EnvironmentError } from '@slipway/core/errors/action-error';
import type { JobEnvironment } from '@slipway/core/job-environment';
import { neutralizeLine } from '@slipway/core/neutralize';
import { githubErrors } from '../errors.ts';

/** The GitHub a job runs on, and which hosts are its own. */
export interface GitHubServer {
  /** `data-residency` is a subdomain of ghe.com; `enterprise-server` is a GitHub Enterprise Server, on a host of its owner. */
  readonly kind: 'github.com' | 'data-residency' | 'enterprise-server';
  /** Host of `GITHUB_SERVER_URL`, with its port when there is one. */
  readonly host: string;
  /** Host of its container registry. */
  readonly registry: string;
  /** `iss` of the ID tokens of its jobs. */
  readonly idTokenIssuer: string;
  /** Whether `@actions/artifact` stores and reads artifacts there (`isGhes` in its `config.ts`). */
  readonly hasArtifacts: boolean;
}

type ServerUrls = Pick<JobEnvironment, 'serverUrl'>;

const publicRegistry = 'ghcr.io';
/** `iss` of the ID tokens of github.com, the one issuer that PyPI and the public Fulcio know for GitHub Actions. */
export const publicIssuer = 'https://token.actions.githubusercontent.com';

/**
 * Describes the server of a job by `GITHUB_SERVER_URL`. Sources: https://docs.github.com/enterprise-cloud@latest/admin/data-residency
 * "Feature overview" for ghe.com; https://docs.github.com/enterprise-server@latest/packages "Working with the Container
 * registry" and ".../actions/reference/security/oidc" for GitHub Enterprise Server.
 */
export function describeServer({ serverUrl }: ServerUrls): GitHubServer {
  const { host, hostname } = new URL(serverUrl);
  if (hostname === 'github.com') {
    return {
      kind: 'github.com',
      host,
      registry: publicRegistry,
      idTokenIssuer: publicIssuer,
      hasArtifacts: true,
    };
  }
  const registry = `containers.${host}`;
  if (hostname.endsWith('.ghe.com')) {
    const idTokenIssuer = `https://token.actions.${hostname}`;
    return { kind: 'data-residency', host, registry, idTokenIssuer, hasArtifacts: true };
  }
  // `.localhost` is a development server of GitHub itself.
  const hasArtifacts = hostname.endsWith('.localhost');
  return {
    kind: 'enterprise-server',
    host,
    registry,
    idTokenIssuer: `https://${host}/_services/token`,
    hasArtifacts,
  };
}

/**
 * Whether ID tokens with this `iss` are those of a server. On github.com an enterprise may have its slug behind the address
 * (https://docs.github.com/enterprise-cloud@latest/actions/reference/security/oidc "Customizing the issuer value").
 */
export function isIssuerOf({ kind, idTokenIssuer }: GitHubServer, issuer: unknown): boolean {
  if (issuer === idTokenIssuer) return true;
  const slug = typeof issuer === 'string' && kind === 'github.com' ? issuer.split(`${idTokenIssuer}/`) : [];
  return slug[0] === '' && /^[\w-]+$/.test(slug[1] ?? '');
}

/** A server as a person calls it. */
export function nameServer({ kind, host }: GitHubServer): string {
  return kind === 'enterprise-server' ? `the GitHub Enterprise Server ${host}` : host;
}

/** The server as whoever signs needs it: the public Fulcio knows the ID tokens of github.com alone. */
export function describeSigningServer(job: ServerUrls): {
  readonly url: string;
  readonly title: string;
  readonly idTokenIssuer: string;
  readonly isTrusted: boolean;
  readonly isIssuer: (issuer: unknown) => boolean;
} {
  const server = describeServer(job);
  return {
    url: job.serverUrl,
    title: nameServer(server),
    idTokenIssuer: server.idTokenIssuer,
    isTrusted: server.kind === 'github.com',
    isIssuer: (issuer) => isIssuerOf(server, issuer),
  };
}

/**
 * Whether a host belongs to a server: its own host and those below it; on github.com also the registry, which has a name of
 * its own. A subdomain of ghe.com owns nothing of another one.
 */
export function ownsHost(server: GitHubServer, host: string): boolean {
  const wanted = host.toLowerCase();
  if (wanted === server.host || wanted === server.registry) return true;
  return wanted.endsWith(`.${server.host}`);
}

/**
 * Refuses artifacts on a server whose service the client of GitHub does not use, before anything is built for them.
 * @throws EnvironmentError E_GITHUB_SERVER
 */
export function refuseMissingArtifacts(job: ServerUrls, name: string): void {
  const server = describeServer(job);
  if (server.hasArtifacts) return;
  throw new EnvironmentError(githubErrors.E_GITHUB_SERVER, {
    message: `The artifact ${neutralizeLine(name, 100)} cannot be used on ${nameServer(server)}: GitHub's artifact client (version 4 and later) does not support GitHub Enterprise Server.`,
    hint: 'Run the steps that need the files in the job that builds them, without an artifact.',
  });
}

/**
 * Whether a token is one that GitHub made for an app, which is what the token of a job is
 * (https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/).
 */
export function isInstallationToken(token: string): boolean {
  return /^ghs_|^v1\.[0-9a-f]{40}$/.test(token);
}

/**
 * The one rule for credentials and hosts: the token of a job goes to the server that made it, and nowhere else. A secret that
 * the user names for another host is not the token of the job.
 * @throws EnvironmentError E_GITHUB_FOREIGN_HOST before anything is sent
 */
export function refuseForeignHost(job: ServerUrls, token: string, host: string, wayOut: string): void {
  const server = describeServer(job);
  if (!isInstallationToken(token) || ownsHost(server, host)) return;
  throw new EnvironmentError(githubErrors.E_GITHUB_FOREIGN_HOST, {
    message: `The token of this job is for ${nameServer(server)} and was not sent to ${neutralizeLine(host, 200)}.`,
    hint: wayOut,
  });
}
