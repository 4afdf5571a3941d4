import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

interface DockerConfig {
  auths?: Record<string, { readonly auth: string }>;
}

const folder = (): string => process.env['DOCKER_CONFIG'] ?? join(homedir(), '.docker');
const file = (): string => join(folder(), 'config.json');

function read(): DockerConfig {
  try {
    return JSON.parse(readFileSync(file(), 'utf8')) as DockerConfig;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw cause;
  }
}

function write(config: DockerConfig): void {
  mkdirSync(folder(), { recursive: true });
  writeFileSync(file(), JSON.stringify(config), { mode: 0o600 });
}

/** Stores the credentials where Docker's programs look for them ("docker login", Docker documentation). */
export function addAuth(registry: string, username: string, password: string): void {
  const config = read();
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  write({ ...config, auths: { ...config.auths, [registry]: { auth } } });
}

/** Forgets them. */
export function removeAuth(registry: string): void {
  const config = read();
  const { [registry]: _forgotten, ...others } = config.auths ?? {};
  write({ ...config, auths: others });
}
