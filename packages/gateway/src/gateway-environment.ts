import type { Certificates } from './certificates.ts';

/** Plain http goes through the gateway as well, so that it is refused there and does not slip past. */
const proxyVariables = (proxy: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [
      [name, proxy],
      [name.toLowerCase(), proxy],
    ]),
  );

/** The variables that send a client through a door of its own. */
export const doorEnvironment = (port: number): Readonly<Record<string, string>> =>
  proxyVariables(`http://127.0.0.1:${port}`);

/**
 * The variables that make every client of a release take the way through the gateway and trust its certificates,
 * without a word in their own configuration.
 */
export function gatewayEnvironment(
  port: number,
  certificates: Certificates,
): Readonly<Record<string, string>> {
  const direct = '127.0.0.1,localhost,::1';
  const { bundlePath } = certificates;
  return {
    ...doorEnvironment(port),
    NO_PROXY: direct,
    no_proxy: direct,
    // Node 24: fetch and http(s) obey the variables above only with it. The file adds to the authorities Node ships.
    NODE_USE_ENV_PROXY: '1',
    NODE_EXTRA_CA_CERTS: bundlePath,
    GIT_SSL_CAINFO: bundlePath,
    GIT_TERMINAL_PROMPT: '0',
    // Go, OpenSSL, Python's ssl, uv
    SSL_CERT_FILE: bundlePath,
    PIP_CERT: bundlePath,
    REQUESTS_CA_BUNDLE: bundlePath,
    CURL_CA_BUNDLE: bundlePath,
  };
}
