import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SerializedBundle } from '@sigstore/bundle';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { runParallel } from '@slipway/core/run-parallel';
import { attachBundles } from '@slipway/oci/bundles';
import type { Digest } from '@slipway/oci/digest';
import type { ImageTree, TreeEntry } from '@slipway/oci/image-tree';
import { appendSignature } from '@slipway/oci/signature-tag';
import { imageProvenanceStatement, imageStatement, sbomStatement } from '@slipway/sigstore/image-statement';
import type { InTotoStatement } from '@slipway/sigstore/in-toto';
import { createSigner, type Signer } from '@slipway/sigstore/signer';
import { simpleSigningAnnotations, simpleSigningPayload } from '@slipway/sigstore/simple-signing';
import { verifySignedStatement } from '@slipway/sigstore/verify-bundle';
import type { Context } from './inputs.ts';
import { judgeStored, type SignatureFormat, type StoredJudgement } from './judge-stored.ts';
import type { Image } from './open-image.ts';
import { askIdToken, type SigningIdentity } from './sign-identity.ts';

/** What is written beside one manifest of the image. */
interface Plan {
  readonly entry: TreeEntry;
  /** Statements that no bundle of ours makes yet. */
  readonly statements: readonly InTotoStatement[];
  readonly needsLegacy: boolean;
}

interface Signed extends Plan {
  readonly bundles: readonly { readonly statement: InTotoStatement; readonly bundle: SerializedBundle }[];
  readonly legacy: { readonly payload: Buffer; readonly bundle: SerializedBundle } | undefined;
}

/** An image whose every manifest has been seen to be signed, as cosign will see it. */
export interface SignedImage {
  readonly identity: SigningIdentity;
  readonly formats: readonly SignatureFormat[];
  /** Paths of the bundles, those that were there before among them. */
  readonly bundlePaths: readonly string[];
  readonly judgements: readonly StoredJudgement[];
}

const parallelSignatures = 8;
const parallelAttachments = 8;

/** What an instance can make: the older format needs a log that promises (API v1 of Rekor). */
function chooseFormats({ inputs, log }: Context, { instance }: SigningIdentity): readonly SignatureFormat[] {
  const wanted = inputs['signature-formats'] as readonly SignatureFormat[];
  if (instance.log?.version === 1 || !wanted.includes('legacy')) return wanted;
  const why = instance.log === undefined ? 'without a public log' : 'with version 2 of the log';
  log.notice(`The older format of signatures cannot be made ${why}; the bundle is made alone.`);
  return ['bundle'];
}

/**
 * Signs every manifest of an image with one certificate: the index, each platform and what BuildKit attests. All is signed and
 * verified before anything is attached, and read back as cosign reads it afterwards. What is there already is left alone.
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
  const judge = (entry: TreeEntry): Promise<StoredJudgement> => judgeStored(image, entry, identity, formats);
  const plans: Plan[] = [];
  await runParallel(tree.manifests, parallelAttachments, async (entry) => {
    plans.push(planEntry(await judge(entry), { image, tree, identity, sbom, formats, context }));
  });
  const open = plans.filter(({ statements, needsLegacy }) => statements.length > 0 || needsLegacy);
  if (open.length === 0) log.info('Every manifest of the image is signed already.');
  const signer = createSigner({
    http: context.http,
    clock: context.clock,
    log,
    signal: context.signal,
    requestIdToken: () => askIdToken(context),
    instance: identity.instance,
  });
  const signed: Signed[] = [];
  await log.group('Signatures', () =>
    runParallel(open, parallelSignatures, async (plan) => {
      signed.push(await signPlan(plan, signer, image, identity));
    }),
  );
  await log.group('Attaching', () =>
    runParallel(signed, parallelAttachments, (each) => attachSigned(context, image, each)),
  );
  const judgements: StoredJudgement[] = [];
  await runParallel(tree.manifests, parallelAttachments, async (entry) => {
    judgements.push(await judge(entry));
  });
  refuseUnverified(judgements);
  const order = new Map(tree.manifests.map(({ descriptor }, index) => [descriptor.digest, index]));
  const at = (digest: Digest): number => order.get(digest) ?? 0;
  const sorted = judgements.toSorted((left, right) => at(left.digest) - at(right.digest));
  return { identity, formats, bundlePaths: await keepBundles(context, sorted), judgements: sorted };
}

interface PlanFacts {
  readonly context: Context;
  readonly image: Image;
  readonly tree: ImageTree;
  readonly identity: SigningIdentity;
  readonly sbom: object | undefined;
  readonly formats: readonly SignatureFormat[];
}

function planEntry({ entry, own, hasLegacy }: StoredJudgement, facts: PlanFacts & { image: Image }): Plan {
  const { context, image, tree, identity, sbom, formats } = facts;
  const { digest } = entry.descriptor;
  const subject = { name: image.name, digest };
  const wanted: InTotoStatement[] = [];
  if (formats.includes('bundle')) {
    wanted.push(imageStatement(digest));
    const isRoot = digest === tree.root.digest;
    // Of a platform too: who pulls one by its digest finds where it came from. BuildKit's own attestations have no origin of ours.
    if (context.inputs.provenance !== 'false' && (isRoot || entry.kind === 'platform'))
      wanted.push(imageProvenanceStatement(subject, identity.claims, context.job.serverUrl));
    if (sbom !== undefined && isRoot) wanted.push(sbomStatement(subject, sbom));
  }
  const made = new Set(own.map(({ predicateType }) => predicateType));
  return {
    entry,
    statements: wanted.filter(({ predicateType }) => !made.has(predicateType)),
    needsLegacy: formats.includes('legacy') && !hasLegacy,
  };
}

async function signPlan(
  plan: Plan,
  signer: Signer,
  image: Image,
  { trustedRoot, instance }: SigningIdentity,
): Promise<Signed> {
  const { entry, statements, needsLegacy } = plan;
  const { digest } = entry.descriptor;
  const payload = simpleSigningPayload({ reference: image.name, digest });
  const [legacy, ...bundles] = await Promise.all([
    needsLegacy ? signer.signBlob(payload) : undefined,
    ...statements.map((statement) => signer.signStatement(statement)),
  ]);
  const named = bundles.map((bundle, index) => {
    verifySignedStatement(bundle, trustedRoot, instance.trust);
    return { statement: statements[index] as InTotoStatement, bundle };
  });
  return { ...plan, bundles: named, legacy: legacy === undefined ? undefined : { payload, bundle: legacy } };
}

async function attachSigned({ clock, log }: Context, { repository }: Image, signed: Signed): Promise<void> {
  const { descriptor } = signed.entry;
  const created = new Date(clock.now()).toISOString();
  const bundles = signed.bundles.map(({ statement, bundle }) => ({
    bytes: Buffer.from(JSON.stringify(bundle)),
    predicateType: statement.predicateType,
    created,
  }));
  const attachLegacy = async (): Promise<void> => {
    if (signed.legacy === undefined) return;
    const { payload, bundle } = signed.legacy;
    await appendSignature(repository, descriptor.digest, {
      payload,
      annotations: simpleSigningAnnotations(bundle),
    });
  };
  await Promise.all([attachBundles(repository, descriptor, bundles), attachLegacy()]);
  log.info(`${descriptor.digest}: signed`);
}

function refuseUnverified(judgements: readonly StoredJudgement[]): void {
  const bad = judgements.filter(({ failures }) => failures.length > 0);
  if (bad.length === 0) return;
  const words = bad.map(({ digest, failures }) => `${digest}: ${failures.join('; ')}`);
  throw new IntegrityError('E_DOCKER_NOT_VERIFIED', {
    message: `cosign would not verify what is stored beside the image: ${words.join('. ')}.`,
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
