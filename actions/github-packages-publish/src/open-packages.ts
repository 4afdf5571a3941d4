import { registryUser } from '@slipway/github/registry-user';
import { type Credentials, findCredentials } from '@slipway/oci/credentials';
import { openRegistry, type Registry } from '@slipway/oci/registry';
import type { Context } from './inputs.ts';

/** A new connection; with nothing to sign in with for an anonymous reader. */
export function connect(context: Context, credentials: Credentials | undefined): Registry {
  const { http, clock, log, inputs } = context;
  return openRegistry({ http, clock, log, registry: inputs.registry, credentials });
}

/** The token of the job, under the name of who started it. */
export async function readCredentials({ inputs, job, log }: Context): Promise<Credentials | undefined> {
  if (inputs.token === '') return undefined;
  return findCredentials(inputs.registry, { log, explicit: registryUser(job, inputs.token) });
}

/** Page of a package on GitHub; undefined for a registry whose pages are not known. */
export function packageUrl({ inputs, job }: Context, repositoryName: string): string | undefined {
  const [owner = '', ...rest] = repositoryName.split('/');
  if (inputs.registry !== 'ghcr.io' || owner !== job.owner.toLowerCase()) return undefined;
  return `${job.serverUrl}/${job.repository}/pkgs/container/${encodeURIComponent(rest.join('/'))}`;
}
