import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ActionContext } from '@slipway/core/run-action';
import { requestIdToken } from '@slipway/github/job/id-token';
import { describeSigningServer } from '@slipway/github/job/server';
import { checkReleaseSigner } from '@slipway/sigstore/signing/release-signer';
import { identifyRun, signerOf } from '@slipway/sigstore/signing/run-identity';
import { createRunSigner } from '@slipway/sigstore/signing/run-signer';
import { verifySignedBytes } from '@slipway/sigstore/verify-bundle';
import { bundleEnding } from './companions.ts';
import type { Inputs, Output } from './inputs.ts';

/**
 * Signs a manifest and verifies the signature before it is written beside it.
 * @returns path of the bundle
 * @throws EnvironmentError E_SIGSTORE_ISSUER, E_GITHUB_ID_TOKEN_PERMISSION; RemoteError E_SIGSTORE_*; IntegrityError
 * E_ATTESTATION_INVALID
 */
export async function signManifest(
  context: ActionContext<Inputs, Output>,
  manifestPath: string,
): Promise<string> {
  const { inputs, job, log } = context;
  const askIdToken = (): Promise<string> => requestIdToken(context, 'sigstore');
  const identity = await identifyRun(context, {
    server: describeSigningServer(job),
    requestIdToken: askIdToken,
    transparency: inputs.transparency,
  });
  const { instance, trustedRoot } = identity;
  const manifest = await readFile(manifestPath);
  const bundle = await createRunSigner(context, identity, askIdToken).signBytes(manifest);
  const found = verifySignedBytes(bundle, manifest, trustedRoot, instance.trust);
  checkReleaseSigner(found, signerOf(identity, job.serverUrl));
  const path = `${manifestPath}${bundleEnding}`;
  await writeFile(path, JSON.stringify(bundle));
  log.info(`${basename(path)}: signed as ${identity.identity}`);
  return path;
}
