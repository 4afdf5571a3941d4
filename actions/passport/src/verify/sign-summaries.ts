import type { FileEntry } from '@slipway/core/files/file-list';
import { listAttestations } from '@slipway/github/attestations';
import type { ComparedChannel } from '@slipway/sigstore/passport/compare-channels';
import type { ReleasePassport } from '@slipway/sigstore/passport/passport';
import { isSameSummary, summaryStatement } from '@slipway/sigstore/passport/summary-statement';
import type { RunIdentity } from '@slipway/sigstore/signing/run-identity';
import { createRunSigner } from '@slipway/sigstore/signing/run-signer';
import { verifySignedStatement } from '@slipway/sigstore/verify-bundle';
import type { Context } from '../inputs.ts';
import { askIdToken } from '../sign-passport.ts';
import { openStore, storeBundle } from '../store-passport.ts';

export interface SummariesRequest {
  readonly compared: readonly ComparedChannel[];
  readonly passport: ReleasePassport;
  /** Of the passport. */
  readonly file: FileEntry;
  readonly identity: RunIdentity;
}

/**
 * Signs a verification summary for each channel and stores them as attestations, all with one certificate. A later attempt signs
 * only what an earlier one did not store.
 */
export async function signSummaries(context: Context, request: SummariesRequest): Promise<void> {
  const { inputs, clock, log } = context;
  if (inputs.attestations === 'false') return;
  const { compared, passport, file, identity } = request;
  const signer = createRunSigner(context, identity, () => askIdToken(context));
  for (const channel of compared) {
    const statement = summaryStatement({
      ...{ channel, passport: file, verifier: identity.identity },
      resourceUri: locate(channel, passport),
      timeVerified: new Date(clock.now()),
    });
    const [subject] = statement?.subject ?? [];
    if (statement === undefined || subject === undefined) continue;
    const sha256 = subject.digest['sha256'] ?? '';
    if (context.job.runAttempt > 1 && (await isStored(context, statement, sha256))) {
      log.info(`${channel.name}: ${channel.result}, as an earlier attempt of this run stored`);
      continue;
    }
    const bundle = await signer.signStatement(statement);
    verifySignedStatement(bundle, identity.trustedRoot, identity.instance.trust);
    const url = await storeBundle(context, bundle, sha256);
    // The plan of the repository has no attestations, which was said; the next one would only be refused too.
    if (url === undefined) return;
    log.info(`${channel.name}: ${channel.result}, ${url}`);
  }
}

/** Whether GitHub has this summary: a signature of now would be another one about the same. */
async function isStored(
  context: Context,
  statement: NonNullable<ReturnType<typeof summaryStatement>>,
  sha256: string,
): Promise<boolean> {
  const stored = await listAttestations(openStore(context), sha256);
  return stored.some((bundle) => isSameSummary(bundle, statement));
}

/** Where a channel serves a release. */
function locate({ kind, location }: ComparedChannel, { repository, ref, image }: ReleasePassport): string {
  if (kind === 'image' && image !== undefined) return `${image.name}@${image.digest}`;
  return location ?? `${repository}/releases/tag/${encodeURIComponent(ref.replace(/^refs\/tags\//, ''))}`;
}
