import { isRecord } from '@slipway/core/is-record';
import type { HostedProject } from '../../release/hosted-project.ts';

/** A verification summary that GitHub stores for the repository. */
export interface ObservedSummary {
  readonly id: number;
  /** `PASSED` or `FAILED`. */
  readonly result: string;
  /** `name sha256` of each subject, sorted. */
  readonly subjects: readonly string[];
}

// https://slsa.dev/spec/v1.0/verification_summary
const summaryType = 'https://slsa.dev/verification_summary/v1';

/** The verification summaries of a repository. */
export function observeSummaries({
  attestations,
}: Pick<HostedProject['repository'], 'attestations'>): readonly ObservedSummary[] {
  return attestations
    .filter(({ predicateType }) => predicateType === summaryType)
    .map(({ id, bundle }) => {
      const envelope = bundle['dsseEnvelope'];
      const payload = isRecord(envelope) ? String(envelope['payload']) : '';
      const statement = JSON.parse(Buffer.from(payload, 'base64').toString('utf8')) as {
        readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[];
        readonly predicate: { readonly verificationResult: string };
      };
      const subjects = statement.subject.map(({ name, digest }) => `${name} ${digest.sha256}`).sort();
      return { id, result: statement.predicate.verificationResult, subjects };
    });
}
