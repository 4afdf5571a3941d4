import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { HashAlgorithm } from '@slipway/core/hash';

/** An algorithm with the name of its manifest, as the coreutils tool of that name would write it. */
export interface ManifestForm {
  readonly algorithm: HashAlgorithm;
  readonly fileName: string;
}

const forms: ReadonlyMap<string, ManifestForm> = new Map([
  ['sha256', { algorithm: 'sha256', fileName: 'SHA256SUMS' }],
  ['sha512', { algorithm: 'sha512', fileName: 'SHA512SUMS' }],
  ['blake2b', { algorithm: 'blake2b512', fileName: 'B2SUMS' }],
]);

/** Every form that there is. */
export const manifestForms: readonly ManifestForm[] = [...forms.values()];

/** Reads the input `algorithm`; words may stand on one line. SHA-256 is always there. @throws InputError E_INPUT_INVALID */
export function readAlgorithms(lines: readonly string[]): readonly ManifestForm[] {
  const chosen = new Set<ManifestForm>();
  for (const word of [
    'sha256',
    ...lines.flatMap((line) => line.split(/[\s,]+/)).filter((each) => each !== ''),
  ]) {
    const form = forms.get(word.toLowerCase());
    if (form === undefined) {
      throw new InputError(coreErrors.E_INPUT_INVALID, {
        message: `Input "algorithm" names "${word}"; expected ${[...forms.keys()].join(', ')}.`,
      });
    }
    chosen.add(form);
  }
  return [...chosen];
}
