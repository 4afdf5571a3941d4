import { requestIdToken } from '@slipway/github/job/id-token';
import { describeSigningServer } from '@slipway/github/job/server';
import { identifyRun, type RunIdentity } from '@slipway/sigstore/signing/run-identity';
import type { Context } from '../inputs.ts';

/** Who signs, where, and what verifies it. */
export type SigningIdentity = RunIdentity;

/** An ID token of the job for Sigstore; a new one for each certificate. */
export const askIdToken = (context: Context): Promise<string> => requestIdToken(context, 'sigstore');

/** Finds out who signs, and with which instance of Sigstore. @throws as `identifyRun` and `requestIdToken` */
export async function findSigningIdentity(context: Context): Promise<SigningIdentity> {
  const { inputs, job } = context;
  return identifyRun(context, {
    server: describeSigningServer(job),
    requestIdToken: () => askIdToken(context),
    transparency: inputs.transparency,
    logVersion: inputs['rekor-version'],
  });
}
