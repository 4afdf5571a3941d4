import type { Certificates } from './certificates.ts';

/**
 * The variables that make every client of a release take the way through the gateway and trust its certificates,
 * without a word in their own configuration.
 */
export function gatewayEnvironment(
  port: number,
  certificates: Certificates,
): Readonly<Record<string, string>> {
  const proxy = `http://127.0.0.1:${port}`;
  const direct = '127.0.0.1,localhost,::1';
  const { bundlePath } = certificates;
  return {
    // Plain http goes through the gateway as well, so that it is refused there and does not slip past.
    HTTP_PROXY: proxy,
    http_proxy: proxy,
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    ALL_PROXY: proxy,
    all_proxy: proxy,
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
