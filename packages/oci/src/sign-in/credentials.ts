import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Exec, Log } from '@slipway/core/ports';
import { ociErrors } from '../errors.ts';

/** What a registry is shown: user and password, a refresh token of OAuth 2, or a finished token of the registry itself. */
export type Credentials =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'identity'; readonly token: string }
  | { readonly kind: 'bearer'; readonly token: string };

export interface CredentialOptions {
  readonly log: Log;
  /** Wins over every configuration. */
  readonly explicit?: { readonly username: string; readonly password: string };
  /** `DOCKER_CONFIG`, `HOME`, `PATH` and what a helper needs are read from it; without it no configuration is read. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** Starts credential helpers; without it they are not asked. */
  readonly exec?: Exec;
}

interface AuthEntry {
  readonly auth?: string;
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
  readonly registrytoken?: string;
}

/** https://docs.docker.com/reference/cli/docker/#docker-cli-configuration-file-configjson-properties */
interface DockerConfig {
  readonly auths?: Readonly<Record<string, AuthEntry | null>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

/** Docker's own key for Docker Hub. */
const hubKey = 'https://index.docker.io/v1/';
const helperTimeoutMs = 30_000;

/**
 * The credentials for a registry: those given, else what Docker's configuration names (a helper for this registry, the
 * entry of the file, the general store). Undefined for an anonymous caller. Every secret is masked.
 * @throws EnvironmentError E_OCI_CREDENTIALS, E_TOOL_MISSING, E_EXEC_FAILED
 */
export async function findCredentials(
  registry: string,
  options: CredentialOptions,
): Promise<Credentials | undefined> {
  const found = await searchCredentials(registry, options);
  if (found === undefined) return undefined;
  const secret = found.kind === 'basic' ? found.password : found.token;
  if (/[\r\n]/.test(secret)) {
    throw new EnvironmentError(ociErrors.E_OCI_CREDENTIALS, {
      message: `The token for ${registry} contains a line break.`,
      hint: 'Store the secret again without a trailing line break.',
    });
  }
  options.log.mask(secret);
  if (found.kind === 'basic') options.log.mask(Buffer.from(`${found.username}:${secret}`).toString('base64'));
  return found;
}

async function searchCredentials(
  registry: string,
  { explicit, variables, exec }: CredentialOptions,
): Promise<Credentials | undefined> {
  if (explicit !== undefined) return { kind: 'basic', ...explicit };
  if (variables === undefined) return undefined;
  const config = await readConfig(variables);
  const keys = registry === 'docker.io' ? [hubKey, 'docker.io', 'index.docker.io'] : [registry];
  const [key = registry] = keys;
  const helper = keys.map((each) => config.credHelpers?.[each]).find((name) => name !== undefined);
  if (helper !== undefined) return askHelper(helper, key, variables, exec);
  const entry = Object.entries(config.auths ?? {}).find(([name]) => keys.some((each) => sameKey(name, each)));
  const written = entry === undefined ? undefined : readEntry(entry[0], entry[1]);
  if (written !== undefined || config.credsStore === undefined) return written;
  return askHelper(config.credsStore, key, variables, exec);
}

/** Docker writes a host, and older versions an address of it. */
function sameKey(name: string, key: string): boolean {
  const strip = (text: string): string => text.replace(/^https?:\/\//, '').replace(/\/(?:v[12]\/?)?$/, '');
  return strip(name) === strip(key);
}

async function readConfig(variables: Readonly<Record<string, string | undefined>>): Promise<DockerConfig> {
  const home = variables['HOME'] || variables['USERPROFILE'];
  const folder = variables['DOCKER_CONFIG'] || (home ? join(home, '.docker') : undefined);
  if (folder === undefined) return {};
  const path = join(folder, 'config.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw unusable(`${path} cannot be read`, cause);
  }
  try {
    const config: unknown = JSON.parse(text);
    if (typeof config === 'object' && config !== null) return config;
  } catch {
    // The words of the parser quote the file, which holds secrets.
  }
  throw unusable(`${path} is not a JSON object`);
}

function unusable(what: string, cause?: unknown): EnvironmentError {
  return new EnvironmentError(ociErrors.E_OCI_CREDENTIALS, {
    message: `${neutralizeLine(what, 400)}.`,
    cause,
  });
}

function readEntry(name: string, entry: AuthEntry | null): Credentials | undefined {
  if (entry === null) return undefined;
  if (entry.identitytoken) return { kind: 'identity', token: entry.identitytoken };
  if (entry.registrytoken) return { kind: 'bearer', token: entry.registrytoken };
  if (entry.username && entry.password)
    return { kind: 'basic', username: entry.username, password: entry.password };
  if (!entry.auth) return undefined;
  const text = Buffer.from(entry.auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = text.indexOf(':');
  if (colon < 1)
    throw unusable(`"auth" of "${name}" in Docker's configuration is not base64 of "user:password"`);
  return { kind: 'basic', username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** The protocol of https://github.com/docker/docker-credential-helpers: the registry on stdin, JSON on stdout. */
async function askHelper(
  name: string,
  key: string,
  variables: Readonly<Record<string, string | undefined>>,
  exec: Exec | undefined,
): Promise<Credentials | undefined> {
  if (!/^[\w.-]+$/.test(name)) throw unusable(`The credential helper "${name}" is not a valid program name`);
  if (exec === undefined) return undefined;
  const env = Object.fromEntries(
    Object.entries(variables).flatMap(([each, value]) => (value === undefined ? [] : [[each, value]])),
  );
  const program = `docker-credential-${name}`;
  const { exitCode, stdout } = await exec.run(program, ['get'], {
    env,
    input: `${key}\n`,
    acceptedExitCodes: [0, 1],
    maxOutputBytes: 1024 * 1024,
    timeoutMs: helperTimeoutMs,
  });
  if (exitCode !== 0) {
    // The helpers say it on stdout, in these words.
    if (/credentials not found/i.test(stdout)) return undefined;
    throw unusable(`${program} failed for ${key}: ${neutralizeLine(stdout.trim(), 200)}`);
  }
  try {
    const { Username: username, Secret: secret } = JSON.parse(stdout) as {
      Username?: unknown;
      Secret?: unknown;
    };
    if (typeof username === 'string' && typeof secret === 'string' && secret !== '')
      return username === '<token>'
        ? { kind: 'identity', token: secret }
        : { kind: 'basic', username, password: secret };
  } catch {
    // What it printed may be a secret.
  }
  throw unusable(`${program} did not return the JSON of a credential helper for ${key}`);
}
