import { InputError } from '@slipway/core/errors/action-error';
import { neutraliseLine } from '@slipway/core/neutralise';

/** The error for a layout that cannot be used. */
export function refuseLayout(path: string, what: string): InputError {
  return new InputError('E_OCI_LAYOUT', {
    message: `${neutraliseLine(path, 300)}: ${neutraliseLine(what, 400)}.`,
  });
}
