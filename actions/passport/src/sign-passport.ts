import { requestIdToken } from '@slipway/github/job/id-token';
import { describeSigningServer } from '@slipway/github/job/server';
import { passportStatement } from '@slipway/sigstore/passport/passport-statement';
import { type PassportPolicy, verifyPassport } from '@slipway/sigstore/passport/verify-passport';
import { identifyRun, type RunIdentity, signerOf } from '@slipway/sigstore/signing/run-identity';
import { createRunSigner } from '@slipway/sigstore/signing/run-signer';
import type { Context } from './inputs.ts';
import type { PassportContents } from './read-contents.ts';

export const askIdToken = (context: Context): Promise<string> => requestIdToken(context, 'sigstore');

/** Who this run signs as. @throws as `identifyRun` */
export async function identifySigner(context: Context): Promise<RunIdentity> {
  const { inputs, job } = context;
  return identifyRun(context, {
    server: describeSigningServer(job),
    requestIdToken: () => askIdToken(context),
    transparency: inputs.transparency,
  });
}

/** What a passport of this run has to show. */
export function policyOf({ job }: Context, identity: RunIdentity): PassportPolicy {
  const { trustedRoot, instance } = identity;
  return { trustedRoot, trust: instance.trust, signer: signerOf(identity, job.serverUrl) };
}

/** Signs a passport and verifies it. @throws RemoteError E_SIGSTORE_*; IntegrityError E_ATTESTATION_INVALID */
export async function signPassport(context: Context, contents: PassportContents, identity: RunIdentity) {
  const statement = passportStatement(contents, identity.claims, context.job.serverUrl);
  const bundle = await createRunSigner(context, identity, () => askIdToken(context)).signStatement(statement);
  verifyPassport(bundle, policyOf(context, identity));
  return bundle;
}
