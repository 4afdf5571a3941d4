import { requestIdToken } from '@slipway/github/job/id-token';
import { describeSigningServer } from '@slipway/github/job/server';
import { passportStatement } from '@slipway/sigstore/passport/passport-statement';
import { type PassportPolicy, verifyPassport } from '@slipway/sigstore/passport/verify-passport';
import { identifyRun, type RunIdentity, signerOf } from '@slipway/sigstore/signing/run-identity';
import { createSigner, type Signer } from '@slipway/sigstore/signing/signer';
import type { Context } from './inputs.ts';
import type { PassportContents } from './read-contents.ts';

/** Who this run signs as. @throws as `identifyRun` */
export async function identifySigner(context: Context): Promise<RunIdentity> {
  const { inputs, job } = context;
  return identifyRun(context, {
    server: describeSigningServer(job),
    requestIdToken: () => requestIdToken(context, 'sigstore'),
    transparency: inputs.transparency,
  });
}

/** What a passport of this run has to show. */
export function policyOf({ job }: Context, identity: RunIdentity): PassportPolicy {
  const { trustedRoot, instance } = identity;
  return { trustedRoot, trust: instance.trust, signer: signerOf(identity, job.serverUrl) };
}

/** A signer for statements of this run. */
export function createRunSigner(context: Context, { instance }: RunIdentity): Signer {
  const { http, clock, log, signal } = context;
  return createSigner({
    ...{ http, clock, log, signal, instance },
    requestIdToken: () => requestIdToken(context, 'sigstore'),
  });
}

/** Signs a passport and verifies it. @throws RemoteError E_SIGSTORE_*; IntegrityError E_ATTESTATION_INVALID */
export async function signPassport(context: Context, contents: PassportContents, identity: RunIdentity) {
  const statement = passportStatement(contents, identity.claims, context.job.serverUrl);
  const bundle = await createRunSigner(context, identity).signStatement(statement);
  verifyPassport(bundle, policyOf(context, identity));
  return bundle;
}
