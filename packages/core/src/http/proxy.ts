import { EnvironmentError } from '../errors/action-error.ts';
import { redactUrl } from '../redact.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** A setting of the environment: lower case wins, as in curl. */
function readSetting(variables: Variables, name: string): string {
  return variables[name.toLowerCase()] || variables[name] || '';
}

function isExcepted(url: URL, exceptions: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return exceptions
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', wantedPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      if (wantedPort !== undefined && wantedPort !== port) return false;
      const suffix = name.replace(/^\*?\./, '');
      return url.hostname === suffix || url.hostname.endsWith(`.${suffix}`);
    });
}

/**
 * The proxy for an address by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` (hosts and their subdomains, a port if given);
 * undefined for the direct way.
 * @throws EnvironmentError E_PROXY for a setting that is not the address of an HTTP proxy
 */
export function chooseProxy(variables: Variables, address: string): URL | undefined {
  const url = new URL(address);
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const setting = readSetting(variables, name);
  if (setting === '' || isExcepted(url, readSetting(variables, 'NO_PROXY'))) return undefined;
  const proxy = URL.parse(setting);
  if (proxy === null || (proxy.protocol !== 'http:' && proxy.protocol !== 'https:')) {
    throw new EnvironmentError('E_PROXY', {
      message: `${name} is "${proxy === null ? '(not an address)' : redactUrl(setting)}", which is not the address of an HTTP proxy.`,
    });
  }
  return proxy;
}
