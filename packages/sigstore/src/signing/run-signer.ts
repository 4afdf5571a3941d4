import type { RunIdentity, SigningJob } from './run-identity.ts';
import { createSigner, type Signer } from './signer.ts';

/**
 * A signer for what this run signs, with the instance that was chosen for it.
 * @param requestIdToken a new ID token with audience `sigstore`
 */
export function createRunSigner(
  { http, clock, log, signal }: SigningJob & { readonly signal: AbortSignal },
  { instance }: Pick<RunIdentity, 'instance'>,
  requestIdToken: () => Promise<string>,
): Signer {
  return createSigner({ http, clock, log, signal, instance, requestIdToken });
}
