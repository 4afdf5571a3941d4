import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runParallel } from '@slipway/core/async/run-parallel';
import { IntegrityError } from '@slipway/core/errors/action-error';
import type { Unsettled } from '@slipway/oci/attachments/shared-list';
import type { Digest } from '@slipway/oci/digest';
import type { ImageTree, TreeEntry } from '@slipway/oci/image/image-tree';
import { waitUntil } from '@slipway/oci/wait-until';
import { createRunSigner } from '@slipway/sigstore/signing/run-signer';
import { imageErrors } from '../errors.ts';
import type { SignatureFormat } from '../inputs/named-lists.ts';
import type { Context } from '../inputs.ts';
import type { Image } from '../open-image.ts';
import { judgeStored, type StoredJudgement } from './judge-stored.ts';
import { attachSignatures, type MadeSignatures, makeSignatures } from './make-signatures.ts';
import { chooseFormats, planSignatures, type SignaturePlan } from './plan-signatures.ts';
import { askIdToken, type SigningIdentity } from './sign-identity.ts';

/** An image whose every manifest has been seen to be signed, as cosign will see it. */
export interface SignedImage {
  readonly identity: SigningIdentity;
  readonly formats: readonly SignatureFormat[];
  /** Paths of the bundles, those that were there before among them. */
  readonly bundlePaths: readonly string[];
  readonly judgements: readonly StoredJudgement[];
  /** No cosign finds the signatures in this registry, although they are stored. */
  readonly isHidden: boolean;
}

const parallelSignatures = 8;
const parallelAttachments = 8;

/**
 * Signs every manifest of an image with one certificate: the index, each platform and what BuildKit attests. Everything
 * is signed and verified before anything is attached, and afterwards read back as cosign reads it. Existing attachments
 * are kept.
 * @throws IntegrityError E_ATTESTATION_INVALID, E_DOCKER_NOT_VERIFIED; RemoteError E_SIGSTORE_*, E_OCI_*
 */
export async function signImage(
  context: Context,
  image: Image,
  tree: ImageTree,
  identity: SigningIdentity,
  sbom: object | undefined,
): Promise<SignedImage> {
  const { log } = context;
  const formats = chooseFormats(context, identity);
  const facts = { context, image, tree, identity, sbom, formats };
  const stored = new Map<Digest, StoredJudgement>();
  const judge = (entries: readonly TreeEntry[]): Promise<void> =>
    runParallel(entries, parallelAttachments, async (entry) => {
      stored.set(entry.descriptor.digest, await judgeStored(image, entry, identity, formats));
    });
  const listJudgements = (): StoredJudgement[] =>
    tree.manifests.flatMap(({ descriptor }) => stored.get(descriptor.digest) ?? []);
  await judge(tree.manifests);
  const open = planSignatures(listJudgements(), facts);
  if (open.length === 0) log.info('Every manifest of the image is already signed.');
  const signer = createRunSigner(context, identity, () => askIdToken(context));
  const made: MadeSignatures[] = [];
  await log.group('Signatures', () =>
    runParallel(open, parallelSignatures, async (plan) => {
      made.push(await makeSignatures(plan, signer, image, identity));
    }),
  );
  const unsettled: Unsettled[] = [];
  await log.group('Attaching', () =>
    runParallel(made, parallelAttachments, async (each) => {
      unsettled.push(...(await attachSignatures(context, image, each)));
    }),
  );
  const settle = (): Promise<void> => runParallel(unsettled, unsettled.length, (each) => each.settle());
  await runParallel([settle, () => judge(tree.manifests)], 2, (task) => task());
  // A list that another writer had just replaced lacked something while it was read, or the registry shows it later.
  const missing = await waitUntil(
    image.repository,
    async () => {
      await judge(planSignatures(listJudgements(), facts).map(({ entry }) => entry));
      return planSignatures(listJudgements(), facts);
    },
    (plans) => plans.length === 0,
  );
  refuseUnlisted(missing);
  const judgements = listJudgements();
  refuseUnverified(judgements);
  const isHidden = judgements.some((each) => each.isHidden);
  if (isHidden)
    log.warning(
      `${image.repository.registry} supports the referrers API but does not list attachments. The bundles are stored under the tags "sha256-…", which cosign does not check in such a registry, so no verification command is printed. Add "legacy" to "signature-formats" for signatures that cosign finds.`,
    );
  return { identity, formats, bundlePaths: await keepBundles(context, judgements), judgements, isHidden };
}

/** What a verifier makes of an image does not show that all is there: one format stands in for the other. */
function refuseUnlisted(missing: readonly SignaturePlan[]): void {
  if (missing.length === 0) return;
  const words = missing.map(({ entry, statements, needsLegacy }) => {
    const lost = statements.map(({ predicateType }) => predicateType);
    return `${entry.descriptor.digest}: ${[...lost, ...(needsLegacy ? ['the older signature'] : [])].join(', ')}`;
  });
  throw new IntegrityError(imageErrors.E_DOCKER_NOT_VERIFIED, {
    message: `The registry accepted these attachments but does not return them: ${words.join('. ')}.`,
    hint: 'Re-run the job. Existing attachments are detected and skipped.',
  });
}

function refuseUnverified(judgements: readonly StoredJudgement[]): void {
  const bad = judgements.filter(({ failures }) => failures.length > 0);
  if (bad.length === 0) return;
  const words = bad.map(({ digest, failures }) => `${digest}: ${failures.join('; ')}`);
  throw new IntegrityError(imageErrors.E_DOCKER_NOT_VERIFIED, {
    message: `cosign would reject the stored signatures of the image: ${words.join('. ')}.`,
  });
}

/** The bundles as files, for who wants to keep them with the release. */
async function keepBundles({ job }: Context, judgements: readonly StoredJudgement[]): Promise<string[]> {
  const directory = join(job.temporaryDirectory, 'slipway-bundles');
  await mkdir(directory, { recursive: true });
  const paths: string[] = [];
  for (const { digest, own } of judgements) {
    for (const [index, { bytes }] of own.entries()) {
      const path = join(directory, `${digest.replace(':', '-')}.${index + 1}.sigstore.json`);
      await writeFile(path, bytes);
      paths.push(path);
    }
  }
  return paths;
}
