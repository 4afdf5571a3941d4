import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '@slipway/core/is-record';
import { type InTotoStatement, statementType } from '../in-toto.ts';
import type { ComparedChannel } from './compare-channels.ts';

/** https://slsa.dev/spec/v1.0/verification_summary. */
const verificationSummaryType = 'https://slsa.dev/verification_summary/v1';

export interface SummaryRequest {
  readonly channel: ComparedChannel;
  /** Where the channel serves the release: `pkg:pypi/demo@1.2.0`. */
  readonly resourceUri: string;
  /** Who compared: URI of the workflow file at its ref. */
  readonly verifier: string;
  readonly timeVerified: Date;
  /** The file of the passport that was compared with. */
  readonly passport: { readonly name: string; readonly sha256: string };
}

const policyUri = 'https://github.com/slipway-actions/slipway/blob/main/docs/passport.md';

/**
 * The statement that a channel was compared with a passport, about what the channel serves; undefined for a channel that serves
 * nothing, since a statement is always about something.
 */
export function summaryStatement(request: SummaryRequest): InTotoStatement | undefined {
  const { channel, resourceUri, verifier, timeVerified, passport } = request;
  const subject = channel.items.flatMap(({ name, served }) =>
    served === undefined ? [] : [{ name, digest: { sha256: served } }],
  );
  if (subject.length === 0) return undefined;
  const isSame = channel.result === 'same';
  return {
    _type: statementType,
    subject,
    predicateType: verificationSummaryType,
    predicate: {
      verifier: { id: verifier },
      timeVerified: timeVerified.toISOString(),
      resourceUri,
      policy: { uri: policyUri },
      inputAttestations: [{ uri: passport.name, digest: { sha256: passport.sha256 } }],
      verificationResult: isSame ? 'PASSED' : 'FAILED',
      // The passport is signed provenance. More than that is for the reader of its certificate to judge.
      verifiedLevels: [isSame ? 'SLSA_BUILD_LEVEL_1' : 'FAILED'],
      slsaVersion: '1.0',
    },
  };
}

/**
 * Whether a stored bundle has the statement of this summary, whenever it was made. The signature is not verified: the bundle is one
 * of those that the repository stores.
 */
export function isSameSummary(bundle: unknown, summary: InTotoStatement): boolean {
  const envelope = isRecord(bundle) ? bundle['dsseEnvelope'] : undefined;
  const payload = isRecord(envelope) ? envelope['payload'] : undefined;
  if (typeof payload !== 'string') return false;
  try {
    const statement: unknown = JSON.parse(Buffer.from(payload, 'base64').toString('utf8'));
    return isDeepStrictEqual(withoutTime(statement), withoutTime(summary));
  } catch {
    return false;
  }
}

function withoutTime(statement: unknown): unknown {
  if (!isRecord(statement) || !isRecord(statement['predicate'])) return statement;
  const { timeVerified: _, ...predicate } = statement['predicate'];
  return { ...statement, predicate };
}
