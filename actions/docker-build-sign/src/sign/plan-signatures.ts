import type { ImageTree, TreeEntry } from '@slipway/oci/image/image-tree';
import type { InTotoStatement } from '@slipway/sigstore/in-toto';
import {
  imageProvenanceStatement,
  imageStatement,
  sbomStatement,
} from '@slipway/sigstore/statements/image-statement';
import type { SignatureFormat } from '../inputs/named-lists.ts';
import type { Context } from '../inputs.ts';
import type { Image } from '../open-image.ts';
import type { StoredJudgement } from './judge-stored.ts';
import type { SigningIdentity } from './sign-identity.ts';

/** The attachments that one manifest of the image still needs. */
export interface SignaturePlan {
  readonly entry: TreeEntry;
  /** Statements that no bundle of ours makes yet. */
  readonly statements: readonly InTotoStatement[];
  readonly needsLegacy: boolean;
}

/** What decides what a manifest needs. */
export interface PlanFacts {
  readonly context: Context;
  readonly image: Image;
  readonly tree: ImageTree;
  readonly identity: SigningIdentity;
  readonly sbom: object | undefined;
  readonly formats: readonly SignatureFormat[];
}

/** What an instance can make: the older format needs a log that promises (API v1 of Rekor). */
export function chooseFormats(
  { inputs, log }: Context,
  { instance }: SigningIdentity,
): readonly SignatureFormat[] {
  const wanted = inputs['signature-formats'];
  if (instance.log?.version === 1 || !wanted.includes('legacy')) {
    // The default is to attach a provenance, and the runner does not tell it from what is written: it is said for both.
    if (!wanted.includes('bundle') && inputs.provenance !== 'false')
      log.notice(
        'Skipping the signed provenance: it is attached as a bundle, but "signature-formats" is only "legacy". Add "bundle", or set "provenance: false".',
      );
    return wanted;
  }
  const why = instance.log === undefined ? 'without a public log' : 'with version 2 of the log';
  log.notice(`The older signature format is not available ${why}. Creating only the bundle.`);
  return ['bundle'];
}

/** The manifests with missing attachments, and which ones are missing. */
export function planSignatures(
  judgements: readonly StoredJudgement[],
  facts: PlanFacts,
): readonly SignaturePlan[] {
  return judgements
    .map((judgement) => planEntry(judgement, facts))
    .filter(({ statements, needsLegacy }) => statements.length > 0 || needsLegacy);
}

function planEntry({ entry, own, hasLegacy }: StoredJudgement, facts: PlanFacts): SignaturePlan {
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
