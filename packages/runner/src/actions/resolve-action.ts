import { join } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { runnerErrors } from '../errors.ts';
import type { RemoteReference } from '../platform.ts';

export type ActionReference =
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 'self'; readonly path: string }
  | { readonly kind: 'remote'; readonly reference: RemoteReference };

/** Reads the value of `uses:`. @throws InputError E_WORKFLOW_UNSUPPORTED for docker, E_WORKFLOW_INVALID for another form */
export function parseActionReference(uses: string): ActionReference {
  if (uses.startsWith('docker://')) {
    throw new InputError(runnerErrors.E_WORKFLOW_UNSUPPORTED, {
      message: `'uses: ${uses}': docker actions are not supported.`,
    });
  }
  if (uses.startsWith('./')) return { kind: 'local', path: uses };
  if (uses.startsWith('$/')) return { kind: 'self', path: uses.slice(2) };
  const match = /^([^/@\s]+\/[^/@\s]+)(?:\/([^@\s]*))?@(\S+)$/.exec(uses);
  if (match === null) {
    throw new InputError(runnerErrors.E_WORKFLOW_INVALID, {
      message: `Expected format {org}/{repo}[/path]@ref. Actual '${uses}'`,
    });
  }
  return {
    kind: 'remote',
    reference: { repository: match[1] ?? '', path: match[2] ?? '', ref: match[3] ?? '' },
  };
}

/** Folder of an action inside the folder of its repository. */
export function joinActionPath(directory: string, path: string): string {
  return path === '' ? directory : join(directory, path);
}
