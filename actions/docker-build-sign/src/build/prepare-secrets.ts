import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import { imageErrors } from '../errors.ts';
import type { BuildSecret } from '../inputs/build-secrets.ts';
import { formatFields } from '../inputs/records.ts';

export interface SecretPorts {
  readonly log: Pick<Log, 'mask'>;
  /** What the build's client will see; a variable that is not here cannot be a secret. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workspace: string;
  /** Outside of every build context. */
  readonly temporaryDirectory: string;
}

// moby/buildkit, session/secrets/secretsprovider, MaxSecretSize.
const maxSecretLength = 500 * 1024;

/**
 * Prepares secrets for buildx, and removes the files when `body` has ended, however it did. A value is written to a
 * file that only this user can read. All values are masked from here on.
 * @param body gets the values of `--secret`, which name files and variables and contain no secret
 * @throws InputError E_DOCKER_SECRET for a variable that is not set, a missing file, and one that is too long
 */
export async function withSecrets<Result>(
  secrets: readonly BuildSecret[],
  ports: SecretPorts,
  body: (values: readonly string[]) => Promise<Result>,
): Promise<Result> {
  if (secrets.length === 0) return body([]);
  const folder = await mkdtemp(join(ports.temporaryDirectory, 'build-secrets-'));
  try {
    const values: string[] = [];
    for (const [index, secret] of secrets.entries())
      values.push(
        formatFields([`id=${secret.id}`, await prepare(secret, join(folder, String(index)), ports)]),
      );
    return await body(values);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function prepare({ id, source }: BuildSecret, path: string, ports: SecretPorts): Promise<string> {
  if (source.kind === 'file') return `src=${await checkFile(id, source.path, ports)}`;
  const value = source.kind === 'env' ? (ports.environment[source.name] ?? '') : source.value;
  if (value === '') {
    const name = source.kind === 'env' ? source.name : '';
    throw refuse(id, `the variable "${neutralizeLine(name, 100)}" is not set or not available to builds`);
  }
  if (Buffer.byteLength(value) > maxSecretLength) throw refuse(id, tooLong);
  ports.log.mask(value);
  if (source.kind === 'env') return `env=${source.name}`;
  await writeFile(path, value, { mode: 0o600, flag: 'wx' });
  return `src=${path}`;
}

const tooLong = `it is larger than the ${maxSecretLength} bytes that BuildKit accepts`;

function refuse(id: string, what: string): InputError {
  return new InputError(imageErrors.E_DOCKER_SECRET, {
    message: `The secret "${neutralizeLine(id, 130)}": ${what}.`,
  });
}

async function checkFile(id: string, given: string, { workspace, log }: SecretPorts): Promise<string> {
  const path = resolve(workspace, given);
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isFile() !== true) throw refuse(id, `the file "${neutralizeLine(given, 200)}" does not exist`);
  if (stats.size > maxSecretLength) throw refuse(id, tooLong);
  const text = (await readFile(path)).toString('utf8').trim();
  // What is no text is not seen in a log either.
  if (text !== '' && !text.includes('\uFFFD')) log.mask(text);
  return path;
}
