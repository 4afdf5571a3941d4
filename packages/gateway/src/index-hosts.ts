import { pypiFilesHost, pypiHost } from '@slipway/core/pypi-hosts';

/** What the user's package index is read from; the caller collects it, nothing is read here. */
export interface IndexConfiguration {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Output of `pip config list`. */
  readonly pipConfigList?: string;
  /** Contents of configuration files of pip (ini): the one `PIP_CONFIG_FILE` names, and others. */
  readonly pipConfigFiles?: readonly string[];
  /** Contents of `uv.toml` files. */
  readonly uvConfigFiles?: readonly string[];
}

// https://pip.pypa.io/en/stable/cli/pip_install/ and https://docs.astral.sh/uv/reference/environment/
const variables = [
  'PIP_INDEX_URL',
  'PIP_EXTRA_INDEX_URL',
  'PIP_FIND_LINKS',
  'UV_INDEX_URL',
  'UV_EXTRA_INDEX_URL',
  'UV_DEFAULT_INDEX',
  'UV_INDEX',
  'UV_FIND_LINKS',
];
// A variable or setting of these takes the place of PyPI; the others stand beside it.
const replacingVariables = new Set(['PIP_INDEX_URL', 'UV_INDEX_URL', 'UV_DEFAULT_INDEX']);

const addressPattern = /https?:\/\/[^\s'"<>,[\]]+(?:\[[0-9A-Fa-f:]+\][^\s'"<>,[\]]*)?/g;

interface Found {
  readonly address: string;
  readonly tool: 'pip' | 'uv';
  readonly replaces: boolean;
}

function addressesIn(text: string): readonly string[] {
  return text.match(addressPattern) ?? [];
}

function fromEnvironment(environment: IndexConfiguration['environment']): readonly Found[] {
  return variables.flatMap((name) =>
    addressesIn(environment[name] ?? '').map((address) => ({
      address,
      tool: name.startsWith('PIP_') ? ('pip' as const) : ('uv' as const),
      replaces: replacingVariables.has(name),
    })),
  );
}

/** `name = value` lines of an ini file, or `section.name='value'` of `pip config list`; indented lines go on. */
function fromPipSettings(text: string): readonly Found[] {
  const found: Found[] = [];
  let setting = '';
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*[#;]/.test(line)) continue;
    const assignment = /^(?:[\w:-]+\.)?(?<name>[\w-]+)\s*[=:]/.exec(line);
    if (assignment?.groups !== undefined) setting = (assignment.groups['name'] ?? '').replaceAll('_', '-');
    else if (!/^\s/.test(line)) setting = '';
    if (!['index-url', 'extra-index-url', 'find-links'].includes(setting)) continue;
    // `pip config list` shows the line ends of a value as `\n`.
    for (const address of addressesIn(line.replaceAll('\\n', ' ')))
      found.push({ address, tool: 'pip', replaces: setting === 'index-url' });
  }
  return found;
}

function fromUvSettings(text: string): readonly Found[] {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*#/.test(line));
  // A `[[index]]` table is the default only with `default = true`; taking PyPI along when it is not needed is harmless.
  return addressesIn(lines.join('\n')).map((address) => ({ address, tool: 'uv', replaces: false }));
}

function toTunnel(address: string): string | undefined {
  const url = URL.parse(address);
  if (url === null || url.hostname === '') return undefined;
  return url.port === '' ? url.hostname : `${url.hostname}:${url.port}`;
}

/**
 * The hosts that pip and uv need for the dependencies of a build, as the gateway takes them (`host` or `host:port`),
 * sorted: those of every index configured, and PyPI's with its file host where a tool still falls back to it. Local
 * folders and addresses that cannot be parsed add nothing.
 */
export function findIndexHosts(configuration: IndexConfiguration): readonly string[] {
  const found = [
    ...fromEnvironment(configuration.environment),
    ...[configuration.pipConfigList ?? '', ...(configuration.pipConfigFiles ?? [])].flatMap(fromPipSettings),
    ...(configuration.uvConfigFiles ?? []).flatMap(fromUvSettings),
  ];
  const hosts = new Set(found.flatMap(({ address }) => toTunnel(address) ?? []));
  const replaced = (tool: Found['tool']): boolean =>
    found.some((entry) => entry.tool === tool && entry.replaces);
  if (!replaced('pip') || !replaced('uv')) hosts.add(pypiHost);
  if (hosts.has(pypiHost)) hosts.add(pypiFilesHost);
  return [...hosts].sort();
}
