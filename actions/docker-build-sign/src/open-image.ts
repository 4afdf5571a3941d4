import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { registryUser } from '@slipway/github/job/registry-user';
import { describeServer, ownsHost } from '@slipway/github/job/server';
import { parseReference } from '@slipway/oci/reference';
import { openRegistry, type Repository } from '@slipway/oci/registry';
import { type Credentials, findCredentials } from '@slipway/oci/sign-in/credentials';
import type { Context } from './inputs.ts';

/** The image that is worked on. */
export interface Image {
  /** `ghcr.io/owner/name`, without a tag. */
  readonly name: string;
  readonly repository: Repository;
}

/**
 * Opens the image of the inputs, with the token of the job for the registry of its own server and Docker's configuration for any other registry.
 * @throws InputError E_OCI_REFERENCE, E_INPUT_INVALID for a name with a tag or a digest
 */
export async function openImage(context: Context): Promise<Image> {
  const { inputs, job, http, clock, log } = context;
  const text = inputs.image ?? `${describeServer(job).registry}/${job.repository.toLowerCase()}`;
  const { registry, repository, tag, digest } = parseReference(text);
  if (tag !== undefined || digest !== undefined) {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: 'Input "image" contains a tag or a digest; expected only the name.',
      hint: 'Tags are derived from "version". Put additional tags in "tags".',
    });
  }
  const credentials = await readCredentials(context, registry);
  const access = credentials === undefined ? {} : ({ access: 'push' } as const);
  return {
    name: `${registry}/${repository}`,
    repository: openRegistry({ http, clock, log, registry, credentials, ...access }).repository(repository),
  };
}

/** The registry of the server takes the token of the job, and no other host is sent it. */
async function readCredentials(context: Context, registry: string): Promise<Credentials | undefined> {
  const { inputs, job, log, exec } = context;
  if (ownsHost(describeServer(job), registry) && inputs.token !== '')
    return findCredentials(registry, { log, explicit: registryUser(job, inputs.token) });
  return findCredentials(registry, { log, variables: selectHelperVariables(context), exec });
}

// Inputs with the token of the job, the right to say who this job is, and switches of the program that runs this action.
const withheld = /^(?:INPUT_.*|ACTIONS_.*|NODE_OPTIONS)$/i;

/** The environment of the job, as a credential helper sees it: earlier steps sign in to a cloud by variables. */
function selectHelperVariables({ variables }: Context): Context['variables'] {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !withheld.test(name)));
}
