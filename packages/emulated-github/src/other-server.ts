import type { EmulatorRequest, EmulatorResponse, Service } from '@slipway/gateway/service';
import { downloadHost } from './assets.ts';

/** A GitHub that is not github.com, by its addresses. */
export interface ServerAddresses {
  /** `GITHUB_SERVER_URL`. */
  readonly serverUrl: string;
  /** `GITHUB_API_URL`. */
  readonly apiUrl: string;
  /** `GITHUB_GRAPHQL_URL`. */
  readonly graphqlUrl: string;
  readonly uploadsUrl: string;
  /** `iss` of its ID tokens. */
  readonly idTokenIssuer: string;
  readonly registryHost: string;
}

/** A GitHub Enterprise Server with subdomain isolation: one host for the pages and the interfaces. */
export function enterpriseServer(host: string): ServerAddresses {
  const serverUrl = `https://${host}`;
  return {
    serverUrl,
    apiUrl: `${serverUrl}/api/v3`,
    graphqlUrl: `${serverUrl}/api/graphql`,
    uploadsUrl: `${serverUrl}/api/uploads`,
    idTokenIssuer: `${serverUrl}/_services/token`,
    registryHost: `containers.${host}`,
  };
}

/** A subdomain of ghe.com (GitHub Enterprise Cloud with data residency). */
export function dataResidency(subdomain: string): ServerAddresses {
  const host = `${subdomain}.ghe.com`;
  return {
    serverUrl: `https://${host}`,
    apiUrl: `https://api.${host}`,
    graphqlUrl: `https://api.${host}/graphql`,
    uploadsUrl: `https://uploads.${host}`,
    idTokenIssuer: `https://token.actions.${host}`,
    registryHost: `containers.${host}`,
  };
}

export interface OtherServerOptions {
  /** Releases before 3.17 of GitHub Enterprise Server tell no `digest` of an asset. */
  readonly hasAssetDigests?: boolean;
}

/** Serves an emulated github.com under the addresses of another server, and under no other. */
export function serveAs(
  service: Service,
  addresses: ServerAddresses,
  { hasAssetDigests = true }: OtherServerOptions = {},
): Service {
  const { serverUrl, apiUrl, graphqlUrl, uploadsUrl } = addresses;
  // The longest first: on one host they are told apart by their paths.
  const pairs: readonly (readonly [own: string, public_: string])[] = [
    [graphqlUrl, 'https://api.github.com/graphql'],
    [uploadsUrl, 'https://uploads.github.com'],
    [apiUrl, 'https://api.github.com'],
    [`https://media.${new URL(serverUrl).host}`, `https://${downloadHost}`],
    [serverUrl, 'https://github.com'],
  ];
  const rename = (text: string): string =>
    pairs.reduce((renamed, [own, publicUrl]) => renamed.replaceAll(publicUrl, own), text);
  return {
    ...service,
    hosts: [...new Set(pairs.map(([own]) => new URL(own).hostname))],
    async handle(request) {
      const { href } = request.url;
      const [own, publicUrl] = pairs.find(([prefix]) => isBelow(href, prefix)) ?? ['', ''];
      const url = new URL(own === '' ? href : `${publicUrl}${href.slice(own.length)}`);
      const asked: EmulatorRequest = { ...request, host: url.hostname, url };
      return renameAnswer(await service.handle(asked), rename, hasAssetDigests);
    },
  };
}

const isBelow = (href: string, prefix: string): boolean =>
  href === prefix || ['/', '?'].some((next) => href.startsWith(`${prefix}${next}`));

function renameAnswer(
  answer: EmulatorResponse,
  rename: (text: string) => string,
  hasAssetDigests: boolean,
): EmulatorResponse {
  const headers = Object.fromEntries(
    Object.entries(answer.headers ?? {}).map(([name, value]) => [
      name,
      typeof value === 'string' ? rename(value) : value.map(rename),
    ]),
  );
  if (typeof answer.body !== 'string') return { ...answer, headers };
  const isJson = String(headers['content-type'] ?? '').includes('json');
  const body = isJson && !hasAssetDigests ? dropDigests(answer.body) : answer.body;
  delete headers['content-length'];
  return { ...answer, headers, body: rename(body) };
}

/** The schema `release-asset` without `digest`. */
function dropDigests(text: string): string {
  return JSON.stringify(JSON.parse(text), (key, value: unknown) => (key === 'digest' ? undefined : value));
}
