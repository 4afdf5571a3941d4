import type { FileEntry } from '@slipway/core/files/file-list';
import type { ComparedChannel } from '@slipway/sigstore/passport/compare-channels';
import type { ReleasePassport } from '@slipway/sigstore/passport/passport';
import { summaryStatement } from '@slipway/sigstore/passport/summary-statement';
import type { RunIdentity } from '@slipway/sigstore/signing/run-identity';
import { verifySignedStatement } from '@slipway/sigstore/verify-bundle';
import type { Context } from '../inputs.ts';
import { createRunSigner } from '../sign-passport.ts';
import { storeBundle } from '../store-passport.ts';

export interface SummariesRequest {
  readonly compared: readonly ComparedChannel[];
  readonly passport: ReleasePassport;
  /** Of the passport. */
  readonly file: FileEntry;
  readonly identity: RunIdentity;
}

/** Signs a verification summary for each channel and stores them as attestations, all with one certificate. */
export async function signSummaries(context: Context, request: SummariesRequest): Promise<void> {
  const { inputs, clock, log } = context;
  if (inputs.attestations === 'false') return;
  const { compared, passport, file, identity } = request;
  const signer = createRunSigner(context, identity);
  for (const channel of compared) {
    const statement = summaryStatement({
      ...{ channel, passport: file, verifier: identity.identity },
      resourceUri: locate(channel, passport),
      timeVerified: new Date(clock.now()),
    });
    const [subject] = statement?.subject ?? [];
    if (statement === undefined || subject === undefined) continue;
    const bundle = await signer.signStatement(statement);
    verifySignedStatement(bundle, identity.trustedRoot, identity.instance.trust);
    const url = await storeBundle(context, bundle, subject.digest['sha256'] ?? '');
    // The plan of the repository has no attestations, which was said; the next one would only be refused too.
    if (url === undefined) return;
    log.info(`${channel.name}: ${channel.result}, ${url}`);
  }
}

/** Where a channel serves a release. */
function locate({ kind }: ComparedChannel, { repository, ref, files, image }: ReleasePassport): string {
  const tag = ref.replace(/^refs\/tags\//, '');
  const release = `${repository}/releases/tag/${encodeURIComponent(tag)}`;
  if (kind === 'image') return image === undefined ? release : `${image.name}@${image.digest}`;
  const wheel = files.find((file) => file.kind === 'wheel')?.name.split('-');
  const sdist = /^(.+)-([^-]+)\.tar\.gz$/.exec(files.find((file) => file.kind === 'sdist')?.name ?? '');
  const [name, version] = wheel ?? sdist?.slice(1) ?? [];
  if (kind !== 'index' || name === undefined || version === undefined) return release;
  return `pkg:pypi/${name.toLowerCase().replace(/[-_.]+/g, '-')}@${encodeURIComponent(version)}`;
}
