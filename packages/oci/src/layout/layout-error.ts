import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { ociErrors } from '../errors.ts';

/** The error for a layout that cannot be used. */
export function refuseLayout(path: string, what: string): InputError {
  return new InputError(ociErrors.E_OCI_LAYOUT, {
    message: `${neutralizeLine(path, 300)}: ${neutralizeLine(what, 400)}.`,
  });
}
