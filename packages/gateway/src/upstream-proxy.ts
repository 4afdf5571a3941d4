type Environment = Readonly<Record<string, string | undefined>>;

function read(environment: Environment, name: string): string | undefined {
  return environment[name.toLowerCase()] || environment[name] || undefined;
}

function isExcluded(host: string, list: string): boolean {
  return list
    .split(/[\s,]+/)
    .map((entry) =>
      entry
        .toLowerCase()
        .replace(/:\d+$/, '')
        .replace(/^\*?\./, ''),
    )
    .some((entry) => entry === '*' || (entry !== '' && (host === entry || host.endsWith(`.${entry}`))));
}

/**
 * The proxy the user's own environment prescribes for a host, by the rules curl, git and pip share: lower case first,
 * `NO_PROXY` names a domain with all below it. Undefined for a direct way.
 */
export function chooseUpstreamProxy(
  environment: Environment,
  host: string,
  secure: boolean,
): string | undefined {
  if (isExcluded(host.toLowerCase(), read(environment, 'NO_PROXY') ?? '')) return undefined;
  const proxy = read(environment, secure ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? read(environment, 'ALL_PROXY');
  if (proxy === undefined) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}
