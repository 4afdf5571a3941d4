import { EnvironmentError } from '../errors/action-error.ts';
import { coreErrors } from '../errors/core-errors.ts';
import { redactUrl } from '../redact.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** A setting of the environment: lower case wins, as in curl. */
function readSetting(variables: Variables, name: string): string {
  return variables[name.toLowerCase()] || variables[name] || '';
}

/** A host without the brackets of an IPv6 address and without the dot of a root. */
const plainHost = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');

/** Host and port of an entry; an address with several colons and no brackets is IPv6 without a port. */
function splitEntry(entry: string): { readonly host: string; readonly port: string | undefined } {
  const [, host, port] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
  return { host: plainHost(host ?? entry), port };
}

function isExcepted(url: URL, exceptions: string): boolean {
  const defaultPort = url.protocol === 'https:' ? '443' : '80';
  const wanted = plainHost(url.hostname);
  return exceptions
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const { host, port } = splitEntry(entry);
      if (port !== undefined && port !== (url.port || defaultPort)) return false;
      const suffix = host.replace(/^\*?\./, '');
      return suffix !== '' && (wanted === suffix || wanted.endsWith(`.${suffix}`));
    });
}

/**
 * The proxy for a URL by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` (hosts and their subdomains, addresses, a port if given,
 * `*` for all); undefined for a direct connection.
 * @throws EnvironmentError E_PROXY for a setting that is not the URL of an HTTP proxy
 */
export function chooseProxy(variables: Variables, address: string): URL | undefined {
  const url = new URL(address);
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const setting = readSetting(variables, name);
  if (setting === '' || isExcepted(url, readSetting(variables, 'NO_PROXY'))) return undefined;
  const proxy = URL.parse(setting);
  if (proxy === null || (proxy.protocol !== 'http:' && proxy.protocol !== 'https:')) {
    throw new EnvironmentError(coreErrors.E_PROXY, {
      message: `${name} is "${proxy === null ? '(not an address)' : redactUrl(setting)}", which is not the address of an HTTP proxy.`,
    });
  }
  return proxy;
}
