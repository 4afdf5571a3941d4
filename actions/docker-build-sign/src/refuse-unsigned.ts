import { join } from 'node:path';
import type { TrustedRoot } from '@sigstore/protobuf-specs';
import { ActionError, IntegrityError } from '@slipway/core/errors/action-error';
import { runParallel } from '@slipway/core/run-parallel';
import { describeServer, isIssuerOf } from '@slipway/github/server';
import { listBundles } from '@slipway/oci/bundles';
import type { ImageTree, TreeEntry } from '@slipway/oci/image-tree';
import { readSignatures } from '@slipway/oci/signature-tag';
import { parseBundle } from '@slipway/sigstore/attestation';
import type { SigstoreInstance } from '@slipway/sigstore/instance';
import { parseSimpleSigning, readPayloadDigest } from '@slipway/sigstore/simple-signing';
import { loadTrustedRoot } from '@slipway/sigstore/trusted-root';
import {
  invalid,
  type VerifiedSigner,
  verifyPromisedBlob,
  verifySignedStatement,
} from '@slipway/sigstore/verify-bundle';
import type { Context } from './inputs.ts';
import type { Image } from './open-image.ts';

const parallel = 8;
// https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md: who vouches for the workflow, and the repository it is of.
const issuerExtension = 8;
const sourceRepository = 12;

type Trust = SigstoreInstance['trust'];
type LoadRoot = (trust: Trust) => Promise<TrustedRoot>;

function createRootLoader({ http, job, log }: Context): LoadRoot {
  const loaded = new Map<Trust, Promise<TrustedRoot>>();
  return (trust) => {
    const root =
      loaded.get(trust) ??
      loadTrustedRoot({
        path: job.variable('SIGSTORE_TRUSTED_ROOT'),
        trust,
        http,
        cacheDirectory: join(job.temporaryDirectory, 'slipway-sigstore'),
        log,
      });
    loaded.set(trust, root);
    return root;
  };
}

/**
 * Refuses to tag an image of which any manifest has no signature by a workflow of this repository: this job cannot say who it
 * is, and looks at what the job that signed left.
 * @throws IntegrityError E_DOCKER_NOT_VERIFIED; RemoteError E_SIGSTORE_TRUST, E_OCI_*
 */
export async function refuseUnsigned(context: Context, image: Image, tree: ImageTree): Promise<void> {
  const { job, log } = context;
  const loadRoot = createRootLoader(context);
  const repository = `${job.serverUrl}/${job.repository}`;
  const server = describeServer(job);
  const unsigned: string[] = [];
  await runParallel(tree.manifests, parallel, async (entry) => {
    const reasons: string[] = [];
    for await (const attempt of listAttempts(image, entry, loadRoot)) {
      try {
        const signer = await attempt();
        const [issuer, found] = [issuerExtension, sourceRepository].map((number) => signer.extension(number));
        if (isIssuerOf(server, issuer) && found === repository) return;
        reasons.push(`it is by ${found ?? 'nobody known'}, for whom ${issuer ?? 'nobody'} vouches`);
      } catch (cause) {
        if (!(cause instanceof ActionError)) throw cause;
        reasons.push(cause.message);
      }
    }
    unsigned.push(`${entry.descriptor.digest} (${reasons.join('; ') || 'there is none'})`);
  });
  if (unsigned.length > 0) {
    throw new IntegrityError('E_DOCKER_NOT_VERIFIED', {
      message: `${image.name} has no signature by ${repository} for ${unsigned.join(', ')}.`,
      hint: 'Sign it with "mode: stage" or "mode: merge" in the job before, or tag it unsigned with "sign: false".',
    });
  }
  log.info(`Every manifest is signed by a workflow of ${repository}.`);
}

/**
 * Ways of verifying that somebody signed a manifest, each to be tried. Anyone who may write can attach anything, so what
 * cannot be read is one failed attempt and no more.
 */
async function* listAttempts(
  { repository }: Image,
  { descriptor: { digest } }: TreeEntry,
  loadRoot: LoadRoot,
): AsyncGenerator<() => Promise<VerifiedSigner>> {
  const sha256 = digest.replace('sha256:', '');
  for (const { bytes } of await listBundles(repository, digest)) {
    yield async () => {
      const bundle = parseBundle(Buffer.from(bytes).toString('utf8'));
      const trust = bundle.verificationMaterial.tlogEntries.length > 0 ? 'public-good' : 'github';
      const verified = verifySignedStatement(bundle, await loadRoot(trust), trust);
      if (verified.statement.subject.some((subject) => subject.digest['sha256'] === sha256)) return verified;
      throw invalid('its statement is about another image');
    };
  }
  for (const { payload, annotations } of await readSignatures(repository, digest)) {
    yield async () => {
      const bundle = parseSimpleSigning(annotations, payload);
      const signer = verifyPromisedBlob(bundle, payload, await loadRoot('public-good'));
      // A signature of one image can be copied to the tag of another.
      if (readPayloadDigest(payload) === digest) return signer;
      throw invalid('it is about another image');
    };
  }
}
