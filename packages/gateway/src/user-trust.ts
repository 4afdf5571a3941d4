import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';

/** Where the systems Python, git and Node run on keep their certificate authorities. */
const systemBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
  '/usr/local/etc/openssl@3/cert.pem',
  '/opt/homebrew/etc/openssl@3/cert.pem',
];

// What the clients of a release read their own authorities from; the user may have set any of them.
const bundleVariables = [
  'SSL_CERT_FILE',
  'PIP_CERT',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'NODE_EXTRA_CA_CERTS',
];

const certificateBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

async function readPem(path: string): Promise<string | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    return text.includes('-----BEGIN CERTIFICATE-----') ? text.trim() : undefined;
  } catch {
    // A variable that points nowhere is as good as unset: the client itself would only warn.
    return undefined;
  }
}

async function readFirst(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const pem = await readPem(path);
    if (pem !== undefined) return pem;
  }
  return undefined;
}

/**
 * The certificate authorities the user trusts already, as PEM: those of the system (or the ones Node ships), and every
 * bundle the user's environment names. Hosts that are tunnelled are verified with them.
 */
export async function readUserTrust(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const named = [...new Set(bundleVariables.flatMap((name) => environment[name] || []))];
  const extra = await Promise.all(named.map(readPem));
  const system = (await readFirst(systemBundles)) ?? rootCertificates.join('\n');
  const blocks = [system, ...extra].flatMap((pem) => pem?.match(certificateBlock) ?? []);
  return [...new Set(blocks)].join('\n');
}
