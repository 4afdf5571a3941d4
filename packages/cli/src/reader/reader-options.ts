import { resolve } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { isProjectName, normalizeName } from '@slipway/python/names';
import { formatVersion } from '@slipway/python/version/format-version';
import { tryParseVersion } from '@slipway/python/version/parse-version';
import {
  type OptionTable,
  type OptionValues,
  readOptions,
  renderOptions,
} from '../command-line/option-table.ts';
import { ownUsage } from '../command-line/own-command.ts';
import { cliErrors } from '../errors.ts';
import type { AttestationOptions } from './attestations.ts';

/** Where Python packages are in a container registry. */
export interface NamespaceOptions {
  readonly registry: string;
  /** Path below the registry, lower case. */
  readonly namespace: string;
}

/** The words of `download`, checked. */
export interface DownloadOptions extends NamespaceOptions {
  /** PEP 503. */
  readonly project: string;
  /** Canonical. */
  readonly version: string;
  /** Absolute. */
  readonly directory: string;
  /** What every file has to be named in; undefined when nothing is asked for. */
  readonly attestations: AttestationOptions | undefined;
}

/** The words of `serve`, checked. */
export interface ServeOptions extends NamespaceOptions {
  readonly port: number;
  /** Names (PEP 503) that are served; empty for all. */
  readonly projects: readonly string[];
  /** Simple API, with a trailing slash, that every other name is sent to. */
  readonly fallback: string | undefined;
  /** What to run with the index; undefined to serve until a signal. */
  readonly command: readonly string[] | undefined;
}

const common = {
  namespace: {
    value: 'PATH',
    help: 'path of the packages in the registry',
    preset: '$GITHUB_REPOSITORY/pypi in a job',
  },
  registry: { value: 'HOST', help: 'host of the registry', preset: 'ghcr.io' },
} as const satisfies OptionTable;

const helpOption = { help: { help: 'show this help', short: 'h' } } as const satisfies OptionTable;

const downloadOptions = {
  ...common,
  directory: {
    value: 'DIR',
    help: 'output folder; identical files are kept',
    preset: 'the current folder',
  },
  attestation: {
    value: 'FILE',
    multiple: true,
    help: 'only download files whose digest is signed by a workflow of the repository: a Sigstore bundle ("gh attestation download", "SHA256SUMS.sigstore.json" next to SHA256SUMS), or a PEP 740 attestation or provenance object (PyPI has the same files); can be repeated',
  },
  repository: {
    value: 'OWNER/REPO',
    help: 'repository of the signing workflow',
    preset: 'the first two parts of the namespace',
  },
  'trusted-root': { value: 'FILE', help: 'trusted root of a private Sigstore instance' },
  ...helpOption,
} as const satisfies OptionTable;

const defaultPort = '8741';

const serveOptions = {
  ...common,
  port: {
    value: 'N',
    help: 'port of the index; 0, and a COMMAND, choose a free port',
    preset: defaultPort,
  },
  project: {
    value: 'NAME',
    multiple: true,
    help: 'only serve this project; can be repeated',
    preset: 'every requested project',
  },
  fallback: {
    value: 'URL',
    help: 'look up all other projects on this index (requires --project, to prevent dependency confusion)',
  },
  ...helpOption,
} as const satisfies OptionTable;

const credentialsHelp =
  'A private package requires GITHUB_TOKEN or GH_TOKEN (with read:packages), or a docker or oras login.\n';

export const downloadHelp = `Usage: ${ownUsage('download')} NAME==VERSION --namespace OWNER/REPO/pypi [options]

Downloads the wheels and the sdist of a version from a container registry, verifies them, and stores them in a folder for
"pip install --no-index --find-links".

${renderOptions(downloadOptions)}
The registry itself stores no attestations, because a tag for them would hide the versions from other readers.
${credentialsHelp}`;

export const serveHelp = `Usage: ${ownUsage('serve')} --namespace OWNER/REPO/pypi [options] [-- COMMAND…]

Serves the packages of a container registry as an index on this machine, for pip, uv, poetry and pdm. A COMMAND,
such as "pip install NAME", runs with this index in PIP_INDEX_URL and UV_DEFAULT_INDEX and without the token. When it ends,
so does the index, with the same exit code.

${renderOptions(serveOptions)}
${credentialsHelp}`;

const usage = (message: string, hint?: string): InputError =>
  new InputError(cliErrors.E_GHP_USAGE, { message, ...(hint === undefined ? {} : { hint }) });

// More words than one are told by the commands themselves.
const maxWords = 100;

type Variables = Readonly<Record<string, string | undefined>>;

// A job of GitHub says whose it is; the default of the action that publishes is the same.
function readNamespace(
  { registry = 'ghcr.io', namespace }: OptionValues<typeof common>,
  variables: Variables,
): NamespaceOptions {
  const repository = variables['GITHUB_REPOSITORY'] ?? '';
  const path = namespace ?? (repository === '' ? '' : `${repository}/pypi`);
  if (path === '') throw usage('--namespace is missing. Set it to the path of the packages in the registry.');
  return { registry, namespace: path.toLowerCase().replace(/^\/+|\/+$/g, '') };
}

function readName(name: string): string {
  if (!isProjectName(name)) throw usage(`"${name}" is not a valid project name.`);
  return normalizeName(name);
}

/** Reads the words after `download`; undefined when help is asked for. @throws InputError E_GHP_USAGE, E_OCI_REFERENCE */
export function parseDownloadOptions(
  words: readonly string[],
  variables: Variables,
): DownloadOptions | undefined {
  const { values, positionals } = readOptions(words, downloadOptions, maxWords, usage);
  if (values.help) return undefined;
  const [wanted = '', ...more] = positionals;
  const [, name = '', version = ''] = /^([^=\s]+)==([^=\s]+)$/.exec(wanted) ?? [];
  if (name === '' || more.length > 0) throw usage('Pass exactly one NAME==VERSION to download.');
  const parsed = tryParseVersion(version);
  if (parsed === undefined) throw usage(`"${version}" is not valid under PEP 440.`);
  const where = readNamespace(values, variables);
  return {
    ...where,
    project: readName(name),
    version: formatVersion(parsed),
    directory: resolve(values.directory ?? '.'),
    attestations: readAttestations(values, where),
  };
}

function readAttestations(
  values: OptionValues<typeof downloadOptions>,
  { namespace }: NamespaceOptions,
): AttestationOptions | undefined {
  const { attestation: paths = [], repository, 'trusted-root': trustedRoot } = values;
  if (paths.length === 0) {
    if (repository === undefined && trustedRoot === undefined) return undefined;
    throw usage('--repository and --trusted-root require --attestation.');
  }
  const signer = repository ?? namespace.split('/').slice(0, 2).join('/');
  if (!/^[\w.-]+\/[\w.-]+$/.test(signer))
    throw usage(`--repository is "${signer}"; expected OWNER/REPO of the signing workflow.`);
  return { paths, repository: signer, trustedRoot };
}

/** Reads the words after `serve`; undefined when help is asked for. @throws InputError E_GHP_USAGE */
export function parseServeOptions(words: readonly string[], variables: Variables): ServeOptions | undefined {
  const separator = words.indexOf('--');
  const command = separator < 0 ? undefined : words.slice(separator + 1);
  const given = separator < 0 ? words : words.slice(0, separator);
  const { values, positionals } = readOptions(given, serveOptions, maxWords, usage);
  if (values.help) return undefined;
  if (command?.length === 0) throw usage('There is no command after "--".');
  if (positionals.length > 0) throw usage(`Unexpected argument "${positionals.join(' ')}".`);
  const { port = command === undefined ? defaultPort : '0', project = [], fallback } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw usage(`--port ${port} is not a valid port.`);
  if (fallback !== undefined && project.length === 0)
    throw usage('--fallback requires --project, to prevent dependency confusion.');
  const url = fallback === undefined ? undefined : URL.parse(fallback);
  if (url === null || (url !== undefined && !/^https?:$/.test(url.protocol)))
    throw usage(`--fallback ${fallback} is not a valid address.`);
  return {
    ...readNamespace(values, variables),
    port: Number(port),
    projects: project.map(readName),
    fallback: url?.href.replace(/\/*$/, '/'),
    command,
  };
}
