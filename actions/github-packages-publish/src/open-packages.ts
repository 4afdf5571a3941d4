import { registryUser } from '@slipway/github/job/registry-user';
import { describeServer, refuseForeignHost } from '@slipway/github/job/server';
import { checkRegistry } from '@slipway/oci/reference';
import { openRegistry, type Registry } from '@slipway/oci/registry';
import { type Credentials, findCredentials } from '@slipway/oci/sign-in/credentials';
import type { Context } from './inputs.ts';

/** A new connection; with nothing to sign in with for an anonymous reader. */
export function connect(context: Context, credentials: Credentials | undefined): Registry {
  const { http, clock, log, inputs } = context;
  return openRegistry({ http, clock, log, registry: inputs.registry, credentials });
}

/**
 * The inputs with the registry that is meant: without one, that of the server the job runs on.
 * @throws InputError E_OCI_REFERENCE for what is not a host
 */
export function chooseRegistry(context: Context): Context {
  const { inputs, job } = context;
  if (inputs.registry !== '') {
    checkRegistry(inputs.registry);
    return context;
  }
  return { ...context, inputs: { ...inputs, registry: describeServer(job).registry } };
}

/**
 * The token of the job, under the name of who started it.
 * @throws EnvironmentError E_GITHUB_FOREIGN_HOST for the token of a job and a registry that is not of its server
 */
export async function readCredentials({ inputs, job, log }: Context): Promise<Credentials | undefined> {
  if (inputs.token === '') return undefined;
  refuseForeignHost(
    job,
    inputs.token,
    inputs.registry,
    `Leave "registry" empty to use ${describeServer(job).registry}, or set "token" to a token of ${inputs.registry}.`,
  );
  return findCredentials(inputs.registry, { log, explicit: registryUser(job, inputs.token) });
}

/** Page of a package on GitHub; undefined for a registry whose pages are not known. */
export function packageUrl({ inputs, job }: Context, repositoryName: string): string | undefined {
  const [owner = '', ...rest] = repositoryName.split('/');
  if (inputs.registry !== describeServer(job).registry || owner !== job.owner.toLowerCase()) return undefined;
  return `${job.serverUrl}/${job.repository}/pkgs/container/${encodeURIComponent(rest.join('/'))}`;
}
